namespace PanelActors.Configuration;

/// <summary>What an edit of a key does to a daemon that runs. The later, the stronger.</summary>
internal enum KeyEffect
{
    /// <summary>That of the section; between two values that do not differ, none.</summary>
    Unstated,

    /// <summary>It holds at once and touches no store.</summary>
    AtOnce,

    /// <summary>The stores that it concerns judge by it from then on; their connections and states stay.</summary>
    RetunesStores,

    /// <summary>The stores that it concerns are stopped and started.</summary>
    RestartsStores,

    /// <summary>Nothing until the daemon is started again.</summary>
    AtNextStart,
}
