namespace PanelActors.Configuration;

/// <summary>What is written besides HTTP: <c>Outputs</c> (specification 8.5).</summary>
internal sealed record OutputsOptions
{
    /// <summary>Snapshots written to files.</summary>
    public IReadOnlyList<FileOutputOptions> Files { get; init; } = [];
}
