namespace PanelActors.Configuration;

/// <summary>What the command line says about the configuration (specification 7.1).</summary>
internal sealed record ConfigurationArguments
{
    /// <summary>The file to read instead of the default ones.</summary>
    public string? File { get; init; }

    /// <summary>Where to listen, over what file and environment say.</summary>
    public string? Urls { get; init; }

    /// <summary>
    /// Sources by name and URL. Any at all replace every configured source, and drop the composites, whose members they were.
    /// </summary>
    public IReadOnlyList<KeyValuePair<string, string>> Sources { get; init; } = [];
}
