using Akka.Actor;
using Akka.Pattern;
using Akka.Persistence;
using PanelActors.Sources;
using PanelActors.State;
using PanelActors.Telemetry;

namespace PanelActors.Persistence;

/// <summary>What one source's state is kept by.</summary>
/// <param name="Board">Where the source shows its state.</param>
/// <param name="Origin">Which feed it is: see <see cref="StoredState.OriginOf"/>.</param>
/// <param name="Interval">How often a changed state is saved.</param>
/// <param name="Database">Name of the database, for people.</param>
internal sealed record StateKeeping(StoreBoard Board, string Origin, TimeSpan Interval, string Database);

/// <summary>
/// Keeps one source's state: offers what was kept to its owner at the start, then saves what the board shows, state and
/// event id of one moment, whenever it changed. Snapshots only, no journal: they all have sequence number 0, so that the
/// one row of the source is replaced, as a whole or not at all.
/// </summary>
internal sealed class StatePersistenceActor : ReceivePersistentActor, IWithTimers
{
    private readonly StateKeeping _keeping;
    private readonly IActorRef _owner;
    private readonly SourceMetrics _metrics;
    private readonly LogThrottle _throttle;
    private readonly ILogger _log;
    private readonly List<IActorRef> _waiting = [];
    private readonly List<IActorRef> _served = [];
    private StoredState? _recovered;
    private PanelState? _saved;
    private PanelState? _saving;

    /// <summary>Keeps the state of a source, and tells <paramref name="owner"/> what was kept of it.</summary>
    public StatePersistenceActor(StateKeeping keeping, IActorRef owner, SourceMetrics metrics, LogThrottle throttle, ILogger log)
    {
        (_keeping, _owner, _metrics, _throttle, _log) = (keeping, owner, metrics, throttle, log);
        Recover<SnapshotOffer>(offer => _recovered = Read(offer.Snapshot));
        Recover<RecoveryCompleted>(_ => OnRecovered());
        Command<SaveTick>(_ => Save());
        Command<SaveNow>(_ => OnSaveNow());
        Command<SaveSnapshotSuccess>(_ => OnSaved());
        Command<SaveSnapshotFailure>(failure => OnFailed(failure.Cause));
        Command<SavedByAnother>(_ => OnSavedByAnother());
    }

    /// <summary>
    /// One that is started again an interval after it could not recover, or failed. It saves from then on; what it
    /// recovers then is of no more use to its owner.
    /// </summary>
    public static Props PropsOf(StateKeeping keeping, IActorRef owner, SourceMetrics metrics, LogThrottle throttle, ILogger log)
    {
        var actor = Props.Create(() => new StatePersistenceActor(keeping, owner, metrics, throttle, log));
        return BackoffSupervisor.Props(
            Backoff.OnStop(actor, "keeper", keeping.Interval, keeping.Interval, randomFactor: 0, maxNrOfRetries: -1)
                .WithSupervisorStrategy(new OneForOneStrategy(static _ => Directive.Stop))
                .WithReplyWhileStopped(SaveDone.Instance));
    }

    /// <inheritdoc/>
    public override string PersistenceId => $"state-{_keeping.Board.Name}";

    /// <inheritdoc/>
    public ITimerScheduler Timers { get; set; } = null!;

    // Akka stops an actor that cannot recover; whoever supervises this one starts it again after a while.
    /// <inheritdoc/>
    protected override void OnRecoveryFailure(Exception reason, object message)
    {
        Note("cannot be read", WhyOf(reason));
        _owner.Tell(new StateRecovered(null));
    }

    private void OnRecovered()
    {
        _owner.Tell(new StateRecovered(_recovered));
        _recovered = null;
        Timers.StartPeriodicTimer(nameof(SaveTick), SaveTick.Instance, _keeping.Interval);
    }

    private StoredState? Read(object snapshot)
    {
        StoredState? stored = null;
        var fault = snapshot is byte[] bytes ? StateCodec.Decode(bytes, out stored) : StateFault.NotAState;
        if (fault != StateFault.None)
        {
            _log.LogWarning(
                "What {Database} keeps of {Source} cannot be used ({Fault}): it starts cold", _keeping.Database, _keeping.Board.Name, fault);
            return null;
        }

        if (stored!.Origin == _keeping.Origin) return stored;
        _log.LogInformation("{Source} has another address than the feed whose state was kept: it starts cold", _keeping.Board.Name);
        return null;
    }

    private void OnSaveNow()
    {
        _waiting.Add(Sender);
        Save();
    }

    private void Save()
    {
        // What is under way may be older than what is asked for now: those who ask wait for the next round.
        if (_saving is not null) return;
        _served.AddRange(_waiting);
        _waiting.Clear();
        var shown = _keeping.Board.Current;
        // A store to which nothing ever happened has nothing worth keeping, and what was kept may be better.
        if (shown.State.UiGeneration == 0 || ReferenceEquals(shown.State, _saved))
        {
            AnswerServed();
        }
        else if (!StateCodec.Fits(shown.State))
        {
            Note("cannot be saved", $"it is larger than {StateCodec.MaxSize >> 20} MiB", kind: $"too large: {_keeping.Board.Name}");
            AnswerServed();
        }
        else
        {
            _saving = shown.State;
            SaveSnapshot(StateCodec.Encode(new StoredState(shown.State, shown.LastEventId, _keeping.Origin) { Baselines = shown.Baselines }));
        }
    }

    private void OnSaved()
    {
        _saved = _saving;
        EndRound();
    }

    private void OnFailed(Exception cause)
    {
        Note("cannot be saved", WhyOf(cause));
        EndRound();
    }

    private void EndRound()
    {
        _saving = null;
        AnswerServed();
        if (_waiting.Count > 0) Save();
    }

    private void AnswerServed()
    {
        foreach (var waiting in _served) waiting.Tell(SaveDone.Instance);
        _served.Clear();
    }

    // Saving goes on: which of the two a restart takes up is what people have to be told.
    private void OnSavedByAnother()
    {
        if (!_throttle.TryPass(nameof(SavedByAnother), out var heldBack)) return;
        _log.LogWarning(
            "Another process saves the state of {Source} into {Database:l}, and a restart takes up whichever came last: "
                + "give each its own{More:l}",
            _keeping.Board.Name, _keeping.Database, LogThrottle.More(heldBack));
    }

    private static string WhyOf(Exception fault) => fault.GetBaseException() switch
    {
        OperationCanceledException or TimeoutException => $"it did not answer within {PanelSnapshotStore.LongestWork.TotalSeconds:0} s",
        var cause => cause.Message.ReplaceLineEndings(" "),
    };

    private void Note(string what, string why, string? kind = null)
    {
        _metrics.AddPersistenceFailure();
        if (!_throttle.TryPass(kind ?? what, out var heldBack)) return;
        _log.LogWarning(
            "The state of {Source} {What:l} ({Database:l}: {Why:l}){More:l}",
            _keeping.Board.Name, what, _keeping.Database, why, LogThrottle.More(heldBack));
    }

    private sealed record SaveTick
    {
        public static readonly SaveTick Instance = new();
    }
}
