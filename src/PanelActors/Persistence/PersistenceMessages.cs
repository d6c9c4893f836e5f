namespace PanelActors.Persistence;

/// <summary>Asks to save the current state without waiting for the interval; answered with <see cref="SaveDone"/>.</summary>
public sealed record SaveNow
{
    /// <summary>The one there is.</summary>
    public static readonly SaveNow Instance = new();
}

/// <summary>The current state is saved, as it was already, or could not be: nothing more is coming.</summary>
public sealed record SaveDone
{
    /// <summary>The one there is.</summary>
    public static readonly SaveDone Instance = new();
}

/// <summary>
/// What was kept had been written by another process since it was last read or saved. Comes before the outcome of the save.
/// </summary>
public sealed record SavedByAnother
{
    /// <summary>The one there is.</summary>
    public static readonly SavedByAnother Instance = new();
}
