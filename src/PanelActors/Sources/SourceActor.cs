using Akka.Actor;
using PanelActors.Sources.Supervision;
using PanelActors.State;

namespace PanelActors.Sources;

/// <summary>The actors of one source.</summary>
/// <param name="Name">The source.</param>
/// <param name="Connection">Where its status is shown.</param>
/// <param name="State">Makes the owner of its state.</param>
/// <param name="Ingest">Makes the supervisor of its connections, which feed the state and may go on where the previous run ended.</param>
/// <param name="Heartbeat">Makes the actor that judges its freshness.</param>
/// <param name="Restore">Makes what the state is restored to from what was kept; null where nothing is kept.</param>
internal sealed record SourceProps(
    string Name, SourceConnection Connection, Props State, Func<IActorRef, ResumePoint?, Props> Ingest, Props Heartbeat,
    Func<StoredState, RestoreState>? Restore);

/// <summary>Asks a source to answer, with an <see cref="ActorIdentity"/>, once its state shows all that it begins with.</summary>
internal sealed record AwaitBegin
{
    public static readonly AwaitBegin Instance = new();
}

/// <summary>Changes how the freshness of a source is judged.</summary>
/// <param name="Heartbeat">Makes the actor that judges it.</param>
/// <param name="Ingest">For its supervisor.</param>
internal sealed record RetuneSource(Props Heartbeat, RetuneIngest Ingest);

/// <summary>
/// One source: its state, its connections, its heartbeat. They begin when it is known what was kept of the state. They
/// depend on each other's memory, so when one fails all of them start over together: with an empty state, which shows that
/// it needs a baseline.
/// </summary>
internal sealed class SourceActor : ReceiveActor, IWithTimers
{
    private const int MaxFailures = 10;
    private static readonly TimeSpan FailureWindow = TimeSpan.FromMinutes(1);

    // The recovery has a shorter limit; this one is for an actor that fails to report even that.
    private static readonly TimeSpan MaxRecovery = TimeSpan.FromSeconds(6);

    private SourceProps _props;
    private readonly ILogger _log;
    private readonly List<IActorRef> _awaitingBegin = [];
    private IActorRef _state = ActorRefs.Nobody;
    private IActorRef _ingest = ActorRefs.Nobody;
    private bool _begun;
    private IActorRef _heartbeat = ActorRefs.Nobody;

    /// <summary>Runs the source of <paramref name="props"/>.</summary>
    public SourceActor(SourceProps props, ILogger log)
    {
        (_props, _log) = (props, log);
        Receive<RequestResync>(request =>
        {
            _state.Tell(new RaiseNeed(request.Reason), Sender);
            _ingest.Forward(request);
        });
        Receive<StartSource>(OnStart);
        Receive<StateRecovered>(recovered => Begin(recovered.Stored));
        Receive<RecoveryTimedOut>(_ => Begin(null));
        Receive<AwaitBegin>(_ => OnAwaitBegin());
        Receive<RetuneSource>(OnRetune);
        Receive<Terminated>(dead => dead.ActorRef.Equals(_ingest), _ => OnGivenUp());
        Receive<Terminated>(_ => { });
    }

    /// <inheritdoc/>
    public ITimerScheduler Timers { get; set; } = null!;

    /// <inheritdoc/>
    protected override void PreStart()
    {
        if (_props.Restore is null) Begin(null);
        else Timers.StartSingleTimer(nameof(RecoveryTimedOut), RecoveryTimedOut.Instance, MaxRecovery);
    }

    /// <inheritdoc/>
    protected override SupervisorStrategy SupervisorStrategy() =>
        new AllForOneStrategy(MaxFailures, FailureWindow, static _ => Directive.Restart);

    // What comes of the previous run once this one has begun would undo it.
    private void Begin(StoredState? stored)
    {
        if (_begun) return;
        _begun = true;
        Timers.Cancel(nameof(RecoveryTimedOut));
        StartChildren(stored);
        foreach (var awaiting in _awaitingBegin) AnswerFromState(awaiting);
        _awaitingBegin.Clear();
    }

    private void StartChildren(StoredState? stored)
    {
        _state = Context.ActorOf(_props.State);
        ResumePoint? resume = null;
        if (stored is not null && _props.Restore?.Invoke(stored) is { } restored)
        {
            // In the state's mailbox before the connection exists that could send it anything.
            _state.Tell(restored);
            resume = new ResumePoint(restored.LastEventId, restored.State.Need.IsNeeded, restored.State.FullCount);
            _log.LogInformation(
                "{Source} goes on with its kept state: generation {Generation}, {Panels} panels, after event {EventId}, {Need:l}",
                _props.Name, (object?)restored.State.Generation ?? "unknown", restored.State.Status?.Count ?? 0,
                restored.LastEventId?.ToString() ?? "unknown", restored.State.Need.IsNeeded ? "which needs a baseline" : "complete");
        }

        _ingest = Context.Watch(Context.ActorOf(_props.Ingest(_state, resume)));
        _heartbeat = Context.ActorOf(_props.Heartbeat);
    }

    private void OnAwaitBegin()
    {
        if (_begun) AnswerFromState(Sender);
        else _awaitingBegin.Add(Sender);
    }

    // The answer comes after everything that is in the state's mailbox now.
    private void AnswerFromState(IActorRef awaiting) => _state.Tell(new Identify(null), awaiting);

    private void OnStart(StartSource start)
    {
        if (!_begun) return;
        if (_ingest.IsNobody()) StartChildren(null);
        else _ingest.Forward(start);
    }

    private void OnRetune(RetuneSource retune)
    {
        _props = _props with { Heartbeat = retune.Heartbeat };
        if (_ingest.IsNobody()) return;
        _ingest.Tell(retune.Ingest);
        Context.Stop(_heartbeat);
        _heartbeat = Context.ActorOf(_props.Heartbeat);
    }

    private void OnGivenUp()
    {
        foreach (var child in Context.GetChildren()) Context.Stop(child);
        _ingest = ActorRefs.Nobody;
        _props.Connection.GiveUp("the source failed inside too often; see the log");
        _log.LogError(
            "{Source} failed more than {Failures} times within {Window}; it stays stopped until it is started again",
            _props.Name, MaxFailures, FailureWindow);
    }

    private sealed record RecoveryTimedOut
    {
        public static readonly RecoveryTimedOut Instance = new();
    }
}
