namespace PanelActors.Configuration;

/// <summary>A source's own <c>Freshness</c>: the keys that differ from the common ones; null = the common value.</summary>
internal sealed record FreshnessOverride
{
    /// <summary>Overrides <see cref="FreshnessOptions.WarnAfter"/>.</summary>
    public TimeSpan? WarnAfter { get; init; }

    /// <summary>Overrides <see cref="FreshnessOptions.StaleAfter"/>.</summary>
    public TimeSpan? StaleAfter { get; init; }

    /// <summary>Overrides <see cref="FreshnessOptions.Tick"/>.</summary>
    public TimeSpan? Tick { get; init; }

    /// <summary>Overrides <see cref="FreshnessOptions.PublishTime"/>.</summary>
    public PublishTimeUse? PublishTime { get; init; }

    /// <summary>These keys over those of <paramref name="common"/>.</summary>
    public FreshnessOptions Over(FreshnessOptions common)
    {
        ArgumentNullException.ThrowIfNull(common);
        return new()
        {
            WarnAfter = WarnAfter ?? common.WarnAfter,
            StaleAfter = StaleAfter ?? common.StaleAfter,
            Tick = Tick ?? common.Tick,
            PublishTime = PublishTime ?? common.PublishTime,
        };
    }
}
