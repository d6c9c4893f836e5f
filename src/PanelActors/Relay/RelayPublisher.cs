using PanelActors.Configuration;
using PanelActors.Protocol.Encode;
using PanelActors.State;

namespace PanelActors.Relay;

/// <summary>
/// Turns the states of one store into the numbered events of its log, and finds the position of a client that joins: every rule of
/// specification 5 but the writing. Not safe for concurrent use; its log is for any thread to read.
/// </summary>
internal sealed class RelayPublisher
{
    // A client that comes back after the end of a baseline that is not remembered gets a baseline again.
    private const int MaxEnds = 1024;

    private readonly string _store;
    private readonly LogIds _ids;
    private readonly RelayOrigin _origin;
    private readonly RelayRefresh _refresh;

    // The ids that end a baseline: a client that has one of these has all of it.
    private readonly SortedSet<long> _ends = [];
    private PanelState _state;
    private RelayBaseline? _baseline;
    private RelayBaseline? _conflated;

    /// <summary>Begins with <paramref name="state"/>.</summary>
    /// <param name="store">The store's name.</param>
    /// <param name="state">What it shows.</param>
    /// <param name="options">The bounds of the log.</param>
    /// <param name="ids">The ids of its log.</param>
    /// <param name="origin">What identifies the relay to others.</param>
    /// <param name="now">The present.</param>
    public RelayPublisher(string store, PanelState state, RelayOptions options, LogIds ids, RelayOrigin origin, DateTimeOffset now)
    {
        (_store, _state, _ids, _origin) = (store, state, ids, origin);
        Log = new RelayLog(options.RingEvents, options.RingBytes, ids.Begin(now));
        // A client that joins gets data of that time with its baseline.
        _refresh = new RelayRefresh(state.LastEvent);
    }

    /// <summary>The events.</summary>
    public RelayLog Log { get; }

    /// <summary>Whether what the store shows came over another relay.</summary>
    public bool IsRelayed { get; set; }

    /// <summary>
    /// Appends what changed from the state before to <paramref name="state"/>. Not visible before <see cref="RelayLog.Show"/>.
    /// </summary>
    public void Advance(PanelState state, DateTimeOffset now)
    {
        var (changes, repeats) = StateChanges.Between(_state, state);
        foreach (var change in changes) Append(change, state.LastEvent, now);
        foreach (var repeat in repeats) _refresh.OnRepeated(repeat);
        _state = state;
    }

    /// <summary>Appends how fresh the data is, where no other event carries that.</summary>
    /// <param name="interval">How often, where it is fresher.</param>
    /// <param name="now">The present.</param>
    public void Refresh(TimeSpan interval, DateTimeOffset now)
    {
        foreach (var payload in _refresh.Due(_state, interval, now)) Append(payload, _state.LastEvent, now);
    }

    /// <summary>Appends how fresh the store is.</summary>
    public void Beat(HeartbeatBody heartbeat, DateTimeOffset now) =>
        Log.Append(UnnumberedEvents.Heartbeat(heartbeat, _origin, Log.Generation, now));

    /// <summary>Ends the log with a good-bye.</summary>
    public void End(string reason, DateTimeOffset now)
    {
        Log.Append(UnnumberedEvents.Bye(reason, Log.Generation, now));
        Log.Complete();
    }

    /// <summary>Finds the position of a client that joins. All that was added to the log must be visible.</summary>
    /// <param name="request">What it asks for.</param>
    /// <param name="now">The present.</param>
    public RelayWelcome Welcome(RelayRequest request, DateTimeOffset now)
    {
        var (resumed, reason) = Judge(request);
        var hello = UnnumberedEvents.Hello(new HelloPayload(_store, resumed, reason), _origin, Log.Generation, now);
        if (!resumed) return new RelayWelcome(Log, hello, BaselineFor(request.After, now));
        var position = Log.FirstAfter(request.After!.Value)?.Position ?? Log.End;
        return new RelayWelcome(Log, hello, new RelayBaseline([], position, Log.BytesBefore(position)));
    }

    /// <summary>
    /// What takes the place of the backlog of a client that is at <paramref name="position"/>: a baseline later than that. Made anew
    /// only when the last one itself would be more than <paramref name="maxBehind"/> bytes behind: many clients fall behind at once.
    /// </summary>
    public RelayBaseline Conflated(long position, long maxBehind, DateTimeOffset now)
    {
        if (_conflated is null || _conflated.Position <= position || Log.EndBytes - _conflated.BytesBefore > maxBehind)
            _conflated = Numbered(BaselinePayloads("conflated"), now);
        return _conflated;
    }

    /// <summary>What a client gets in place of a baseline that falls behind after the end: its good-bye.</summary>
    public RelayBaseline Farewell() => new([], Log.End - 1, Log.BytesBefore(Log.End - 1));

    private void Append(EventPayload payload, DateTimeOffset? dataTime, DateTimeOffset now)
    {
        var id = _ids.Next();
        // A generation is named after the baseline that began it.
        if (payload.Kind == EventKinds.PanelFull) Log.Generation = id;
        Log.Append(EncodedEvent.Of(payload, id, Log.Generation, now, DataAge.Of(dataTime, IsRelayed)));
        _refresh.OnSent(payload.Kind, dataTime);
    }

    // Shared by all clients that join while nothing happens, but for those that have had it already: ids grow for every client.
    private RelayBaseline BaselineFor(long? after, DateTimeOffset now)
    {
        var hadIt = after is { } had && _baseline is { Events: [var first, ..] } && first.Id <= had;
        if (_baseline is null || _baseline.Position != Log.End || hadIt) _baseline = Numbered(BaselinePayloads(null), now);
        return _baseline;
    }

    private IEnumerable<EventPayload> BaselinePayloads(string? reason) => _state.Status is { } status
        ? [StateChanges.Baseline(status, reason), .. StateChanges.Alerts(_state)]
        : StateChanges.Alerts(_state);

    private RelayBaseline Numbered(IEnumerable<EventPayload> payloads, DateTimeOffset now)
    {
        var age = DataAge.Of(_state.LastEvent, IsRelayed);
        EncodedEvent[] events = [.. payloads.Select(payload => EncodedEvent.Of(payload, _ids.Next(), Log.Generation, now, age))];
        if (events.Length > 0) _ends.Add(events[^1].Id);
        if (_ends.Count > MaxEnds) _ends.Remove(_ends.Min);
        return new RelayBaseline(events, Log.End, Log.EndBytes);
    }

    private (bool Resumed, string Reason) Judge(RelayRequest request)
    {
        if (request.ForceFull) return (false, "force_full");
        if (request.IsUnreadable) return (false, "unknown_id");
        if (request.After is not { } after) return (false, "connected");
        if (!_ids.Has(after)) return (false, "unknown_id");
        // Of this log, but before what is kept of it, or before the relay was passivated.
        if (after < Log.LostId || after == Log.StartId) return (false, "too_old");
        return Log.Has(after) || _ends.Contains(after) ? (true, "resumed") : (false, "incomplete_baseline");
    }
}
