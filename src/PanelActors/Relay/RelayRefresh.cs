using PanelActors.Protocol.Encode;
using PanelActors.State;

namespace PanelActors.Relay;

/// <summary>
/// Decides what is sent though nothing is new, to show that the data is as fresh, or as old, as it is: a client that goes by the age of
/// what it gets must take it for neither older nor younger. What brings no other time than was sent before is not sent, and a newer one
/// only now and then, so that daemons which read each other fall silent. Not safe for concurrent use.
/// </summary>
internal sealed class RelayRefresh
{
    /// <summary>Times closer than this are the same: a link and the clock's resolution put them off by less.</summary>
    public static readonly TimeSpan Tolerance = TimeSpan.FromMilliseconds(100);

    private readonly Part _panels = new();
    private readonly Part[] _parts;
    private DateTimeOffset? _sent;

    /// <summary>Begins where clients know of data of <paramref name="sent"/>.</summary>
    public RelayRefresh(DateTimeOffset? sent)
    {
        _parts = [_panels, new(), new()];
        _sent = sent;
        foreach (var part in _parts) part.Sent = sent;
    }

    /// <summary>Notes that an event of this kind was sent, with data of <paramref name="dataTime"/>.</summary>
    public void OnSent(EventKinds kind, DateTimeOffset? dataTime)
    {
        _sent = dataTime;
        // A repetition from before says what may not be so any more.
        if (PartOf(kind) is { } part) (part.Sent, part.Repeat) = (dataTime, null);
    }

    /// <summary>Notes that the feed repeated itself. A client of just that kind of event lives on it.</summary>
    public void OnRepeated(EventPayload repeat)
    {
        if (PartOf(repeat.Kind) is { } part) part.Repeat = repeat;
    }

    /// <summary>What is to be sent now.</summary>
    /// <param name="state">The store's state.</param>
    /// <param name="interval">How often newer times are sent.</param>
    /// <param name="now">The present.</param>
    public IReadOnlyList<EventPayload> Due(PanelState state, TimeSpan interval, DateTimeOffset now)
    {
        List<EventPayload>? due = null;
        foreach (var part in _parts)
        {
            if (part.Repeat is not { } repeat) continue;
            if (IsSame(state.LastEvent, part.Sent)) part.Repeat = null;
            else if (part.IsDue(state.LastEvent, part.Sent, interval, now)) Send(repeat, part);
        }

        // Of a composite the time can change with the member that its health goes by.
        var isUnsaid = due is null && state.Status is not null && !IsSame(state.LastEvent, _sent);
        if (isUnsaid && _panels.IsDue(state.LastEvent, _sent, interval, now)) Send(PanelDiffs.Nothing, _panels);
        return due ?? [];

        void Send(EventPayload payload, Part part)
        {
            (due ??= []).Add(payload);
            (part.Repeat, part.At) = (null, now);
        }
    }

    private static bool IsSame(DateTimeOffset? shown, DateTimeOffset? sent) =>
        shown is { } known && sent is { } before ? (known - before).Duration() < Tolerance : shown is null && sent is null;

    private Part? PartOf(EventKinds kind) => kind switch
    {
        EventKinds.PanelFull or EventKinds.PanelDiff => _panels,
        EventKinds.SeverityCounts => _parts[1],
        EventKinds.SeverityState => _parts[2],
        _ => null,
    };

    private sealed class Part
    {
        public EventPayload? Repeat { get; set; }

        public DateTimeOffset? Sent { get; set; }

        public DateTimeOffset At { get; set; } = DateTimeOffset.MinValue;

        // That data is older than was sent, or of no known time, cannot wait.
        public bool IsDue(DateTimeOffset? shown, DateTimeOffset? sent, TimeSpan interval, DateTimeOffset now) =>
            !(sent is null ? shown is not null : shown > sent) || now - At >= interval;
    }
}
