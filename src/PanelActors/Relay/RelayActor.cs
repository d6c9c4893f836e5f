using Akka.Actor;
using PanelActors.Configuration;
using PanelActors.Protocol;
using PanelActors.Protocol.Encode;
using PanelActors.State;
using PanelActors.Stores;

namespace PanelActors.Relay;

/// <summary>
/// Keeps one store's log: follows the store's board state by state while there is anyone to tell, and rests when there has
/// been nobody for a while, so that a store without subscribers costs nothing.
/// </summary>
internal sealed class RelayActor : ReceiveActor, IWithTimers
{
    /// <summary>How long the log is kept for clients that may come back, after the last one has gone.</summary>
    public static readonly TimeSpan Linger = TimeSpan.FromMinutes(2);

    // A client's health may be this much behind the store's.
    private static readonly TimeSpan LongestTick = TimeSpan.FromSeconds(1);

    private readonly RelayOptions _options;
    private readonly TimeProvider _time;
    private readonly LogIds _ids;
    private readonly RelayOrigin _origin;
    private readonly HashSet<RelayClient> _clients = [];
    private readonly List<PanelState> _states = [];
    private Store _store;
    private RelayPublisher? _publisher;
    private StateTrail? _trail;
    private long _seen;
    private bool _hasEnded;
    private Health _health;
    private long _deserted;

    /// <summary>Keeps the log of <paramref name="store"/>.</summary>
    /// <param name="store">The store.</param>
    /// <param name="options">The bounds of the log and of its clients.</param>
    /// <param name="ids">The ids of the log, which outlive this actor's failures.</param>
    /// <param name="origin">What the relay says of itself.</param>
    /// <param name="time">The clock.</param>
    public RelayActor(Store store, RelayOptions options, LogIds ids, RelayOrigin origin, TimeProvider time)
    {
        (_store, _options, _ids, _origin, _time) = (store, options, ids, origin, time);
        ReceiveQuestion<JoinRelay>(OnJoin);
        Receive<LeaveRelay>(OnLeave);
        ReceiveQuestion<ConflateRelay>(OnConflate);
        Receive<BoardChanged>(_ => OnChanged());
        Receive<Tick>(_ => OnTick());
        Receive<BeatNow>(_ => Beat());
        Receive<KeepAliveNow>(_ => KeepAlive());
        Receive<RetuneRelay>(retuned => _store = retuned.Store);
        ReceiveQuestion<EndRelay>(OnEnd);
    }

    /// <inheritdoc/>
    public ITimerScheduler Timers { get; set; } = null!;

    // Newer data without news is told this often: a client that goes by it stays well within what counts as fresh.
    private TimeSpan RefreshInterval => _store.Freshness.WarnAfter / 4;

    internal static Status.Failure Refusal(string why) => new(new OperationCanceledException(why));

    /// <inheritdoc/>
    protected override void PostStop()
    {
        // Clients of an actor that failed are let go without a word; they come back, and ids go on growing.
        _publisher?.Log.Complete();
        _store.Board.Unfollow();
    }

    // Whoever asks what this fails at is not to wait for an answer that never comes.
    private void ReceiveQuestion<T>(Action<T> answer) => Receive<T>(question =>
    {
        try
        {
            answer(question);
        }
        catch
        {
            Sender.Tell(Refusal("The relay has failed."));
            throw;
        }
    });

    private void OnJoin(JoinRelay join)
    {
        if (_hasEnded)
        {
            Sender.Tell(Refusal("The relay has ended."));
            return;
        }

        var now = _time.GetUtcNow();
        if (_publisher is null) Wake(now);
        Drain(now);
        _clients.Add(join.Client);
        Sender.Tell(_publisher!.Welcome(join.Request, now));
    }

    private void OnLeave(LeaveRelay leave)
    {
        if (_clients.Remove(leave.Client) && _clients.Count == 0) _deserted = _time.GetTimestamp();
    }

