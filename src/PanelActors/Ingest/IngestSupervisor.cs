using Akka.Actor;
using PanelActors.Configuration;
using PanelActors.Telemetry;

namespace PanelActors.Ingest;

/// <summary>
/// Keeps one source connected: makes a connection, and when it ends the next one, after a wait that
/// <see cref="ReconnectPolicy"/> decides. Every message of a connection carries its attempt number; those of any but the
/// current attempt are ignored. When the state needs a baseline it gets one, at a time that <see cref="FullRequest"/>
/// decides: by connecting afresh, or from an address of its own.
/// </summary>
public sealed class IngestSupervisor : ReceiveActor, IWithTimers
{
    private readonly IngestSettings _settings;
    private readonly SourceConnection _connection;
    private readonly ConnectionProps _connect;
    private readonly TimeProvider _time;
    private readonly Func<double> _random;
    private readonly SourceMetrics _metrics;
    private readonly ILogger _log;
    private readonly FullRequest _fullRequest;

    private ReconnectPolicy _policy;
    private IActorRef _child = ActorRefs.Nobody;
    private int _attempt;
    private DateTimeOffset? _openedAt;
    private bool _applied;
    private bool _needFull = true;
    private bool _asked;
    private string? _lastEventId;

    /// <summary>Supervises the source of <paramref name="settings"/>.</summary>
    /// <param name="settings">How the source is read.</param>
    /// <param name="connection">Where its status is shown.</param>
    /// <param name="connect">What it makes connections of.</param>
    /// <param name="time">The clock.</param>
    /// <param name="random">Gives numbers from 0 to 1 for jitter.</param>
    /// <param name="metrics">The source's counters.</param>
    /// <param name="log">The source's log.</param>
    public IngestSupervisor(
        IngestSettings settings, SourceConnection connection, ConnectionProps connect,
        TimeProvider time, Func<double> random, SourceMetrics metrics, ILogger log)
    {
        (_settings, _connection, _connect, _time, _random, _metrics, _log) = (settings, connection, connect, time, random, metrics, log);
        _policy = new ReconnectPolicy(settings.Reconnect);
        _fullRequest = new FullRequest(settings.Resync, time, random);

        Receive<ConnectionOpened>(opened => opened.Attempt == _attempt, OnOpened);
        // Also when that attempt has just ended: what the state applied is applied, and the next connection has to resume after it.
        Receive<BatchApplied>(batch => batch.Attempt == _connection.Status.Attempt, OnApplied);
        Receive<ConnectionEnded>(ended => ended.Attempt == _attempt, ended => OnEnded(ended.End));
        Receive<Terminated>(dead => dead.ActorRef.Equals(_child), _ => OnEnded(new ConnectionEnd("internal_error", "the connection failed inside")));
        Receive<FetchFull>(OnFetchFull);
        Receive<StartSource>(_ => OnStart());
        Receive<ConnectNow>(_ => Connect());
        Receive<AskNow>(_ => Ask());
        Receive<FullTimedOut>(_ => OnUnhelped(FullRequest.Timeout));
        Receive<FullFetched>(OnFetched);
        // A fetched baseline travels to the state as a batch of this actor's own.
        Receive<BatchAck>(_ => { });
        // What is left are messages of connections that are no longer the current one.
        Receive<ConnectionOpened>(_ => { });
        Receive<BatchApplied>(_ => { });
        Receive<ConnectionEnded>(_ => { });
        Receive<Terminated>(_ => { });
    }

    /// <inheritdoc/>
    public ITimerScheduler Timers { get; set; } = null!;

    /// <inheritdoc/>
    protected override void PreStart()
    {
        if (_settings.Resume is { } resume)
        {
            (_lastEventId, _needFull) = (resume.LastEventId, resume.NeedFull);
            _fullRequest.Seen(resume.FullCount, needFull: _needFull);
        }

        Connect();
    }

    // By then the state has started over too, and knows nothing that could be resumed.
    /// <inheritdoc/>
    protected override void PostRestart(Exception reason) => Connect();

    // A connection that fails inside is replaced by the next one, never restarted with half its memory.
    /// <inheritdoc/>
    protected override SupervisorStrategy SupervisorStrategy() => new OneForOneStrategy(static _ => Directive.Stop);

    private void Connect()
    {
        Timers.Cancel(nameof(ConnectNow));
        DropChild();
        _attempt = _connection.NextAttempt();
        _openedAt = null;
        _applied = false;
        _fullRequest.Connecting();
        Timers.Cancel(nameof(AskNow));

        // Without an event id to resume from nothing tells what was missed: only a baseline makes the state true again.
        var force = (_needFull || _asked || _lastEventId is null) && _settings.Resync.Mode == ResyncMode.Reconnect;
        if (force)
        {
            _lastEventId = null;
            _fullRequest.Begin();
        }

        var request = _settings.Request with { ForceFull = force, LastEventId = _lastEventId };
        Show(ConnectionPhase.Connecting, _connection.Status.LastError);
        _log.LogDebug("{Source} connects, attempt {Attempt}, {Start}", _settings.Name, _attempt, force ? "from a baseline" : $"after event {_lastEventId}");
        _child = Context.Watch(Context.ActorOf(_connect.Stream(new ConnectionPlan(_attempt, request)), $"connection-{_attempt}"));
        if (_settings.Resync.Mode == ResyncMode.Http && (_needFull || _asked)) AskAfter(_fullRequest.CooldownLeft);
    }

