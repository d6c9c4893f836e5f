namespace PanelActors.Stores;

/// <summary>What may be requested of a store. The answer is immediate; the effect is not.</summary>
internal interface IStoreControl
{
    /// <summary>Requests a new baseline. Null, or why that cannot be.</summary>
    string? RequestResync(string reason);

    /// <summary>Requests a new connection, also of a stopped source. Null, or why that cannot be.</summary>
    string? Restart();
}
