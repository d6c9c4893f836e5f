namespace PanelActors.Configuration;

/// <summary>One feed: an entry of <c>Sources[]</c> (specification 7.4).</summary>
[Section(KeyEffect.RestartsStores)]
internal sealed record SourceOptions
{
    private static readonly Dictionary<string, string> EmptyMap = [];

    [Key("The name of the store; unique over sources and composites, whatever the case", IsRequired = true,
        Allowed = StoreName.Allowed, Pattern = StoreName.Pattern)]
    public StoreName Name { get; init; } = "";

    [Key("The address of the feed; simulator: is the built-in one", IsRequired = true,
        Allowed = UrlRules.SourceAllowed, Pattern = UrlRules.SourcePattern)]
    public string Url { get; init; } = "";

    [Key("The event types to ask for", Words = FeedEvents.Words)]
    public IReadOnlyList<string> Types { get; init; } = FeedEvents.All;

    [Key("Request headers by name", IsSecret = true)]
    public IReadOnlyDictionary<string, string> Headers { get; init; } = EmptyMap;

    [Key("Request headers by name, each with the file that has its value")]
    public IReadOnlyDictionary<string, string> HeaderFiles { get; init; } = EmptyMap;

    [Key("What the feed speaks: envelopes (panels) or the summary stream; auto = recognised by its first event")]
    public Dialect Dialect { get; init; } = Dialect.Auto;

    [Key("The form of the diffs of a feed that speaks panels; auto = recognised by shape")]
    public DiffForm DiffForm { get; init; } = DiffForm.Auto;

    [Key("Whether /health/ready waits for the store", Effect = KeyEffect.RetunesStores)]
    public bool Required { get; init; } = true;

    [Key("How a new baseline is asked for")]
    public ResyncOptions Resync { get; init; } = new();

    [Key("How the connection to an https feed is encrypted")]
    public SourceTlsOptions Tls { get; init; } = new();

    [Key("The keys of Freshness that differ for this source")]
    public FreshnessOverride Freshness { get; init; } = new();

    [Key("The keys of Reconnect that differ for this source")]
    public ReconnectOverride Reconnect { get; init; } = new();
}
