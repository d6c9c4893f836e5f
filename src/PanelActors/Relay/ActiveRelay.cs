using PanelActors.Configuration;
using PanelActors.Protocol;
using PanelActors.Protocol.Encode;
using PanelActors.State;
using PanelActors.Stores;

namespace PanelActors.Relay;

/// <summary>
/// One store's relay while it is active: follows the store's board state by state, and keeps the log. Not safe for concurrent use; the log
/// is for any thread to read.
/// </summary>
internal sealed class ActiveRelay : IDisposable
{
    private readonly RelayOptions _options;
    private readonly RelayOrigin _origin;
    private readonly BoardFollower _follower;
    private readonly RelayPublisher _publisher;
    private readonly List<PanelState> _states = [];
    private Health _health;

    /// <summary>Begins with what <paramref name="store"/> shows at <paramref name="now"/>.</summary>
    /// <param name="store">The store.</param>
    /// <param name="options">The bounds of the log and of its clients.</param>
    /// <param name="ids">The ids of the log.</param>
    /// <param name="origin">What identifies the relay to others.</param>
    /// <param name="grown">Called by the store's writer when there is something to <see cref="Advance"/> to.</param>
    /// <param name="now">The present.</param>
    public ActiveRelay(Store store, RelayOptions options, LogIds ids, RelayOrigin origin, Action grown, DateTimeOffset now)
    {
        (Store, _options, _origin) = (store, options, origin);
        _follower = store.Board.Follow(grown);
        origin.Update(store);
        _publisher = new RelayPublisher(store.Name.Text, _follower.Start.State, options, ids, origin, now);
        _health = store.HeartbeatAt(now).Health;
    }

    public RelayLog Log => _publisher.Log;

    /// <summary>The store, as its freshness is judged.</summary>
    public Store Store { get; set; }

    // Newer data without news is announced this often: a client that goes by it stays well within what counts as fresh.
    private TimeSpan RefreshInterval => Store.Freshness.WarnAfter / 4;

    /// <summary>Brings the log up to what the store shows.</summary>
    public void Advance(DateTimeOffset now)
    {
        // Where states are missing, the newest one has the outcome of all of them.
        _follower.Take(_states);
        _publisher.IsRelayed = Store.IsRelayed;
        var begin = Log.End;
        foreach (var state in _states) _publisher.Advance(state, now);
        _states.Clear();
        if (_follower.Trace is { } trace) Log.Trace(trace, begin);
        _publisher.Refresh(RefreshInterval, now);
        var heartbeat = Store.HeartbeatAt(now);
        if (heartbeat.Health != _health) Append(heartbeat, now);
        Log.Show();
    }

    /// <summary>
    /// The same, and a heartbeat where the store is made of other stores than before: daemons that would read themselves notice by it.
    /// </summary>
    public void Tick(DateTimeOffset now)
    {
        Advance(now);
        if (_origin.Update(Store)) Beat(now);
    }

    /// <summary>Sends all clients how fresh the store is.</summary>
    public void Beat(DateTimeOffset now)
    {
        Append(Store.HeartbeatAt(now), now);
        Log.Show();
    }

    public void KeepAlive(DateTimeOffset now)
    {
        Log.Append(EncodedEvent.KeepAlive(now));
        Log.Show();
    }

    public RelayWelcome Welcome(RelayRequest request, DateTimeOffset now)
    {
        Advance(now);
        return _publisher.Welcome(request, now);
    }

    /// <summary>What a client at <paramref name="position"/>, which is too far behind, gets in place of its backlog.</summary>
    public RelayBaseline Conflate(long position, DateTimeOffset now)
    {
        Advance(now);
        // Half of what a client may be behind: it shall not be past its bound again at once.
        return _publisher.Conflated(position, _options.ClientBufferBytes / 2, now);
    }

    /// <summary>What a client that is too far behind gets after <see cref="End"/>: its good-bye.</summary>
    public RelayBaseline Farewell() => _publisher.Farewell();

    /// <summary>Sends all clients a good-bye, after which no more events come.</summary>
    public void End(string reason, DateTimeOffset now) => _publisher.End(reason, now);

    public void Dispose()
    {
        _follower.Dispose();
        Log.Complete();
    }

    private void Append(Heartbeat heartbeat, DateTimeOffset now)
    {
        _health = heartbeat.Health;
        _publisher.Beat(heartbeat.ToBody(Store.Freshness), now);
    }
}
