namespace PanelActors.Telemetry;

/// <summary>The values of one store at a scrape.</summary>
/// <param name="Name">The store.</param>
/// <param name="StaleSeconds">Age of its data; null before the first event.</param>
/// <param name="Health">0 init, 1 ok, 2 warn, 3 stale.</param>
/// <param name="NeedFull">Whether it needs a baseline.</param>
internal readonly record struct StoreReading(string Name, double? StaleSeconds, int Health, bool NeedFull)
{
    /// <summary>When the data of the latest event was current, in unix seconds; null before the first.</summary>
    public double? LastEvent { get; init; }

    public int Panels { get; init; }

    /// <summary>Bytes of JSON that the panels take.</summary>
    public long Bytes { get; init; }

    /// <summary>One of <see cref="MetricLabels.ConnectionStates"/>; null for a composite.</summary>
    public string? ConnectionState { get; init; }
}
