using Akka.Actor;
using PanelActors.Configuration;
using PanelActors.Protocol;
using PanelActors.State;

namespace PanelActors.Sources;

/// <summary>What a replay came to.</summary>
/// <param name="State">The state to show.</param>
/// <param name="Supervisor">Gets a report of it.</param>
/// <param name="Applied">Its events that changed the hidden state.</param>
/// <param name="HasRestarted">Whether the publisher restarted.</param>
internal readonly record struct ReplayOutcome(PanelState State, IActorRef Supervisor, int Applied, bool HasRestarted);

/// <summary>
/// Where one source stands in the replays of its feed: at every connection, and at every hello, one is gathered. Not safe for concurrent
/// use: the owner of the state calls it.
/// </summary>
internal sealed class SummaryReplay(TimeProvider time)
{
    private PublisherRun _run;
    private ReplayGathering? _gathering;
    private IActorRef _supervisor = ActorRefs.Nobody;
    private long _since;
    private int _applied;
    private bool _isGathered;

    /// <summary>Whether what comes goes to the hidden state.</summary>
    public bool IsOpen => _gathering is not null;

    /// <summary>
    /// Whether it has to see <paramref name="batch"/>: one of a connection of this dialect, or a baseline that was fetched beside one.
    /// </summary>
    public bool Concerns(EventBatch batch) => batch.Dialect == Dialect.Summary || IsOpen || _run.Hello is not null;

    /// <summary>How long to wait for more before the replay is over.</summary>
    public TimeSpan Wait => ReplayGathering.WaitAfter(time.GetElapsedTime(_since));

    /// <summary>Which run of the publisher is known, and whether the replay of the present connection was gathered.</summary>
    public (PublisherRun Run, bool IsGathered) Position => (_run, _isGathered);

    /// <summary>Goes on exactly where another one was, while nothing was open.</summary>
    public void Resume(PublisherRun run, bool isGathered) => (_run, _gathering, _isGathered) = (run, null, isGathered);

    /// <summary>Begins a connection. What was gathered of the one before is never shown.</summary>
    public void Reset() => (_gathering, _isGathered) = (null, false);

    /// <summary>
    /// The state that the events of <paramref name="batch"/> are to be applied to, where <paramref name="shown"/> is what readers see, and
    /// what these events mean.
    /// </summary>
    public (PanelState State, IReadOnlyList<PanelEvent> Events) Take(EventBatch batch, PanelState shown)
    {
        var begins = !_isGathered || batch.Events.Any(static sent => sent is PublisherHelloEvent);
        if (batch.Dialect == Dialect.Summary && !IsOpen && begins) Open(shown);
        _supervisor = batch.Supervisor;
        var run = _gathering?.Run ?? _run;
        var events = new List<PanelEvent>(batch.Events.Count);
        foreach (var sent in batch.Events)
        {
            (run, var meant) = run.After(sent);
            events.Add(meant);
        }

        var state = _gathering?.Hidden ?? shown;
        if (_gathering is not { } gathering)
            _run = run;
        else if (events.Count > 0)
            _gathering = gathering with { Run = run, SaidBye = events[^1] is PublisherNoteEvent { Name: EventTypes.Bye } };
        return (state, events);
    }

    /// <summary>Keeps <paramref name="state"/>, which <paramref name="applied"/> events made, for the end of the replay.</summary>
    public void Hold(PanelState state, int applied)
    {
        _gathering = _gathering! with { Hidden = state };
        _applied += applied;
    }

    /// <summary>Raises a need also in the state that readers do not see yet.</summary>
    public void RaiseNeed(string reason)
    {
        if (_gathering is { } gathering) _gathering = gathering with { Hidden = gathering.Hidden.RaiseNeed(reason) };
    }

    /// <summary>Ends the replay of a connection that is over; null where nothing of it may be shown.</summary>
    public ReplayOutcome? End(PanelState shown, bool isBroken, DateTimeOffset now)
    {
        if (!isBroken && _gathering is { } gathering && gathering.IsWholeAtEnd(shown)) return Close(shown, now);
        Reset();
        return null;
    }

    /// <summary>Ends the replay; null where none is open.</summary>
    public ReplayOutcome? Close(PanelState shown, DateTimeOffset now)
    {
        if (_gathering is not { } gathering) return null;
        var hasRestarted = _run.Hello is { } before && before != gathering.Run.Hello;
        (_run, _gathering, _isGathered) = (gathering.Run, null, true);
        return new ReplayOutcome(gathering.Outcome(shown, now), _supervisor, _applied, hasRestarted);
    }

    private void Open(PanelState shown)
    {
        _gathering = new ReplayGathering(shown, _run);
        _since = time.GetTimestamp();
        _applied = 0;
    }
}
