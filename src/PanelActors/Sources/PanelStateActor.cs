using System.Collections.Immutable;
using Akka.Actor;
using PanelActors.Configuration;
using PanelActors.Protocol;
using PanelActors.State;
using PanelActors.Telemetry;

namespace PanelActors.Sources;

/// <summary>Asks for a new baseline of a store, for a reason that its state is to show.</summary>
internal sealed record RequestFull(string Reason);

/// <summary>Takes up a state of a former life of the process, before the first batch comes.</summary>
/// <param name="State">The state.</param>
/// <param name="LastEventId">The event id that belongs to it.</param>
/// <param name="Baselines">The baselines by which the feed's replays are recognised.</param>
internal sealed record TakeUpState(PanelState State, EventId? LastEventId, ImmutableArray<SeenBaseline> Baselines = default);

/// <summary>
/// Owns one source's state: everything that changes it passes through this mailbox, one message at a time. A batch is
/// applied as a whole, shown on the board once, reported to the ingest and answered with one ack. What a feed only replays is
/// gathered over many batches, and shown and reported when it is whole.
/// </summary>
internal sealed class PanelStateActor : ReceiveActor, IWithTimers
{
    private readonly StoreBoard _board;
    private readonly StateLimits _limits;
    private readonly TimeProvider _time;
    private readonly SourceMetrics _metrics;
    private readonly LogThrottle _throttle;
    private readonly LogThrottle _needThrottle;
    private readonly ILogger _log;
    private readonly ReplayDetector _replays = new();
    private readonly SummaryReplay _replay;
    private PanelState _state = PanelState.Initial;
    private EventId? _lastEventId;
    private EventId? _resumedAfter;
    private BatchesStarted? _replacement;
    private int _attempt;
    private bool _isFirstEvent;

    /// <summary>Owns the state that <paramref name="board"/> shows.</summary>
    public PanelStateActor(StoreBoard board, StateLimits limits, TimeProvider time, SourceMetrics metrics, LogThrottle throttle, ILogger log)
    {
        (_board, _limits, _time, _metrics, _throttle, _log) = (board, limits, time, metrics, throttle, log);
        // A feed that keeps breaking and mending itself gets its say, but not the whole log.
        _needThrottle = new LogThrottle(time, TimeSpan.FromSeconds(1));
        _replay = new SummaryReplay(time);
        Receive<BatchesStarted>(OnStarted);
        Receive<EventBatch>(OnBatch);
        Receive<TakeUpState>(OnTakeUp);
        Receive<RaiseNeed>(need => OnNeed(need.Reason));
        Receive<RequestFull>(request => OnNeed(request.Reason));
        Receive<BatchesEnded>(OnEnded);
        Receive<ReplayPaused>(paused => paused.Attempt == _attempt, _ => ShowReplay(_replay.Close(_state)));
        Receive<ReplayPaused>(_ => { });
    }

    /// <inheritdoc/>
    public ITimerScheduler Timers { get; set; } = null!;

    // A new incarnation knows nothing, and shows that it knows nothing.
    /// <inheritdoc/>
    protected override void PreStart() => _board.Publish(_state);

    private void OnTakeUp(TakeUpState taken)
    {
        (_state, _lastEventId) = (taken.State, taken.LastEventId);
        _replays.Restore(taken.LastEventId, taken.Baselines.IsDefault ? [] : taken.Baselines);
        _board.Publish(_state, _lastEventId, baselines: _replays.Baselines);
    }

    private void OnStarted(BatchesStarted started)
    {
        if (started.Attempt > _attempt)
        {
            if (started.IsReplacement) _replacement = started;
            else TakeOver(started);
        }

        Sender.Tell(BatchAck.Instance);
    }

    private void TakeOver(BatchesStarted started)
    {
        (_attempt, _resumedAfter, _replacement, _isFirstEvent) = (started.Attempt, started.ResumedAfter, null, true);
        _replay.Reset();
    }

