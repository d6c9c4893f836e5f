using System.Collections.Immutable;
using Akka.Actor;
using PanelActors.Configuration;
using PanelActors.Sources.Supervision;
using PanelActors.State;
using PanelActors.Telemetry;

namespace PanelActors.Sources;

/// <summary>Restores the state of the previous run, before the first batch comes.</summary>
/// <param name="State">The state.</param>
/// <param name="LastEventId">The event id that belongs to it.</param>
/// <param name="Baselines">The baselines by which the feed's replays are recognised.</param>
internal sealed record RestoreState(PanelState State, EventId? LastEventId, ImmutableArray<SeenBaseline> Baselines = default);

/// <summary>
/// Owns one source's state: everything that changes it passes through this mailbox, one message at a time. A batch is
/// applied as a whole, shown on the board once, reported to the supervisor and answered with one ack. What a feed only replays is
/// gathered over many batches, and shown and reported when it is whole.
/// </summary>
internal sealed class PanelStateActor : ReceiveActor, IWithTimers
{
    private readonly StoreBoard _board;
    private readonly TimeProvider _time;
    private readonly SourceMetrics _metrics;
    private readonly StateLog _log;
    private readonly BatchApplier _applier;
    private readonly SummaryReplay _replay;
    private PanelState _state = PanelState.Initial;
    private EventId? _lastEventId;
    private IncomingStream _stream = IncomingStream.None;

    /// <summary>Owns the state that <paramref name="board"/> shows.</summary>
    public PanelStateActor(
        StoreBoard board, StateLimits limits, TimeProvider time, SourceMetrics metrics, LogThrottle throttle, ILogger log)
    {
        (_board, _time, _metrics) = (board, time, metrics);
        _log = new StateLog(board.Name, throttle, time, log);
        _applier = new BatchApplier(limits, metrics, _log);
        _replay = new SummaryReplay(time);
        Receive<BatchesStarted>(OnStarted);
        Receive<EventBatch>(OnBatch);
        Receive<RestoreState>(OnRestore);
        Receive<RaiseNeed>(OnNeed);
        Receive<BatchesEnded>(OnEnded);
        Receive<ReplayPaused>(paused => paused.Attempt == _stream.Attempt, _ => ShowReplay(_replay.Close(_state)));
        Receive<ReplayPaused>(_ => { });
    }

    /// <inheritdoc/>
    public ITimerScheduler Timers { get; set; } = null!;

    // A new incarnation knows nothing, and shows that it knows nothing.
    /// <inheritdoc/>
    protected override void PreStart() => _board.Publish(_state);

    private void OnRestore(RestoreState restored)
    {
        (_state, _lastEventId) = (restored.State, restored.LastEventId);
        _applier.Restore(restored.LastEventId, restored.Baselines.IsDefault ? [] : restored.Baselines);
        _board.Publish(_state, _lastEventId, baselines: _applier.Baselines);
    }

    private void OnStarted(BatchesStarted started)
    {
        Follow(_stream.After(started));
        Sender.Tell(BatchAck.Instance);
    }

    private void OnNeed(RaiseNeed need)
    {
        _replay.RaiseNeed(need.Reason);
        Show(_state.RaiseNeed(need.Reason));
    }

    private void OnEnded(BatchesEnded ended)
    {
        if (ended.Attempt == _stream.Attempt) ShowReplay(_replay.End(_state, ended.IsBroken));
        ended.Taken.TrySetResult();
    }

    private void OnBatch(EventBatch batch)
    {
        Follow(_stream.After(batch));
        // A connection that was given up may still have had a batch on its way here.
        if (batch.Attempt == _stream.Attempt) Apply(batch);
        Sender.Tell(BatchAck.Instance);
    }

    private void Follow(IncomingStream next)
    {
        if (next.Attempt != _stream.Attempt) _replay.Reset();
        _stream = next;
    }

    private void Apply(EventBatch batch)
    {
        var started = _time.GetTimestamp();
        var now = _time.GetUtcNow();
        (_stream, var state) = _stream.Judge(batch, _state);
        var events = batch.Events;
        if (_replay.Concerns(batch)) (state, events) = _replay.Take(batch, state);
        var dropped = state.DiffDroppedCount;
        var steps = _board.IsFollowed ? new List<PanelState>(batch.Events.Count) : null;
        var outcome = _applier.Apply(state, events, now, batch.UpstreamNow ?? now, _replay.IsOpen, steps);

        _lastEventId = batch.LastEventId;
        if (_replay.IsOpen) Hold(outcome);
        else Show(outcome.State, steps);
        if (batch.Events.Count > 0) _metrics.RecordApply(_time.GetElapsedTime(started));
        var report = Report(batch.Dialect == Dialect.Summary ? FeedFaults.Of(_state.Need) : null);
        batch.Supervisor.Tell(report with
        {
            Applied = _replay.IsOpen ? 0 : outcome.Applied,
            News = _replay.IsOpen ? 0 : outcome.News,
            DiffsDropped = _replay.IsOpen ? 0 : (int)(_state.DiffDroppedCount - dropped),
            Retry = batch.Retry,
            Events = batch.Events.Count,
            Fault = outcome.Fault ?? report.Fault,
        });
        if (_replay.IsOpen && _replay.Wait == TimeSpan.Zero) ShowReplay(_replay.Close(_state));
    }

    private void Hold(BatchOutcome outcome)
    {
        _replay.Hold(outcome.State, outcome.Applied);
        Timers.StartSingleTimer(nameof(ReplayPaused), new ReplayPaused(_stream.Attempt), _replay.Wait);
    }

    private void ShowReplay(ReplayOutcome? outcome)
    {
        Timers.Cancel(nameof(ReplayPaused));
        if (outcome is not { } replayed) return;
        if (replayed.HasRestarted) _log.PublisherRestarted();
        var dropped = _state.DiffDroppedCount;
        Show(replayed.State);
        replayed.Supervisor.Tell(Report(FeedFaults.Of(_state.Need)) with
        {
            Applied = replayed.Applied,
            DiffsDropped = (int)(_state.DiffDroppedCount - dropped),
        });
    }

    // A fault behind the need is one that no new baseline meets for long.
    private BatchApplied Report(string? fault) => new(
        _stream.Attempt, 0, _lastEventId, null, _state.Need.IsNeeded, _state.FullCount, _state.Need.MayBeBacklog)
    {
        Fault = fault,
        ResyncIsFutile = fault is not null,
    };

    private void Show(PanelState state, IReadOnlyList<PanelState>? steps = null)
    {
        _log.Changed(_state, state);
        if (ReferenceEquals(state, _state)) return;
        _state = state;
        _board.Publish(state, _lastEventId, steps, _applier.Baselines);
    }

    private sealed record ReplayPaused(int Attempt);
}
