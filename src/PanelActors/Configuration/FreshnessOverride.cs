namespace PanelActors.Configuration;

/// <summary>A source's own <c>Freshness</c>: the keys that differ from the common ones; null = the common value.</summary>
[Section(KeyEffect.RetunesStores, Overrides = typeof(FreshnessOptions))]
internal sealed record FreshnessOverride
{
    public TimeSpan? WarnAfter { get; init; }

    public TimeSpan? StaleAfter { get; init; }

    public TimeSpan? Tick { get; init; }

    public PublishTimeUse? PublishTime { get; init; }

    /// <summary>These keys over those of <paramref name="common"/>.</summary>
    public FreshnessOptions Over(FreshnessOptions common) => new()
    {
        WarnAfter = WarnAfter ?? common.WarnAfter,
        StaleAfter = StaleAfter ?? common.StaleAfter,
        Tick = Tick ?? common.Tick,
        PublishTime = PublishTime ?? common.PublishTime,
    };
}