    private void OnOpened(ConnectionOpened opened)
    {
        _openedAt = _time.GetUtcNow();
        Show(ConnectionPhase.Open, null);
        _log.LogInformation("{Source} is connected, attempt {Attempt}", _settings.Name, _attempt);
        // Only a feed that listens can be late with its answer.
        if (_settings.Resync.Mode == ResyncMode.Reconnect && _fullRequest.IsPending)
            Timers.StartSingleTimer(nameof(FullTimedOut), FullTimedOut.Instance, _settings.Resync.Timeout);
    }

    private void OnApplied(BatchApplied batch)
    {
        _applied |= batch.Applied > 0;
        _needFull = batch.NeedFull;
        _lastEventId = batch.LastEventId;
        if (batch.Retry is { } retry) _policy = _policy with { Floor = retry };
        if (_fullRequest.Seen(batch.FullCount, batch.NeedFull) is { } fulfilled)
        {
            _asked = false;
            Timers.Cancel(nameof(FullTimedOut));
            _metrics.FullRequests.Add(fulfilled);
        }

        if (!batch.NeedFull && !_asked) Timers.Cancel(nameof(AskNow));
        else if (_attempt != 0 && _fullRequest.WaitFor(batch) is { } wait) AskAfter(wait);
    }

    private void OnEnded(ConnectionEnd end)
    {
        DropChild();
        var lived = _openedAt is { } opened ? _time.GetUtcNow() - opened : TimeSpan.Zero;
        (_policy, var delay) = _policy.After(end, lived, _applied, _random());
        Timers.Cancel(nameof(FullTimedOut));
        Timers.Cancel(nameof(AskNow));
        if (end.Retry != Retry.WithBackoff && _settings.Resync.Mode == ResyncMode.Reconnect) Count(_fullRequest.End(FullRequest.Refused));
        // Until its timer fires no connection is current: what still arrives of this one does not end it twice.
        _attempt = 0;

        if (delay is { } wait)
        {
            Show(ConnectionPhase.Waiting, end.Text);
            _metrics.Reconnects.Add(end.Reason);
            _log.LogWarning(
                "{Source} {What:l}: {Text} ({Reason}); next attempt in {Delay:0.0} s",
                _settings.Name, _openedAt is null ? "could not connect" : "lost its connection", end.Text, end.Reason, wait.TotalSeconds);
            Timers.StartSingleTimer(nameof(ConnectNow), ConnectNow.Instance, wait);
        }
        else
        {
            Show(ConnectionPhase.Stopped, end.Text);
            _log.LogWarning("{Source} stops: {Text} ({Reason})", _settings.Name, end.Text, end.Reason);
        }
    }

    private void OnFetchFull(FetchFull request)
    {
        // Beside the state's own word: a batch that it applied before it heard of this request must not undo the request.
        _asked = true;
        var phase = _connection.Status.Phase;
        if (_settings.Resync.Mode == ResyncMode.None || phase == ConnectionPhase.Stopped)
        {
            Count(FullRequest.Refused);
            _log.LogWarning("{Source} cannot be asked for a baseline ({Reason})", _settings.Name, request.Reason);
            return;
        }

        _log.LogInformation("{Source} is to be asked for a baseline ({Reason})", _settings.Name, request.Reason);
        // A request that is under way serves this reason too; so does the connection that is waited for.
        if (phase != ConnectionPhase.Waiting && !_fullRequest.IsPending) AskAfter(_fullRequest.CooldownLeft);
    }

    private void AskAfter(TimeSpan wait)
    {
        if (_settings.Resync.Mode == ResyncMode.None) return;
        if (wait <= TimeSpan.Zero) Ask();
        // Another reason joins the request that is waited for; it must not put it off.
        else if (!Timers.IsTimerActive(nameof(AskNow))) Timers.StartSingleTimer(nameof(AskNow), AskNow.Instance, wait);
    }

    private void Ask()
    {
        Timers.Cancel(nameof(AskNow));
        if (_fullRequest.IsPending) return;
        if (_settings.Resync.Mode == ResyncMode.Reconnect)
        {
            _metrics.Reconnects.Add("full_requested");
            _log.LogInformation("{Source} connects afresh for a baseline", _settings.Name);
            Connect();
        }
        else
        {
            _fullRequest.Begin();
            Context.ActorOf(_connect.Fetch);
        }
    }

    private void OnFetched(FullFetched fetched)
    {
        if (fetched.Full is { } full)
        {
            _connect.State.Tell(new EventBatch(_connection.Status.Attempt, Self, [full], _lastEventId, null, 0));
        }
        else
        {
            _log.LogWarning("{Source} got no baseline: {Text} ({Reason})", _settings.Name, fetched.Text, fetched.Outcome);
            OnUnhelped(fetched.Outcome!);
        }
    }

    private void OnUnhelped(string outcome)
    {
        Count(_fullRequest.End(outcome));
        if (_needFull || _asked) AskAfter(_fullRequest.CooldownLeft);
    }

    private void OnStart()
    {
        _policy = _policy with { Failures = 0 };
        Connect();
    }

    private void Count(string? outcome)
    {
        if (outcome is not null) _metrics.FullRequests.Add(outcome);
    }

    private void DropChild()
    {
        if (_child.IsNobody()) return;
        Context.Unwatch(_child);
        Context.Stop(_child);
        _child = ActorRefs.Nobody;
    }

    private void Show(ConnectionPhase phase, string? lastError) =>
        _connection.Status = new ConnectionStatus(phase, _attempt == 0 ? _connection.Status.Attempt : _attempt, lastError);

    private sealed record ConnectNow
    {
        public static readonly ConnectNow Instance = new();
    }

    private sealed record AskNow
    {
        public static readonly AskNow Instance = new();
    }

    private sealed record FullTimedOut
    {
        public static readonly FullTimedOut Instance = new();
    }
}
