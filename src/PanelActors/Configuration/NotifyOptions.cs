namespace PanelActors.Configuration;

/// <summary>A receiver of notifications: an entry of <c>Notify[]</c> (specification 11.1).</summary>
[Section(KeyEffect.AtOnce)]
internal sealed record NotifyOptions
{
    /// <summary>What a receiver can be notified of.</summary>
    public const string OnWords = "health:warn health:stale health:ok severity:critical severity:warn severity:resolved "
        + "followup:critical followup:warn followup:info need_full source:stopped source:open";

    [Key("By which the log, the metrics and the command line name it; unique among Notify", IsRequired = true,
        Allowed = AccessNames.Allowed, Pattern = AccessNames.Pattern)]
    public string Name { get; init; } = "";

    [Key("Where notifications are sent; of an Alertmanager, its own address", IsRequired = true, Allowed = NotifyRules.UrlAllowed)]
    public string Url { get; init; } = "";

    [Key("How a notification is written")]
    public NotifyFormat Format { get; init; } = NotifyFormat.Cloudevents;

    [Key("What it is notified of", Words = OnWords)]
    public IReadOnlyList<string> On { get; init; } = ["health:stale", "health:ok", "severity:critical", "severity:resolved"];

    [Key("The stores it is notified about, by name or with *", Allowed = AccessNames.StoresAllowed, Pattern = AccessNames.StoresPattern)]
    public IReadOnlyList<string> Stores { get; init; } = AccessOptions.AllStores;

    [Key("How long a condition must hold before it is notified of", Unset = "at once")]
    public TimeSpan? After { get; init; }

    [Key("How often an Alertmanager is sent what lasts; it shows what it is not sent any more for five times as long")]
    public TimeSpan Repeat { get; init; } = TimeSpan.FromMinutes(1);

    [Key("A file with the secret that signs notifications (cloudevents), as Standard Webhooks writes it: whsec_ and base64",
        Allowed = AccessNames.FileAllowed)]
    public string? SecretFile { get; init; }

    [Key("Files whose content is the value of a request header, by the name of the header")]
    public IReadOnlyDictionary<string, string> HeaderFiles { get; init; } = new Dictionary<string, string>();

    [Key("How many notifications wait for the receiver; the oldest go first", Min = 1, Max = 1_000_000)]
    public int MaxQueue { get; init; } = 10_000;
}
