using PanelActors.Protocol;

namespace PanelActors.Stores;

/// <summary>A health, and when it began.</summary>
internal sealed record HealthPeriod(Health Health, DateTimeOffset Since)
{
    /// <summary>The period after <paramref name="health"/> was seen at <paramref name="now"/>.</summary>
    public HealthPeriod Next(Health health, DateTimeOffset now) => health == Health ? this : new HealthPeriod(health, now);
}