    private void OnNeed(string reason)
    {
        _replay.RaiseNeed(reason);
        Show(_state.RaiseNeed(reason));
    }

    private void OnEnded(BatchesEnded ended)
    {
        if (ended.Attempt == _attempt) ShowReplay(_replay.End(_state, ended.IsBroken));
        ended.Taken.TrySetResult();
    }

    private void OnBatch(EventBatch batch)
    {
        // A replacement may yet be refused while the connection before it goes on: it counts from the first thing it brings.
        if (_replacement is { } replacement && replacement.Attempt == batch.Attempt) TakeOver(replacement);
        // A connection that was given up may still have had a batch on its way here.
        if (batch.Attempt == _attempt) Apply(batch);
        Sender.Tell(BatchAck.Instance);
    }

    private void Apply(EventBatch batch)
    {
        var started = _time.GetTimestamp();
        var now = _time.GetUtcNow();
        var state = WithoutOtherRelay(batch, AfterResuming(batch));
        var events = batch.Events;
        if (_replay.Concerns(batch)) (state, events) = _replay.Take(batch, state);
        var (applied, news) = (0, 0);
        string? unmended = null;
        var dropped = state.DiffDroppedCount;
        var (type, run) = ("", 0);
        var steps = _board.IsFollowed ? new List<PanelState>(batch.Events.Count) : null;
        foreach (var panelEvent in events)
        {
            var latency = LatencyOf(panelEvent, batch.UpstreamNow ?? now);
            panelEvent.IsReplay = _replays.IsReplay(panelEvent);
            var transition = state.Apply(panelEvent, now, _limits);
            state = transition.State;
            if (transition.Outcome.Kind == OutcomeKind.Applied) steps?.Add(state);
            // Events of a type come in runs, and counting a run costs what counting an event does.
            if (run > 0 && !ReferenceEquals(type, panelEvent.Type))
            {
                _metrics.Events.Add(type, amount: run);
                run = 0;
            }

            if (panelEvent is not LostEvent) (type, run) = (panelEvent.Type, run + 1);
            // What is replayed is older than what is held, and differs from it for that reason alone.
            if (transition.Diverged > 0 && !_replay.IsOpen) _metrics.Divergences.Add(panelEvent is PanelFullEvent ? "baseline" : "diff", amount: transition.Diverged);
            if (transition.Outcome.Kind == OutcomeKind.Applied)
            {
                applied++;
                if (!panelEvent.IsReplay && panelEvent is not PanelFullEvent) news++;
                if (latency is { } known) _metrics.RecordLatency(known);
            }
            else if (transition.Outcome.Kind != OutcomeKind.Noted)
            {
                NoteUnapplied(panelEvent, transition.Outcome);
                unmended = FeedFaults.Of(transition.Outcome.Reason!) ?? unmended;
            }
        }

        if (run > 0) _metrics.Events.Add(type, amount: run);
        _lastEventId = batch.LastEventId;
        if (_replay.IsOpen) Hold(state, applied);
        else Show(state, steps);
        if (batch.Events.Count > 0) _metrics.RecordApply(_time.GetElapsedTime(started));
        var fault = batch.Dialect == Dialect.Summary ? FeedFaults.Of(_state.Need) : null;
        batch.Supervisor.Tell(new BatchApplied(
            batch.Attempt, _replay.IsOpen ? 0 : applied, batch.LastEventId, batch.Retry, _state.Need.IsNeeded, _state.FullCount,
            _state.Need.MayBeBacklog, _replay.IsOpen ? 0 : (int)(_state.DiffDroppedCount - dropped))
        {
            Events = batch.Events.Count,
            News = _replay.IsOpen ? 0 : news,
            Fault = unmended ?? fault,
            ResyncIsFutile = fault is not null,
        });
        if (_replay.IsOpen && _replay.Wait == TimeSpan.Zero) ShowReplay(_replay.Close(_state));
    }

    private void Hold(PanelState state, int applied)
    {
        _replay.Hold(state, applied);
        Timers.StartSingleTimer(nameof(ReplayPaused), new ReplayPaused(_attempt), _replay.Wait);
    }

