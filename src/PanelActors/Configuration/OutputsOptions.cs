namespace PanelActors.Configuration;

/// <summary>What is written besides HTTP: <c>Outputs</c> (contract section 7).</summary>
internal sealed record OutputsOptions
{
    /// <summary>Snapshots written to files.</summary>
    public IReadOnlyList<FileOutputOptions> Files { get; init; } = [];
}
