namespace PanelActors.Configuration;

/// <summary>A store's snapshot written to a file: an entry of <c>Outputs:Files[]</c> (specification 8.5).</summary>
internal sealed record FileOutputOptions
{
    /// <summary>What the name of the file that is written first has besides; it then takes the other's place.</summary>
    internal const string TemporarySuffix = ".tmp";

    /// <summary>Name of the store, spelled as there.</summary>
    public StoreName Store { get; init; } = "";

    /// <summary>The file to write; no other output has the same. A relative path starts at the working directory.</summary>
    public string Path { get; init; } = "";

    /// <summary>Shortest time between two writes.</summary>
    public TimeSpan MinInterval { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>A status file whose content is enriched instead of the store's panels; null = the store's panels.</summary>
    public string? Base { get; init; }
}
