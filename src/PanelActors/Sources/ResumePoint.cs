namespace PanelActors.Sources;

/// <summary>Where a source that was read in a former life of the process goes on.</summary>
/// <param name="LastEventId">The event id that belongs to the state; null where there is none.</param>
/// <param name="NeedFull">Whether the state needs a baseline.</param>
/// <param name="FullCount">Baselines the state has taken.</param>
internal sealed record ResumePoint(EventId? LastEventId, bool NeedFull, long FullCount);
