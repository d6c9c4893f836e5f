using PanelActors.Protocol.Encode;
using PanelActors.State;


namespace PanelActors.Relay;

/// <summary>
/// Decides what is told though nothing is new: that the data is as fresh, or as old, as it is. Whoever goes by the age of what it gets must
/// take it for neither older nor younger. What brings no other time than was told before is not told, and a newer one only now and then, so
/// that daemons which read each other fall silent. Not safe for concurrent use.
/// </summary>
internal sealed class RelayRefresh
{
    /// <summary>Times closer than this are the same: a link and the clock's resolution put them off by less.</summary>
    public static readonly TimeSpan Tolerance = TimeSpan.FromMilliseconds(100);

    private readonly Kind _panels = new();
    private readonly Kind[] _kinds;
    private DateTimeOffset? _told;

    /// <summary>Begins where subscribers know of data of <paramref name="told"/>.</summary>
    public RelayRefresh(DateTimeOffset? told)
    {
        _kinds = [_panels, new(), new()];
        _told = told;
        foreach (var kind in _kinds) kind.Told = told;
    }

    /// <summary>Notes that an event of this type was told, with data of <paramref name="dataTime"/>.</summary>
    public void OnTold(EventKinds type, DateTimeOffset? dataTime)
    {
        _told = dataTime;
        if (KindOf(type) is { } kind) kind.Told = dataTime;
    }

    /// <summary>Notes that the feed said something again. A subscriber of just that type lives on it.</summary>
    public void OnRepeated(EventPayload change)
    {
        if (KindOf(change.Type) is { } kind) kind.Repeat = change;
    }

    /// <summary>What is to be told now.</summary>
    /// <param name="state">The store's state.</param>
    /// <param name="interval">How often newer times are told.</param>
    /// <param name="now">The present.</param>
    public IReadOnlyList<EventPayload> Due(PanelState state, TimeSpan interval, DateTimeOffset now)
    {
        List<EventPayload>? due = null;
        foreach (var kind in _kinds)
        {
            if (kind.Repeat is not { } repeat) continue;
            if (IsSame(state.LastEvent, kind.Told)) kind.Repeat = null;
            else if (kind.IsDue(state.LastEvent, kind.Told, interval, now)) Tell(repeat, kind);
        }

        // Of a composite the time can change with the member that its health goes by.
        if (due is null && state.Status is not null && !IsSame(state.LastEvent, _told) && _panels.IsDue(state.LastEvent, _told, interval, now))
            Tell(PanelDiffs.Nothing, _panels);
        return due ?? [];

        void Tell(EventPayload change, Kind kind)
        {
            (due ??= []).Add(change);
            (kind.Repeat, kind.At) = (null, now);
        }
    }

    private static bool IsSame(DateTimeOffset? shown, DateTimeOffset? told) =>
        shown is { } known && told is { } before ? (known - before).Duration() < Tolerance : shown is null && told is null;

    private Kind? KindOf(EventKinds type) => type switch
    {
        EventKinds.PanelFull or EventKinds.PanelDiff => _panels,
        EventKinds.SeverityCounts => _kinds[1],
        EventKinds.SeverityState => _kinds[2],
        _ => null,
    };

    private sealed class Kind
    {
        public EventPayload? Repeat { get; set; }

        public DateTimeOffset? Told { get; set; }

        public DateTimeOffset At { get; set; } = DateTimeOffset.MinValue;

        // That data is older than was told, or of no known time, cannot wait.
        public bool IsDue(DateTimeOffset? shown, DateTimeOffset? told, TimeSpan interval, DateTimeOffset now) =>
            !(told is null ? shown is not null : shown > told) || now - At >= interval;
    }
}
