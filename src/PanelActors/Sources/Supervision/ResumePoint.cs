namespace PanelActors.Sources.Supervision;

/// <summary>Where a source goes on that the previous run read.</summary>
/// <param name="LastEventId">The event id that belongs to the state; null where there is none.</param>
/// <param name="NeedsBaseline">Whether the state needs a baseline.</param>
/// <param name="FullCount">Baselines the state has taken.</param>
internal sealed record ResumePoint(EventId? LastEventId, bool NeedsBaseline, long FullCount);
