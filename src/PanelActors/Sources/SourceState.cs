using System.Collections.Immutable;
using PanelActors.Configuration;
using PanelActors.State;

namespace PanelActors.Sources;

/// <summary>
/// The state of one source, and all that decides what the next batch does to it. Given the same items at the same times it goes through
/// the same states, here and in a replay of a recording. Not safe for concurrent use.
/// </summary>
internal sealed class SourceState(StateLimits limits, TimeProvider time, IEventAccounts accounts)
{
    private readonly BatchApplier _applier = new(limits, accounts);
    private readonly SummaryReplay _replay = new(time);
    private IncomingStream _stream = IncomingStream.None;
    private Dialect _dialect;
    private bool _isWhole = true;

    /// <summary>What readers see.</summary>
    public PanelState State { get; private set; } = PanelState.Initial;

    /// <summary>The event id in force.</summary>
    public EventId? LastEventId { get; private set; }

    /// <summary>The baselines by which the feed's replays are recognised.</summary>
    public ImmutableArray<SeenBaseline> Baselines => _applier.Baselines;

    /// <summary>Number of the connection whose batches count; 0 before the first.</summary>
    public int Attempt => _stream.Attempt;

    /// <summary>Whether a replay of the feed is gathered, of which readers see nothing yet.</summary>
    public bool IsGathering => _replay.IsOpen;

    /// <summary>How long to wait for more before what is gathered is whole; zero where it is over.</summary>
    public TimeSpan Wait => _replay.Wait;

    /// <summary>Where the source stands; null in the middle of an event, of a replay, or of a change of connections.</summary>
    public SourceMark? Mark => !_isWhole || _replay.IsOpen || _stream.IsBeingReplaced
        ? null
        : new SourceMark(
            State, LastEventId, Baselines, _applier.Position, _stream, _replay.Position.Run, _replay.Position.IsGathered, _dialect);

    /// <summary>Goes on where the previous run of the daemon ended.</summary>
    public void Restore(RestoreState restored)
    {
        (State, LastEventId) = (restored.State, restored.LastEventId);
        _applier.Restore(restored.LastEventId, restored.Baselines.IsDefault ? [] : restored.Baselines);
    }

    /// <summary>Goes on exactly where another one stood.</summary>
    public void Resume(SourceMark mark)
    {
        (State, LastEventId, _stream, _dialect, _isWhole) = (mark.State, mark.LastEventId, mark.Stream, mark.Dialect, true);
        _applier.Resume(mark.Replay, mark.Baselines);
        _replay.Resume(mark.Run, mark.IsGathered);
    }

    /// <summary>A connection begins.</summary>
    public void Start(BatchesStarted started) => Follow(_stream.After(started));

    /// <summary>Raises a need, also in what readers do not see yet.</summary>
    public void RaiseNeed(string reason)
    {
        _replay.RaiseNeed(reason);
        State = State.RaiseNeed(reason);
    }

    /// <summary>Applies a batch; null where it is of a connection that was given up, and changes nothing.</summary>
    /// <param name="batch">The batch.</param>
    /// <param name="now">The present.</param>
    /// <param name="steps">Takes the states on the way; null where they are not wanted.</param>
    public BatchOutcome? Take(EventBatch batch, DateTimeOffset now, List<PanelState>? steps)
    {
        Follow(_stream.After(batch));
        if (batch.Attempt != _stream.Attempt) return null;
        (_stream, var state) = _stream.Judge(batch, State);
        var events = batch.Events;
        if (_replay.Concerns(batch)) (state, events) = _replay.Take(batch, state);
        var outcome = _applier.Apply(state, events, now, batch.UpstreamNow ?? now, _replay.IsOpen, steps);
        LastEventId = batch.LastEventId;
        if (batch.Document is null) (_isWhole, _dialect) = (batch.IsWhole, batch.Dialect);
        if (_replay.IsOpen) _replay.Hold(outcome.State, outcome.Applied);
        else State = outcome.State;
        return outcome;
    }

    /// <summary>The stream of a connection is over. What that makes of a replay; null where it makes nothing.</summary>
    public ReplayOutcome? End(int attempt, bool isBroken, DateTimeOffset now)
    {
        if (attempt != _stream.Attempt) return null;
        _isWhole = true;
        return Shown(_replay.End(State, isBroken, now));
    }

    /// <summary>The feed has paused. What that makes of a replay; null where it makes nothing.</summary>
    public ReplayOutcome? Pause(int attempt, DateTimeOffset now) => attempt == _stream.Attempt ? Shown(_replay.Close(State, now)) : null;

    private ReplayOutcome? Shown(ReplayOutcome? outcome)
    {
        if (outcome is { } replayed) State = replayed.State;
        return outcome;
    }

    private void Follow(IncomingStream next)
    {
        if (next.Attempt != _stream.Attempt)
        {
            _replay.Reset();
            (_isWhole, _dialect) = (true, Dialect.Auto);
        }

        _stream = next;
    }
}