    private void ShowReplay(ReplayOutcome? outcome)
    {
        Timers.Cancel(nameof(ReplayPaused));
        if (outcome is not { } replayed) return;
        if (replayed.IsNewLife) _log.LogInformation("{Source}: the publisher began anew", _board.Name);
        var dropped = _state.DiffDroppedCount;
        Show(replayed.State);
        var fault = FeedFaults.Of(_state.Need);
        replayed.Supervisor.Tell(new BatchApplied(
            _attempt, replayed.Applied, _lastEventId, null, _state.Need.IsNeeded, _state.FullCount,
            _state.Need.MayBeBacklog, (int)(_state.DiffDroppedCount - dropped))
        {
            Fault = fault,
            ResyncIsFutile = fault is not null,
        });
    }

    private static TimeSpan? LatencyOf(PanelEvent panelEvent, DateTimeOffset upstreamNow)
    {
        if (double.IsNaN(panelEvent.PublishedAt)) return null;
        var latency = PublishAge.Latency(panelEvent.PublishedAt, upstreamNow);
        panelEvent.Age = PublishAge.Of(latency);
        return latency;
    }

    // A relay says hello before anything else. What one said of itself means nothing for a feed that is none.
    private PanelState WithoutOtherRelay(EventBatch batch, PanelState state)
    {
        if (!_isFirstEvent || batch.Events.Count == 0) return state;
        _isFirstEvent = false;
        return batch.Events[0] is RelayStatusEvent or UnknownEvent { Name: EventTypes.Hello } ? state : state.WithUpstreamHealth(null);
    }

    // Before the batch is applied, so that a baseline in it answers the need at once.
    private PanelState AfterResuming(EventBatch batch)
    {
        if (_resumedAfter is not { } asked || batch.LastEventId == asked) return _state;
        _resumedAfter = null;
        return batch.LastEventId?.IsBelow(asked) == true ? _state.RaiseNeed(FullNeed.ResumeFailed) : _state;
    }

    private void Show(PanelState state, IReadOnlyList<PanelState>? steps = null)
    {
        if (state.Need.IsNeeded && !_state.Need.IsNeeded && _needThrottle.TryPass("needed", out _))
            _log.LogWarning("{Source} needs a new baseline ({Reason})", _board.Name, state.Need.LastReason);
        else if (!state.Need.IsNeeded && _state.Need.IsNeeded && _needThrottle.TryPass("met", out _))
            _log.LogInformation("{Source} has what it needs: generation {Generation}, {Panels} panels", _board.Name, state.Generation, state.Status?.Count);

        if (ReferenceEquals(state, _state)) return;
        _state = state;
        _board.Publish(state, _lastEventId, steps, _replays.Baselines);
    }

    private sealed record ReplayPaused(int Attempt);

    private void NoteUnapplied(PanelEvent panelEvent, EventOutcome outcome)
    {
        var reason = outcome.Reason!;
        if (outcome.Kind == OutcomeKind.Lost) _metrics.Errors.Add(reason);
        else _metrics.Dropped.Add(panelEvent.Type, reason);

        // A replay is the feed repeating itself after a reconnect: counted, and no news.
        // And what a relay says about itself is no fault of a feed that is one.
        if (reason == DropReasons.Replay || panelEvent is UnknownEvent { Name: EventTypes.Hello or EventTypes.Heartbeat or EventTypes.Bye } || !_throttle.TryPass(reason, out var heldBack)) return;
        var more = LogThrottle.More(heldBack);
        var what = panelEvent is UnknownEvent unknown ? LogText.Printable(unknown.Name) : panelEvent.Type;
        if (outcome.Kind == OutcomeKind.Lost)
            _log.LogWarning("{Source} sent a frame that cannot be read ({Reason}){More:l}", _board.Name, reason, more);
        else
            _log.LogWarning("{Source}: {Type} dropped ({Reason}){More:l}", _board.Name, what, reason, more);
    }
}
