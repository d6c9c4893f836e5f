using System.Collections.Immutable;
using PanelActors.Protocol;
using PanelActors.State;

namespace PanelActors.Sources;

/// <summary>What became of the events of a batch.</summary>
/// <param name="State">The state after them.</param>
/// <param name="Applied">How many changed it.</param>
/// <param name="News">Changes that were applied and never were before; a baseline is none.</param>
/// <param name="Fault">A fault of the feed that asking again does not mend, for people; null where they showed none.</param>
internal readonly record struct BatchOutcome(PanelState State, int Applied, int News, string? Fault);

/// <summary>Applies the events of one source, and accounts for each.</summary>
internal sealed class BatchApplier(StateLimits limits, IEventAccounts accounts)
{
    private readonly ReplayDetector _replays = new();

    /// <summary>The baselines by which replays of the feed are recognised.</summary>
    public ImmutableArray<SeenBaseline> Baselines => _replays.Baselines;

    /// <summary>Remembers what the previous run knew.</summary>
    public void Restore(EventId? position, ImmutableArray<SeenBaseline> baselines) => _replays.Restore(position, baselines);

    /// <summary>What is known of replays besides the baselines.</summary>
    public ReplayPosition Position => _replays.Position;

    /// <summary>Goes on exactly where another applier was.</summary>
    public void Resume(ReplayPosition position, ImmutableArray<SeenBaseline> baselines) => _replays.Resume(position, baselines);

    /// <summary>Applies <paramref name="events"/> to <paramref name="state"/>.</summary>
    /// <param name="state">The state before.</param>
    /// <param name="events">The events, in order.</param>
    /// <param name="now">The present.</param>
    /// <param name="upstreamNow">The present by the upstream's clock.</param>
    /// <param name="isHidden">Whether the state is one that readers do not see yet.</param>
    /// <param name="steps">Takes the states on the way; null where they are not wanted.</param>
    public BatchOutcome Apply(
        PanelState state, IReadOnlyList<PanelEvent> events, DateTimeOffset now, DateTimeOffset upstreamNow, bool isHidden,
        List<PanelState>? steps)
    {
        var (applied, news) = (0, 0);
        string? fault = null;
        // Events of a type come in runs, and counting a run costs what counting an event does.
        var (type, run) = ("", 0);
        foreach (var panelEvent in events)
        {
            var latency = LatencyOf(panelEvent, upstreamNow);
            panelEvent.IsReplay = _replays.IsReplay(panelEvent);
            var transition = state.Apply(panelEvent, now, limits);
            state = transition.State;
            if (run > 0 && !ReferenceEquals(type, panelEvent.Type))
            {
                accounts.Counted(type, run);
                run = 0;
            }

            if (panelEvent is not LostEvent) (type, run) = (panelEvent.Type, run + 1);
            // What is replayed is older than what is shown, and differs from it for that reason alone.
            if (transition.Diverged > 0 && !isHidden) accounts.Diverged(panelEvent, transition.Diverged);
            if (transition.Outcome.Kind == OutcomeKind.Applied)
            {
                steps?.Add(state);
                applied++;
                if (!panelEvent.IsReplay && panelEvent is not PanelFullEvent) news++;
                if (latency is { } known) accounts.Applied(known);
            }
            else if (transition.Outcome.Kind != OutcomeKind.Noted)
            {
                accounts.Unapplied(panelEvent, transition.Outcome);
                fault = FeedFaults.Of(transition.Outcome.Reason!) ?? fault;
            }
        }

        if (run > 0) accounts.Counted(type, run);
        return new BatchOutcome(state, applied, news, fault);
    }

    // Also sets the age of the event.
    private static TimeSpan? LatencyOf(PanelEvent panelEvent, DateTimeOffset upstreamNow)
    {
        if (double.IsNaN(panelEvent.PublishedAt)) return null;
        var latency = PublishAge.Latency(panelEvent.PublishedAt, upstreamNow);
        panelEvent.Age = PublishAge.Of(latency);
        return latency;
    }
}
