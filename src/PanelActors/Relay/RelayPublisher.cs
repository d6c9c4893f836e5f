using System.Text.Json;
using PanelActors.Configuration;
using PanelActors.Protocol.Encode;
using PanelActors.State;

namespace PanelActors.Relay;

/// <summary>
/// Turns the states of one store into the numbered events of its log, and finds the place of whoever joins: every rule of
/// specification 5 but the writing. Not safe for concurrent use; its log is for anyone to read.
/// </summary>
internal sealed class RelayPublisher
{
    // A client that comes back after one that is not remembered gets a baseline again.
    private const int EndsKept = 1024;

    private readonly string _store;
    private readonly LogIds _ids;
    private readonly RelayOrigin _origin;
    private readonly RelayRefresh _refresh;

    // The ids that end a baseline: who has one of these has all of it.
    private readonly SortedSet<long> _ends = [];
    private PanelState _state;
    private RelayBaseline? _baseline;
    private RelayBaseline? _conflated;

    /// <summary>Begins with <paramref name="state"/>.</summary>
    /// <param name="store">The store's name.</param>
    /// <param name="state">What it shows.</param>
    /// <param name="options">The bounds of the log.</param>
    /// <param name="ids">The ids of its log.</param>
    /// <param name="origin">What it says of itself.</param>
    /// <param name="now">The present.</param>
    public RelayPublisher(string store, PanelState state, RelayOptions options, LogIds ids, RelayOrigin origin, DateTimeOffset now)
    {
        (_store, _state, _ids, _origin) = (store, state, ids, origin);
        Log = new RelayLog(options.RingEvents, options.RingBytes, ids.Begin(now));
        // Whoever comes is told so much with its baseline.
        _refresh = new RelayRefresh(state.LastEvent);
    }

    /// <summary>The events.</summary>
    public RelayLog Log { get; }

    /// <summary>Whether what the store shows came over another relay.</summary>
    public bool IsRelayed { get; set; }

    /// <summary>
    /// Tells what changed from the state before to <paramref name="state"/>. Not visible before <see cref="RelayLog.Show"/>.
    /// </summary>
    public void Advance(PanelState state, DateTimeOffset now)
    {
        var (changes, repeats) = StateChanges.Between(_state, state);
        foreach (var change in changes) Append(change, state.LastEvent, now);
        foreach (var repeat in repeats) _refresh.OnRepeated(repeat);
        _state = state;
    }

    /// <summary>Tells that the data is as fresh as it is, where nothing else has told so.</summary>
    /// <param name="interval">How often that it is fresher.</param>
    /// <param name="now">The present.</param>
    public void Refresh(TimeSpan interval, DateTimeOffset now)
    {
        foreach (var change in _refresh.Due(_state, interval, now)) Append(change, _state.LastEvent, now);
    }

    /// <summary>Tells how fresh the store is.</summary>
    public void Beat(HeartbeatBody heartbeat, DateTimeOffset now) => Log.Append(HeartbeatOf(heartbeat, _origin, Log.Generation, now));

    /// <summary>A heartbeat that is in no log.</summary>
    public static EncodedEvent HeartbeatOf(HeartbeatBody heartbeat, RelayOrigin origin, long generation, DateTimeOffset now) => Unnumbered(
        EventKinds.Heartbeat, origin.AddTo(JsonSerializer.SerializeToUtf8Bytes(heartbeat, HeartbeatJson.Default.HeartbeatBody)), generation, now);

    /// <summary>Says good-bye: no more events come.</summary>
    public void End(string reason, DateTimeOffset now)
    {
        Log.Append(Unnumbered(EventKinds.Bye, JsonSerializer.SerializeToUtf8Bytes(new ByePayload(reason), PayloadJson.Default.ByePayload), Log.Generation, now));
        Log.Complete();
    }

