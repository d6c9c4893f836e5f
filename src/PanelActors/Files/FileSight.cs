namespace PanelActors.Files;

/// <summary>What a file would show if it were written now, told apart without rendering it.</summary>
/// <param name="Tag">The tag of the snapshot.</param>
/// <param name="Base">Which content of the base file; 0 where there is none.</param>
internal sealed record FileSight(string Tag, long Base);
