namespace PanelActors.Configuration;

/// <summary>When a store counts as late: <c>Freshness</c> (specification 1.3 and 2.8).</summary>
internal sealed record FreshnessOptions
{
    /// <summary>Health is <c>warn</c> at or past this time since the last event; less than <see cref="StaleAfter"/>.</summary>
    public TimeSpan WarnAfter { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Health is <c>stale</c> at or past this time since the last event.</summary>
    public TimeSpan StaleAfter { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How often a change of health is looked for, to say so; what is served is always judged at that moment.</summary>
    public TimeSpan Tick { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Whether the feed's own publish times say how old its data is.</summary>
    public PublishTimeUse PublishTime { get; init; } = PublishTimeUse.Trust;
}