    /// <summary>Finds the place of a client that comes. All that was added to the log must be visible.</summary>
    /// <param name="request">What it asks for.</param>
    /// <param name="now">The present.</param>
    public RelayWelcome Welcome(RelayRequest request, DateTimeOffset now)
    {
        var (resumed, reason) = Judge(request);
        var payload = JsonSerializer.SerializeToUtf8Bytes(new HelloPayload(_store, resumed, reason), PayloadJson.Default.HelloPayload);
        var hello = Unnumbered(EventKinds.Hello, _origin.AddTo(payload), Log.Generation, now);
        if (!resumed) return new RelayWelcome(Log, hello, BaselineFor(request.After, now));
        var place = Log.FirstAfter(request.After!.Value)?.Place ?? Log.End;
        return new RelayWelcome(Log, hello, new RelayBaseline([], place, Log.BytesBefore(place)));
    }

    /// <summary>
    /// What takes the place of the backlog of a client that is at <paramref name="place"/>: a baseline later than that. Made anew
    /// only when the last one itself would be more than <paramref name="bound"/> bytes behind: many clients fall behind at once.
    /// </summary>
    public RelayBaseline Conflated(long place, long bound, DateTimeOffset now)
    {
        if (_conflated is null || _conflated.Place <= place || Log.EndBytes - _conflated.BytesSoFar > bound)
            _conflated = Numbered(BaselineChanges("conflated"), now);
        return _conflated;
    }

    /// <summary>What a client gets in place of a baseline that falls behind after the end: its good-bye.</summary>
    public RelayBaseline Farewell() => new([], Log.End - 1, Log.BytesBefore(Log.End - 1));

    private void Append(EventPayload change, DateTimeOffset? dataTime, DateTimeOffset now)
    {
        var id = _ids.Next();
        // A generation is called after the baseline that began it.
        if (change.Type == EventKinds.PanelFull) Log.Generation = id;
        Log.Append(EncodedEvent.Of(change, id, Log.Generation, now, DataAge.Of(dataTime, IsRelayed)));
        _refresh.OnTold(change.Type, dataTime);
    }

    // Shared by all who come while nothing happens, but for those who have had it already: ids grow for everyone.
    private RelayBaseline BaselineFor(long? after, DateTimeOffset now)
    {
        if (_baseline is null || _baseline.Place != Log.End || (after is { } had && _baseline.Events.Count > 0 && _baseline.Events[0].Id <= had))
            _baseline = Numbered(BaselineChanges(null), now);
        return _baseline;
    }

    private IEnumerable<EventPayload> BaselineChanges(string? reason) => _state.Status is { } status
        ? [StateChanges.Baseline(status, reason), .. StateChanges.Alerts(_state)]
        : StateChanges.Alerts(_state);

    private RelayBaseline Numbered(IEnumerable<EventPayload> changes, DateTimeOffset now)
    {
        var age = DataAge.Of(_state.LastEvent, IsRelayed);
        EncodedEvent[] events = [.. changes.Select(change => EncodedEvent.Of(change, _ids.Next(), Log.Generation, now, age))];
        if (events.Length > 0) _ends.Add(events[^1].Id);
        if (_ends.Count > EndsKept) _ends.Remove(_ends.Min);
        return new RelayBaseline(events, Log.End, Log.EndBytes);
    }

    private static EncodedEvent Unnumbered(EventKinds type, byte[] payload, long generation, DateTimeOffset now) =>
        EncodedEvent.Of(new EventPayload(type, payload), 0, generation, now, DataAge.None);

    private (bool Resumed, string Reason) Judge(RelayRequest request)
    {
        if (request.ForceFull) return (false, "force_full");
        if (request.IsUnreadable) return (false, "unknown_id");
        if (request.After is not { } after) return (false, "connected");
        if (!_ids.Has(after)) return (false, "unknown_id");
        // Of this log, but before what is kept of it, or before it rested.
        if (after < Log.LostId || after == Log.StartId) return (false, "too_old");
        return Log.Has(after) || _ends.Contains(after) ? (true, "resumed") : (false, "incomplete_baseline");
    }
}
