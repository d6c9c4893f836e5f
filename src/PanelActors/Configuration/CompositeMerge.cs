namespace PanelActors.Configuration;

/// <summary>How a composite's members become one tree.</summary>
internal enum CompositeMerge
{
    /// <summary>Each member's panels stand under the member's name.</summary>
    Namespace,

    /// <summary>All panels at the root; where two members have the same panel, the order of members decides.</summary>
    Overlay,

    /// <summary>The panels of one active member.</summary>
    Failover,
}
