namespace PanelActors.Configuration;

/// <summary>How a source is asked for a new baseline: <c>Sources[]:Resync</c> (specification 2.11).</summary>
[Section(KeyEffect.RestartsStores)]
internal sealed record ResyncOptions
{
    [Key("The way to ask: connect anew with force_full=1, call Url, or never")]
    public ResyncMode Mode { get; init; } = ResyncMode.Reconnect;

    [Key("What Mode http calls, which needs it", Allowed = UrlRules.HttpAllowed, Pattern = UrlRules.HttpPattern)]
    public string? Url { get; init; }

    [Key("Whether a bare status object counts as a baseline in the answer of Url")]
    public bool Bare { get; init; }

    [Key("How long one request may take")]
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(10);

    [Key("The shortest time between two requests; doubles up to MaxCooldown while they do not help")]
    public TimeSpan Cooldown { get; init; } = TimeSpan.FromSeconds(2);

    [Key("The longest time between two requests; at least Cooldown")]
    public TimeSpan MaxCooldown { get; init; } = TimeSpan.FromSeconds(60);
}
