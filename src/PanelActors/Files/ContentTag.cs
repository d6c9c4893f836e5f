namespace PanelActors.Files;

/// <summary>Identifies what a file shows if it is written now, without rendering it.</summary>
/// <param name="Snapshot">The tag of the snapshot.</param>
/// <param name="Base">The version of the base file's content; 0 without one.</param>
internal sealed record ContentTag(string Snapshot, long Base);
