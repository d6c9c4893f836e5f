namespace PanelActors.Configuration;

/// <summary>A store made of other stores: an entry of <c>Composites[]</c> (specification 7.6).</summary>
internal sealed record CompositeOptions
{
    /// <summary>Store name; same rules as <see cref="SourceOptions.Name"/>.</summary>
    public StoreName Name { get; init; } = "";

    /// <summary>Names of other stores, spelled as there, in order of precedence; at least one, none twice, no cycle.</summary>
    public IReadOnlyList<StoreName> Members { get; init; } = [];

    /// <summary>How the members' panels become one tree.</summary>
    public CompositeMerge Merge { get; init; } = CompositeMerge.Namespace;

    /// <summary>How the members' health becomes one.</summary>
    public HealthRule Health { get; init; } = HealthRule.Worst;

    /// <summary>How long the active member must be stale before <see cref="CompositeMerge.Failover"/> leaves it.</summary>
    public TimeSpan FailoverAfter { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Whether readiness waits for this store (specification 4.5).</summary>
    public bool Required { get; init; } = true;
}
