namespace PanelActors.Configuration;

/// <summary>A store's snapshot written to a file: an entry of <c>Outputs:Files[]</c> (specification 8.5).</summary>
[Section(KeyEffect.AtNextStart)]
internal sealed record FileOutputOptions
{
    /// <summary>What the name of the temporary file, which then takes the other's place, has at its end.</summary>
    internal const string TemporarySuffix = ".tmp";

    [Key("The store to show", IsRequired = true, Allowed = "the name of a store")]
    public StoreName Store { get; init; } = "";

    [Key("The file to write, which no other output has; a relative path starts at the working directory", IsRequired = true,
        Allowed = OutputRules.PathAllowed)]
    public string Path { get; init; } = "";

    [Key("The shortest time between two writes")]
    public TimeSpan MinInterval { get; init; } = TimeSpan.FromSeconds(1);

    [Key("A status file whose content is enriched in place of the store's panels", Allowed = OutputRules.PathAllowed,
        Unset = "the store's panels")]
    public string? Base { get; init; }
}
