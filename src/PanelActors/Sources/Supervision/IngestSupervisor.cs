using Akka.Actor;
using PanelActors.Telemetry;

namespace PanelActors.Sources.Supervision;

/// <summary>Keeps one source connected: carries out what <see cref="SupervisorState"/> decides, and nothing else.</summary>
internal sealed class IngestSupervisor : ReceiveActor, IWithTimers
{
    private readonly IngestSettings _settings;
    private readonly SourceConnection _connection;
    private readonly IConnectionFactory _factory;
    private readonly TimeProvider _time;
    private readonly Func<double> _random;
    private readonly SourceMetrics _metrics;
    private readonly ILogger _log;
    private readonly long _start;
    private readonly Dictionary<int, IActorRef> _connections = [];
    private SupervisorState _state = null!;

    /// <summary>Supervises the source of <paramref name="settings"/>.</summary>
    /// <param name="settings">How the source is read.</param>
    /// <param name="connection">Where its status is shown.</param>
    /// <param name="factory">Makes its connections.</param>
    /// <param name="time">The clock.</param>
    /// <param name="random">Gives numbers from 0 to 1 for jitter.</param>
    /// <param name="metrics">The source's counters.</param>
    /// <param name="log">The source's log.</param>
    public IngestSupervisor(
        IngestSettings settings, SourceConnection connection, IConnectionFactory factory,
        TimeProvider time, Func<double> random, SourceMetrics metrics, ILogger log)
    {
        (_settings, _connection, _factory, _time, _random, _metrics, _log) = (settings, connection, factory, time, random, metrics, log);
        _start = time.GetTimestamp();
        Receive<SupervisorInput>(input => Carry(_state.Apply(input, Now)));
        Receive<Terminated>(OnTerminated);
        // A fetched baseline travels to the state as a batch of this actor.
        Receive<BatchAck>(_ => { });
    }

    /// <inheritdoc/>
    public ITimerScheduler Timers { get; set; } = null!;

    private Moment Now => new(_time.GetElapsedTime(_start), _time.GetUtcNow(), _random());

    /// <inheritdoc/>
    protected override void PreStart() => Begin(_settings.Resume);

    // By then the state has started over too, and knows nothing that could be resumed.
    /// <inheritdoc/>
    protected override void PostRestart(Exception reason) => Begin(resume: null);

    // A connection that fails inside is replaced by the next one, never restarted with half its memory.
    /// <inheritdoc/>
    protected override SupervisorStrategy SupervisorStrategy() => new OneForOneStrategy(static _ => Directive.Stop);

    private void Begin(ResumePoint? resume) =>
        Carry(SupervisorState.Begin(_settings, _connection.Attempts, _connection.Status, resume, Now));

    // A connection that fails inside ends without a message.
    private void OnTerminated(Terminated dead)
    {
        foreach (var (attempt, actor) in _connections)
        {
            if (!actor.Equals(dead.ActorRef)) continue;
            _connections.Remove(attempt);
            Carry(_state.Apply(new ConnectionEnded(attempt, Http.ConnectionEnds.Internal), Now));
            return;
        }
    }

    private void Carry(SupervisorStep step)
    {
        _state = step.State;
        foreach (var effect in step.Effects) Carry(effect);
    }

    private void Carry(SupervisorEffect effect)
    {
        switch (effect)
        {
            case SupervisorEffect.StartConnection { Plan: var plan }: StartConnection(plan); break;
            case SupervisorEffect.StopConnection { Attempt: var attempt }: StopConnection(attempt); break;
            case SupervisorEffect.StartTimer start: Timers.StartSingleTimer(start.Timer, new TimerFired(start.Timer), start.Wait); break;
            case SupervisorEffect.CancelTimer cancel: Timers.Cancel(cancel.Timer); break;
            case SupervisorEffect.FetchBaseline: Context.ActorOf(_factory.Fetch()); break;
            case SupervisorEffect.DeliverBaseline baseline: Deliver(baseline); break;
            case SupervisorEffect.RaiseNeed need: _factory.State.Tell(new RaiseNeed(need.Reason)); break;
            case SupervisorEffect.ShowStatus show: _connection.Status = show.Status; break;
            case SupervisorEffect.ForgetUpstreamPath: _connection.UpstreamPath = []; break;
            case SupervisorEffect.CountReconnect count: _metrics.Reconnects.Add(count.Reason); break;
            case SupervisorEffect.CountResync count: _metrics.FullRequests.Add(count.Outcome); break;
            case SupervisorEffect.Log log: _log.Write(_settings.Name, log.Note); break;
            default: throw new InvalidOperationException($"Nothing carries out {effect}.");
        }
    }

    private void StartConnection(ConnectionPlan plan)
    {
        _connection.Attempts = plan.Attempt;
        var props = _factory.Connection(plan, Self);
        _connections[plan.Attempt] = Context.Watch(Context.ActorOf(props, $"connection-{plan.Attempt}"));
    }

    private void StopConnection(int attempt)
    {
        if (!_connections.Remove(attempt, out var actor)) return;
        Context.Unwatch(actor);
        Context.Stop(actor);
    }

    private void Deliver(SupervisorEffect.DeliverBaseline baseline) =>
        _factory.State.Tell(new EventBatch(baseline.Attempt, Self, [baseline.Full], baseline.Position, null, 0)
        {
            UpstreamNow = _connection.UpstreamClock.Now,
            Document = baseline.Document,
        });
}
