namespace PanelActors.Configuration;

/// <summary>What is written besides HTTP: <c>Outputs</c> (specification 8.5).</summary>
[Section(KeyEffect.AtNextStart)]
internal sealed record OutputsOptions
{
    [Key("Snapshots written to files")]
    public IReadOnlyList<FileOutputOptions> Files { get; init; } = [];
}
