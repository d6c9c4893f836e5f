namespace PanelActors.Configuration;

/// <summary>What a new configuration does to one store.</summary>
internal enum StoreChange
{
    /// <summary>Nothing: it runs on as it is.</summary>
    Kept,

    /// <summary>Its freshness or whether it is required changes; connection and state stay.</summary>
    Retuned,

    /// <summary>It is stopped, and starts anew under the same name, with no more than what was kept of its state.</summary>
    Restarted,

    /// <summary>It is new.</summary>
    Added,

    /// <summary>It goes.</summary>
    Removed,
}
