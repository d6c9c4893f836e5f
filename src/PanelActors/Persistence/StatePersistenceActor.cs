using Akka.Actor;
using Akka.Pattern;
using Akka.Persistence;
using PanelActors.Sources;
using PanelActors.State;
using PanelActors.Telemetry;

namespace PanelActors.Persistence;

/// <summary>
/// Saves one source's state: sends its owner what the previous run saved, then saves what the board shows, state and event id of one
/// moment, whenever it has changed. Snapshots only, no journal: they all have sequence number 0, so that the one row of the source is
/// replaced, as a whole or not at all.
/// </summary>
internal sealed class StatePersistenceActor : ReceivePersistentActor, IWithTimers
{
    private readonly StatePersistenceSettings _settings;
    private readonly IActorRef _owner;
    private readonly SourceMetrics _metrics;
    private readonly LogThrottle _throttle;
    private readonly ILogger _log;
    private readonly List<IActorRef> _waiting = [];
    private readonly List<IActorRef> _served = [];
    private StoredState? _recovered;
    private PanelState? _saved;
    private PanelState? _saving;

    public StatePersistenceActor(
        StatePersistenceSettings settings, IActorRef owner, SourceMetrics metrics, LogThrottle throttle, ILogger log)
    {
        (_settings, _owner, _metrics, _throttle, _log) = (settings, owner, metrics, throttle, log);
        Recover<SnapshotOffer>(offer => _recovered = Read(offer.Snapshot));
        Recover<RecoveryCompleted>(_ => OnRecovered());
        Command<SaveTick>(_ => Save());
        Command<SaveNow>(_ => OnSaveNow());
        Command<SaveSnapshotSuccess>(_ => OnSaved());
        Command<SaveSnapshotFailure>(failure => OnFailed(failure.Cause));
        Command<SavedByAnother>(_ => OnSavedByAnother());
    }

    /// <summary>
    /// An actor that starts again an interval after it could not recover, or failed. It saves from then on; what it recovers then comes too
    /// late for its owner.
    /// </summary>
    public static Props PropsOf(
        StatePersistenceSettings settings, IActorRef owner, SourceMetrics metrics, LogThrottle throttle, ILogger log)
    {
        var actor = Props.Create(() => new StatePersistenceActor(settings, owner, metrics, throttle, log));
        return BackoffSupervisor.Props(
            Backoff.OnStop(actor, "persistence", settings.Interval, settings.Interval, randomFactor: 0, maxNrOfRetries: -1)
                .WithSupervisorStrategy(new OneForOneStrategy(static _ => Directive.Stop))
                .WithReplyWhileStopped(SaveDone.Instance));
    }

    /// <inheritdoc/>
    public override string PersistenceId => $"state-{_settings.Board.Name}";

    /// <inheritdoc/>
    public ITimerScheduler Timers { get; set; } = null!;

    // Akka stops an actor that cannot recover; its supervisor starts it again after the interval.
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
        Timers.StartPeriodicTimer(nameof(SaveTick), SaveTick.Instance, _settings.Interval);
    }

    private StoredState? Read(object snapshot)
    {
        StoredState? stored = null;
        var fault = snapshot is byte[] bytes ? StateCodec.Decode(bytes, out stored) : StateFault.NotAState;
        if (fault != StateFault.None)
        {
            _log.LogWarning(
                "The state of {Source} that {Database} has cannot be used ({Fault}): it starts cold",
                _settings.Board.Name, _settings.Database, fault);
            return null;
        }

        if (stored!.Origin == _settings.Origin) return stored;
        _log.LogInformation("{Source} has another address than the feed whose state was saved: it starts cold", _settings.Board.Name);
        return null;
    }

    private void OnSaveNow()
    {
        _waiting.Add(Sender);
        Save();
    }

    private void Save()
    {
        // The save under way may be of an older state than is asked for now: that request waits for the next round.
        if (_saving is not null) return;
        _served.AddRange(_waiting);
        _waiting.Clear();
        var shown = _settings.Board.Current;
        // A store to which nothing ever happened has nothing worth saving, and what was saved before may be better.
        if (shown.State.UiGeneration == 0 || ReferenceEquals(shown.State, _saved))
        {
            AnswerServed();
        }
        else if (!StateCodec.Fits(shown.State))
        {
            Note("cannot be saved", $"it is larger than {StateCodec.MaxSize >> 20} MiB", kind: $"too large: {_settings.Board.Name}");
            AnswerServed();
        }
        else
        {
            _saving = shown.State;
            var stored = new StoredState(shown.State, shown.LastEventId, _settings.Origin) { Baselines = shown.Baselines };
            SaveSnapshot(StateCodec.Encode(stored));
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

    // Saving goes on: which of the two states a restart restores is what operators have to know.
    private void OnSavedByAnother()
    {
        if (!_throttle.TryPass(nameof(SavedByAnother), out var heldBack)) return;
        _log.LogWarning(
            "Another process saves the state of {Source} into {Database:l}, and a restart restores the one that came last: "
                + "give each its own{More:l}",
            _settings.Board.Name, _settings.Database, LogThrottle.More(heldBack));
    }

    private static string WhyOf(Exception fault) => fault.GetBaseException() switch
    {
        OperationCanceledException or TimeoutException => $"it did not answer within {PanelSnapshotStore.MaxWork.TotalSeconds:0} s",
        var cause => cause.Message.ReplaceLineEndings(" "),
    };

    private void Note(string what, string why, string? kind = null)
    {
        _metrics.AddPersistenceFailure();
        if (!_throttle.TryPass(kind ?? what, out var heldBack)) return;
        _log.LogWarning(
            "The state of {Source} {What:l} ({Database:l}: {Why:l}){More:l}",
            _settings.Board.Name, what, _settings.Database, why, LogThrottle.More(heldBack));
    }

    private sealed record SaveTick
    {
        public static readonly SaveTick Instance = new();
    }
}
