using System.Collections.Immutable;

namespace PanelActors.History;

/// <summary>What the database knows of one store when its history goes on.</summary>
internal sealed record StoreMemory
{
    public static readonly StoreMemory None = new();

    public StoredPeriod? Health { get; init; }

    /// <summary>By kind of alert.</summary>
    public ImmutableDictionary<string, AlertPeriod> Alerts { get; init; } = ImmutableDictionary<string, AlertPeriod>.Empty;

    /// <summary>The latest follow-ups, by time and number.</summary>
    public ImmutableHashSet<(long At, long Number)> Followups { get; init; } = [];
}
