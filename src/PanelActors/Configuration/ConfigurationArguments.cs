namespace PanelActors.Configuration;

/// <summary>The command line's part of the configuration (specification 7.1).</summary>
internal sealed record ConfigurationArguments
{
    /// <summary>The file to read in place of the default ones.</summary>
    public string? File { get; init; }

    /// <summary>Where to listen; overrides file and environment.</summary>
    public string? Urls { get; init; }

    /// <summary>
    /// Sources by name and URL. One is enough to replace every configured source and to drop the composites, whose members those are.
    /// </summary>
    public IReadOnlyList<KeyValuePair<string, string>> Sources { get; init; } = [];
}
