namespace PanelActors.State;

/// <summary>A baseline that a source sent: the id it carried, and a hash of its bytes.</summary>
internal readonly record struct SeenBaseline(EventId Id, ulong Hash);
