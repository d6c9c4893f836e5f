namespace PanelActors.Configuration;

/// <summary>One feed: an entry of <c>Sources[]</c> (specification 7.4).</summary>
internal sealed record SourceOptions
{
    /// <summary>Store name: 1 to 64 letters, digits, <c>-</c> or <c>_</c>; unique over sources and composites whatever the case.</summary>
    public StoreName Name { get; init; } = "";

    /// <summary>Absolute http or https URL without userinfo, or <c>simulator:</c> (with an optional query) for the built-in feed.</summary>
    public string Url { get; init; } = "";

    /// <summary>Event types to ask for; each one of <see cref="FeedEvents.All"/>, in lower case.</summary>
    public IReadOnlyList<string> Types { get; init; } = FeedEvents.All;

    /// <summary>Request headers by name. Values may be secrets: never print them.</summary>
    public IReadOnlyDictionary<string, string> Headers { get; init; } = EmptyMap;

    /// <summary>Request headers whose value stands in a file: header name to file path.</summary>
    public IReadOnlyDictionary<string, string> HeaderFiles { get; init; } = EmptyMap;

    /// <summary>What this feed speaks.</summary>
    public Dialect Dialect { get; init; } = Dialect.Auto;

    /// <summary>The form of this feed's diffs; only <see cref="Dialect.Panels"/> has more than one.</summary>
    public DiffForm DiffForm { get; init; } = DiffForm.Auto;

    /// <summary>Whether readiness waits for this store (specification 4.5).</summary>
    public bool Required { get; init; } = true;

    /// <summary>How a new baseline is asked for.</summary>
    public ResyncOptions Resync { get; init; } = new();

    /// <summary>Keys of <see cref="FreshnessOptions"/> that differ for this source.</summary>
    public FreshnessOverride Freshness { get; init; } = new();

    /// <summary>Keys of <see cref="ReconnectOptions"/> that differ for this source.</summary>
    public ReconnectOverride Reconnect { get; init; } = new();

    private static readonly Dictionary<string, string> EmptyMap = [];
}
