namespace PanelActors.Configuration;

/// <summary>A store made of other stores: an entry of <c>Composites[]</c> (specification 7.6).</summary>
[Section(KeyEffect.RestartsStores)]
internal sealed record CompositeOptions
{
    [Key("The name of the store; unique over sources and composites, whatever the case", IsRequired = true,
        Allowed = StoreName.Allowed, Pattern = StoreName.Pattern)]
    public StoreName Name { get; init; } = "";

    [Key("Names of other stores, in order of precedence; none twice, no cycle", IsRequired = true, Allowed = "the name of a store")]
    public IReadOnlyList<StoreName> Members { get; init; } = [];

    [Key("Each member under its name, all panels at the root, or the panels of one active member")]
    public CompositeMerge Merge { get; init; } = CompositeMerge.Namespace;

    [Key("The member whose health counts: the worst, the best, or the N-th best", Allowed = HealthRule.Allowed,
        Pattern = HealthRule.Pattern)]
    public HealthRule Health { get; init; } = HealthRule.Worst;

    [Key("For failover: how long the active member must be stale")]
    public TimeSpan FailoverAfter { get; init; } = TimeSpan.FromSeconds(10);

    [Key("Whether /health/ready waits for the store")]
    public bool Required { get; init; } = true;
}
