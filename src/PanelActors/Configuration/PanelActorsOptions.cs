namespace PanelActors.Configuration;

/// <summary>
/// The whole section <c>PanelActors</c> of the configuration (specification 7.4). Immutable; read by <see cref="OptionsReader"/>.
/// </summary>
internal sealed record PanelActorsOptions
{
    /// <summary>Name of the configuration section that holds these options.</summary>
    public const string Section = "PanelActors";

    /// <summary>
    /// Where to listen: absolute http or https URLs with a port. In the configuration a list, or one string separated by semicolons.
    /// </summary>
    public IReadOnlyList<string> Urls { get; init; } = ["http://127.0.0.1:5080"];

    /// <summary>
    /// Name of the store behind <c>/api/snapshot</c>, <c>/api/heartbeat</c> and <c>/events</c>; null = see <see cref="DefaultStore"/>.
    /// </summary>
    public StoreName? Default { get; init; }

    /// <summary>The feeds to read; at least one.</summary>
    public IReadOnlyList<SourceOptions> Sources { get; init; } = [];

    /// <summary>Stores made of other stores.</summary>
    public IReadOnlyList<CompositeOptions> Composites { get; init; } = [];

    /// <summary>When a store counts as late; a source may override single keys.</summary>
    public FreshnessOptions Freshness { get; init; } = new();

    /// <summary>How a lost connection is opened again; a source may override single keys.</summary>
    public ReconnectOptions Reconnect { get; init; } = new();

    /// <summary>Bounds of what one source may send and keep.</summary>
    public LimitsOptions Limits { get; init; } = new();

    /// <summary>How subscribers are served.</summary>
    public RelayOptions Relay { get; init; } = new();

    /// <summary>Bounds of what clients may take.</summary>
    public ClientLimitsOptions ClientLimits { get; init; } = new();

    /// <summary>
    /// Names and addresses that requests may be for, without ports: <c>panel.example.org</c>, <c>*.example.org</c>, <c>*</c>. Empty = the
    /// names and addresses in <see cref="Urls"/>, <c>localhost</c> and the loopback addresses.
    /// </summary>
    public IReadOnlyList<string> AllowedHosts { get; init; } = [];

    /// <summary>Addresses and networks of proxies whose <c>X-Forwarded-*</c> headers are believed. None by default.</summary>
    public IReadOnlyList<string> KnownProxies { get; init; } = [];

    /// <summary>Where state is kept across restarts.</summary>
    public PersistenceOptions Persistence { get; init; } = new();

    /// <summary>What is written besides HTTP.</summary>
    public OutputsOptions Outputs { get; init; } = new();

    /// <summary>Names of all stores: the sources, then the composites, each in configured order.</summary>
    public IEnumerable<StoreName> StoreNames => Sources.Select(source => source.Name).Concat(Composites.Select(composite => composite.Name));

    /// <summary>
    /// The default store (specification 4.1): <see cref="Default"/>, else the first composite, else the first source; null without any.
    /// </summary>
    public StoreName? DefaultStore => Default ?? Composites.Select(composite => composite.Name).Concat(StoreNames).FirstOrDefault();

    /// <summary>Whether a store is spelled exactly as <paramref name="name"/>, as the configuration itself refers to stores.</summary>
    public bool HasStore(StoreName name) => StoreNames.Any(name.IsSpelledAs);

    /// <summary>The freshness of <paramref name="source"/>: its own keys over <see cref="Freshness"/>.</summary>
    public FreshnessOptions FreshnessOf(SourceOptions source)
    {
        ArgumentNullException.ThrowIfNull(source);
        return source.Freshness.Over(Freshness);
    }

    /// <summary>The reconnect rules of <paramref name="source"/>: its own keys over <see cref="Reconnect"/>.</summary>
    public ReconnectOptions ReconnectOf(SourceOptions source)
    {
        ArgumentNullException.ThrowIfNull(source);
        return source.Reconnect.Over(Reconnect);
    }
}
