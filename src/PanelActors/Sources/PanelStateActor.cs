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
    private readonly SourceState _source;
    private readonly ISourceRecorder? _recorder;
    private PanelState _shown = PanelState.Initial;

    /// <summary>Owns the state that <paramref name="board"/> shows.</summary>
    public PanelStateActor(
        StoreBoard board, StateLimits limits, TimeProvider time, SourceMetrics metrics, LogThrottle throttle, ILogger log,
        ISourceRecorder? recorder = null)
    {
        (_board, _time, _metrics, _recorder) = (board, time, metrics, recorder);
        _log = new StateLog(board.Name, throttle, time, log);
        _source = new SourceState(limits, time, new SourceAccounts(metrics, _log));
        Receive<BatchesStarted>(OnStarted);
        Receive<EventBatch>(OnBatch);
        Receive<RestoreState>(OnRestore);
        Receive<RaiseNeed>(OnNeed);
        Receive<BatchesEnded>(OnEnded);
        Receive<ReplayPaused>(paused => paused.Attempt == _source.Attempt, _ => OnPaused());
        Receive<ReplayPaused>(_ => { });
    }

    /// <inheritdoc/>
    public ITimerScheduler Timers { get; set; } = null!;

    // A new incarnation knows nothing, and shows that it knows nothing.
    /// <inheritdoc/>
    protected override void PreStart()
    {
        _recorder?.Restart();
        _board.Publish(_shown);
    }

    private void OnRestore(RestoreState restored)
    {
        _source.Restore(restored);
        _shown = _source.State;
        _board.Publish(_shown, _source.LastEventId, baselines: _source.Baselines);
    }

    private void OnStarted(BatchesStarted started)
    {
        Mark();
        Note(now => new SourceItem.Started(now, started));
        _source.Start(started);
        Sender.Tell(BatchAck.Instance);
    }

    private void OnNeed(RaiseNeed need)
    {
        Mark();
        Note(now => new SourceItem.Need(now, need.Reason));
        _source.RaiseNeed(need.Reason);
        Show();
    }

    private void OnEnded(BatchesEnded ended)
    {
        var now = _time.GetUtcNow();
        _recorder?.Note(new SourceItem.Ended(now, ended.Attempt, ended.IsBroken));
        if (ended.Attempt == _source.Attempt) ShowReplay(_source.End(ended.Attempt, ended.IsBroken, now));
        ended.Taken.TrySetResult();
    }

    private void OnPaused()
    {
        var now = _time.GetUtcNow();
        _recorder?.Note(new SourceItem.Paused(now, _source.Attempt));
        ShowReplay(_source.Pause(_source.Attempt, now));
    }

    private void OnBatch(EventBatch batch)
    {
        Mark();
        Apply(batch);
        Sender.Tell(BatchAck.Instance);
    }

    private void Apply(EventBatch batch)
    {
        var applying = batch.Trace?.Begin("apply");
        var started = _time.GetTimestamp();
        var now = _time.GetUtcNow();
        var steps = _board.IsFollowed ? new List<PanelState>(batch.Events.Count) : null;
        // A connection that was given up may still have had a batch on its way here.
        if (_source.Take(batch, now, steps) is not { } outcome)
        {
            applying?.End();
            return;
        }

        _recorder?.Note(ItemOf(batch, now));
        var dropped = _shown.DiffDroppedCount;
        var isHidden = _source.IsGathering;
        if (isHidden) Timers.StartSingleTimer(nameof(ReplayPaused), new ReplayPaused(_source.Attempt), _source.Wait);
        else Show(steps, batch.Trace);
        if (applying is not null) End(applying, outcome);
        if (batch.Events.Count > 0) _metrics.RecordApply(_time.GetElapsedTime(started));
        var report = Report(batch.Dialect == Dialect.Summary ? FeedFaults.Of(_shown.Need) : null);
        batch.Supervisor.Tell(report with
        {
            Applied = isHidden ? 0 : outcome.Applied,
            News = isHidden ? 0 : outcome.News,
            DiffsDropped = isHidden ? 0 : (int)(_shown.DiffDroppedCount - dropped),
            Retry = batch.Retry,
            Events = batch.Events.Count,
            Fault = outcome.Fault ?? report.Fault,
        });
        if (isHidden && _source.Wait == TimeSpan.Zero) OnPaused();
    }

    private void ShowReplay(ReplayOutcome? outcome)
    {
        Timers.Cancel(nameof(ReplayPaused));
        if (outcome is not { } replayed) return;
        if (replayed.HasRestarted) _log.PublisherRestarted();
        var dropped = _shown.DiffDroppedCount;
        Show();
        replayed.Supervisor.Tell(Report(FeedFaults.Of(_shown.Need)) with
        {
            Applied = replayed.Applied,
            DiffsDropped = (int)(_shown.DiffDroppedCount - dropped),
        });
    }

    // A fault behind the need is one that no new baseline meets for long.
    private BatchApplied Report(string? fault) => new(
        _source.Attempt, 0, _source.LastEventId, null, _shown.Need.IsNeeded, _shown.FullCount, _shown.Need.MayBeBacklog)
    {
        Fault = fault,
        ResyncIsFutile = fault is not null,
    };

    private void Show(IReadOnlyList<PanelState>? steps = null, DataTrace? trace = null)
    {
        var state = _source.State;
        _log.Changed(_shown, state);
        if (ReferenceEquals(state, _shown)) return;
        _shown = state;
        _board.Publish(new StoreSnapshot(state, _board.NextVersion, _source.LastEventId, _source.Baselines) { Trace = trace }, steps);
    }

    private void End(DataSpan applying, BatchOutcome outcome)
    {
        applying.Tag("panelactors.store", _board.Name.Text);
        applying.Tag("panelactors.applied", outcome.Applied);
        applying.End();
    }

    // Before what comes next changes anything.
    private void Mark()
    {
        if (_recorder is { WantsMark: true } recorder && _source.Mark is { } mark)
            recorder.Note(new SourceItem.Mark(_time.GetUtcNow(), mark));
    }

    private void Note(Func<DateTimeOffset, SourceItem> itemAt) => _recorder?.Note(itemAt(_time.GetUtcNow()));

    private static SourceItem ItemOf(EventBatch batch, DateTimeOffset now)
    {
        var ahead = batch.UpstreamNow - now;
        return batch.Document is { } document
            ? new SourceItem.Fetched(now, batch.Attempt, document, batch.LastEventId, ahead)
            : new SourceItem.Read(now, batch.Attempt, batch.Chunk, ahead);
    }

    private sealed record ReplayPaused(int Attempt);
}
