namespace PanelActors.Configuration;

/// <summary>The kinds of <see cref="HealthRule"/>.</summary>
internal enum HealthRuleKind
{
    /// <summary>As bad as the worst member.</summary>
    Worst,

    /// <summary>As good as the best member.</summary>
    Best,

    /// <summary>As good as a given number of members are.</summary>
    Quorum,
}
