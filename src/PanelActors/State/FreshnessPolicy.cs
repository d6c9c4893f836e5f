using PanelActors.Protocol;

namespace PanelActors.State;

/// <summary>From which age on data is no longer fresh (specification 2.8).</summary>
/// <param name="WarnAfter">Age at which <see cref="Health.Ok"/> ends.</param>
/// <param name="StaleAfter">Age at which <see cref="Health.Warn"/> ends; above <paramref name="WarnAfter"/>.</param>
internal sealed record FreshnessPolicy(TimeSpan WarnAfter, TimeSpan StaleAfter)
{
    /// <summary>The health of data that was last current <paramref name="age"/> ago; null = never.</summary>
    public Health Classify(TimeSpan? age)
    {
        if (age is not { } known) return Health.Init;
        if (known >= StaleAfter) return Health.Stale;
        return known >= WarnAfter ? Health.Warn : Health.Ok;
    }
}