    private void OnConflate(ConflateRelay behind)
    {
        if (_publisher is null || behind.Log != _publisher.Log)
        {
            // A log that nobody writes any more: its client has nothing to wait for.
            Sender.Tell(new RelayBaseline([], behind.Log.End, behind.Log.EndBytes));
            return;
        }

        if (_hasEnded)
        {
            Sender.Tell(_publisher.Farewell());
            return;
        }

        var now = _time.GetUtcNow();
        Drain(now);
        // Half of what a client may be behind: it shall not be past its bound again at once.
        Sender.Tell(_publisher.Conflated(behind.Place, _options.ClientBufferBytes / 2, now));
    }

    private void Wake(DateTimeOffset now)
    {
        var self = Self;
        _trail = _store.Board.Follow(() => self.Tell(BoardChanged.Instance));
        var current = _store.Board.Current;
        _seen = current.Version;
        _origin.Update(_store);
        _publisher = new RelayPublisher(_store.Name.Text, current.State, _options, _ids, _origin, now);
        _health = _store.HeartbeatAt(now).Health;
        var tick = _options.Heartbeat < LongestTick ? _options.Heartbeat : LongestTick;
        Timers.StartPeriodicTimer(nameof(Tick), Tick.Instance, tick);
        Timers.StartPeriodicTimer(nameof(BeatNow), BeatNow.Instance, _options.Heartbeat);
        Timers.StartPeriodicTimer(nameof(KeepAliveNow), KeepAliveNow.Instance, _options.KeepAlive);
    }

    private void Rest()
    {
        _store.Board.Unfollow();
        Timers.CancelAll();
        _publisher!.Log.Complete();
        (_publisher, _trail) = (null, null);
    }

    private void OnChanged()
    {
        if (_publisher is not null && !_hasEnded) Drain(_time.GetUtcNow());
    }

    private void Drain(DateTimeOffset now)
    {
        var current = _store.Board.Current;
        _seen = _trail!.Take(_seen, _states);
        if (current.Version > _seen)
        {
            // Shown before the trail was followed.
            _seen = current.Version;
            _states.Add(current.State);
        }

        _publisher!.IsRelayed = _store.IsRelayed;
        foreach (var state in _states) _publisher.Advance(state, now);
        _states.Clear();
        _publisher.Refresh(RefreshInterval, now);
        BeatIfHealthChanged(now);
        _publisher.Log.Show();
    }

    private void OnTick()
    {
        foreach (var client in _clients) client.AbortIfStalled();
        if (_clients.Count == 0 && _time.GetElapsedTime(_deserted) >= Linger)
        {
            Rest();
            return;
        }

        Drain(_time.GetUtcNow());
        // Daemons that would read themselves hear of it by this.
        if (_origin.Update(_store)) Beat();
    }

    private void BeatIfHealthChanged(DateTimeOffset now)
    {
        var beat = _store.HeartbeatAt(now);
        if (beat.Health == _health) return;
        _health = beat.Health;
        _publisher!.Beat(beat.ToBody(_store.Freshness), now);
    }

    private void Beat()
    {
        var now = _time.GetUtcNow();
        var beat = _store.HeartbeatAt(now);
        _health = beat.Health;
        _publisher!.Beat(beat.ToBody(_store.Freshness), now);
        _publisher.Log.Show();
    }

    private void KeepAlive()
    {
        _publisher!.Log.Append(EncodedEvent.KeepAlive(_time.GetUtcNow()));
        _publisher.Log.Show();
    }

    private void OnEnd(EndRelay end)
    {
        if (!_hasEnded)
        {
            _hasEnded = true;
            Timers.CancelAll();
            _publisher?.End(end.Reason, _time.GetUtcNow());
        }

        Sender.Tell(RelayEnded.Instance);
    }

    private sealed record BoardChanged
    {
        public static readonly BoardChanged Instance = new();
    }

    private sealed record Tick
    {
        public static readonly Tick Instance = new();
    }

    private sealed record BeatNow
    {
        public static readonly BeatNow Instance = new();
    }

    private sealed record KeepAliveNow
    {
        public static readonly KeepAliveNow Instance = new();
    }
}
