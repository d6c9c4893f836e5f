namespace PanelActors.Configuration;

/// <summary>
/// The whole section <c>PanelActors</c> of the configuration (specification 7.4). Immutable; read by <see cref="OptionsReader"/>.
/// </summary>
[Section(KeyEffect.AtNextStart)]
internal sealed record PanelActorsOptions
{
    /// <summary>Name of the configuration section that holds these options.</summary>
    public const string Section = "PanelActors";

    [Key("Where to listen", Allowed = UrlRules.ListenAllowed, Pattern = UrlRules.ListenPattern, IsLine = true)]
    public IReadOnlyList<string> Urls { get; init; } = ["http://127.0.0.1:5080"];

    [Key("The store behind the calls that name none", Effect = KeyEffect.AtOnce, Allowed = "the name of a store",
        Unset = "the first composite, else the first source")]
    public StoreName? Default { get; init; }

    [Key("The feeds to read, one store each")]
    public IReadOnlyList<SourceOptions> Sources { get; init; } = [];

    [Key("Stores made of other stores")]
    public IReadOnlyList<CompositeOptions> Composites { get; init; } = [];

    [Key("When a store counts as late, by the time since its last event")]
    public FreshnessOptions Freshness { get; init; } = new();

    [Key("How a lost connection is opened again")]
    public ReconnectOptions Reconnect { get; init; } = new();

    [Key("Bounds of what one source may send and keep")]
    public LimitsOptions Limits { get; init; } = new();

    [Key("How subscribers of /events are served")]
    public RelayOptions Relay { get; init; } = new();

    [Key("Bounds of what clients may take")]
    public ClientLimitsOptions ClientLimits { get; init; } = new();

    [Key("Who may read, who may act", Unset = "on loopback addresses alone everybody may do everything; elsewhere the start is refused")]
    public AccessOptions? Access { get; init; }

    [Key("How what Urls listens on by https is encrypted")]
    public TlsOptions Tls { get; init; } = new();

    [Key("Names and addresses that requests may be for, without ports", Allowed = AccessRules.HostAllowed, IsLine = true,
        Unset = "those in Urls, localhost and the loopback addresses")]
    public IReadOnlyList<string> AllowedHosts { get; init; } = [];

    [Key("Proxies whose X-Forwarded-* headers are believed", Allowed = AccessRules.ProxyAllowed, IsLine = true)]
    public IReadOnlyList<string> KnownProxies { get; init; } = [];

    [Key("Where state is kept across restarts")]
    public PersistenceOptions Persistence { get; init; } = new();

    [Key("What happened, kept in the database of the states")]
    public HistoryOptions History { get; init; } = new();

    [Key("Numbers of the panels over time")]
    public SeriesOptions Series { get; init; } = new();

    [Key("What comes from the feeds, written as it came")]
    public RecorderOptions Recorder { get; init; } = new();

    [Key("Receivers of notifications")]
    public IReadOnlyList<NotifyOptions> Notify { get; init; } = [];

    [Key("What is logged, and how it is written to the console")]
    public LogOptions Log { get; init; } = new();

    [Key("What is written besides HTTP")]
    public OutputsOptions Outputs { get; init; } = new();

    /// <summary>Names of all stores: the sources, then the composites, each in configured order.</summary>
    public IEnumerable<StoreName> StoreNames =>
        Sources.Select(static source => source.Name).Concat(Composites.Select(static composite => composite.Name));

    /// <summary>
    /// The default store (specification 4.1): <see cref="Default"/>, else the first composite, else the first source; null without any.
    /// </summary>
    public StoreName? DefaultStore => Default ?? Composites.Select(static composite => composite.Name).Concat(StoreNames).FirstOrDefault();

    /// <summary>Whether a store is spelled exactly as <paramref name="name"/>, as the configuration itself refers to stores.</summary>
    public bool HasStore(StoreName name) => StoreNames.Any(name.IsSpelledAs);

    /// <summary>The freshness of <paramref name="source"/>: its own keys over <see cref="Freshness"/>.</summary>
    public FreshnessOptions FreshnessOf(SourceOptions source) => source.Freshness.Over(Freshness);

    /// <summary>The reconnect rules of <paramref name="source"/>: its own keys over <see cref="Reconnect"/>.</summary>
    public ReconnectOptions ReconnectOf(SourceOptions source) => source.Reconnect.Over(Reconnect);
}
