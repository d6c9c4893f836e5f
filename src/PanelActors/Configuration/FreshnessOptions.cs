namespace PanelActors.Configuration;

/// <summary>When a store counts as late: <c>Freshness</c> (specification 1.3 and 2.8).</summary>
[Section(KeyEffect.RetunesStores)]
internal sealed record FreshnessOptions
{
    [Key("Health is warn from this age on; less than StaleAfter")]
    public TimeSpan WarnAfter { get; init; } = TimeSpan.FromSeconds(10);

    [Key("Health is stale from this age on")]
    public TimeSpan StaleAfter { get; init; } = TimeSpan.FromSeconds(30);

    // What is served is classified when it is served.
    [Key("How often a change of health is looked for, to log and publish it")]
    public TimeSpan Tick { get; init; } = TimeSpan.FromSeconds(1);

    [Key("Whether the feed's own publish times say how old its data is", Effect = KeyEffect.RestartsStores)]
    public PublishTimeUse PublishTime { get; init; } = PublishTimeUse.Trust;
}
