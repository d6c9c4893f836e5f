using PanelActors.State;

namespace PanelActors.Sources;

/// <summary>What was kept of a source; null where that is nothing that can be used. Comes once, unless its sender starts over.</summary>
public sealed record StateRecovered(StoredState? Stored);
