namespace PanelActors.Snapshots;

/// <summary>The two parts of an enriched snapshot around what changes with the clock.</summary>
/// <param name="Version">The version of the store it was rendered from.</param>
/// <param name="UpToAge">All that comes before the age.</param>
/// <param name="Rest">All that comes after the heartbeat, or after those of the members.</param>
public sealed record RenderedSnapshot(long Version, byte[] UpToAge, byte[] Rest);
