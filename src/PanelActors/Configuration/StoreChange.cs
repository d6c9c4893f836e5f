namespace PanelActors.Configuration;

/// <summary>What a new configuration does to one store.</summary>
internal enum StoreChange
{
    /// <summary>It runs on unchanged.</summary>
    Kept,

    /// <summary>Its freshness or whether it is required changes; connection and state stay.</summary>
    Retuned,

    /// <summary>It is stopped and starts again under the same name, with its persisted state.</summary>
    Restarted,

    Added,

    Removed,
}
