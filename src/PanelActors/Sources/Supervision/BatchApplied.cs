namespace PanelActors.Sources.Supervision;

/// <summary>A batch became part of the state.</summary>
/// <param name="Attempt">The connection it came on.</param>
/// <param name="Applied">Events of it that changed the state.</param>
/// <param name="LastEventId">As in the batch.</param>
/// <param name="Retry">As in the batch.</param>
/// <param name="NeedsBaseline">Whether the state needs a baseline after it.</param>
/// <param name="FullCount">Baselines taken so far.</param>
/// <param name="MayBeBacklog">Whether the need may be nothing but a replayed backlog.</param>
/// <param name="DiffsDropped">Diffs of the batch that were dropped.</param>
internal sealed record BatchApplied(
    int Attempt, int Applied, EventId? LastEventId, TimeSpan? Retry, bool NeedsBaseline, long FullCount,
    bool MayBeBacklog = false, int DiffsDropped = 0) : SupervisorInput
{
    /// <summary>Events in it, applied or not; comments are none.</summary>
    public int Events { get; init; }

    /// <summary>Changes in it that were applied and never were before.</summary>
    public int News { get; init; }

    /// <summary>A fault of the feed that asking again does not mend, for people; null where it showed none.</summary>
    public string? Fault { get; init; }

    /// <summary>
    /// Whether asking for a baseline would only bring the same again, so that the next request should be as late as possible.
    /// </summary>
    public bool ResyncIsFutile { get; init; }
}
