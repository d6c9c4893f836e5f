namespace PanelActors.Stores;

/// <summary>What may be asked of a store. The answer is immediate; the effect is not.</summary>
internal interface IStoreControl
{
    /// <summary>Asks for a new baseline. Null, or why that cannot be.</summary>
    string? RequestResync(string reason);

    /// <summary>Asks to connect afresh, also where the source had stopped for good. Null, or why that cannot be.</summary>
    string? Restart();
}
