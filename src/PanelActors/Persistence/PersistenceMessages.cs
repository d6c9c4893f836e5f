namespace PanelActors.Persistence;

/// <summary>Asks to save the current state without waiting for the interval; answered with <see cref="SaveDone"/>.</summary>
internal sealed record SaveNow
{
    public static readonly SaveNow Instance = new();
}

/// <summary>The current state is saved, was saved already, or could not be saved.</summary>
internal sealed record SaveDone
{
    public static readonly SaveDone Instance = new();
}

/// <summary>Another process has written the row since it was last read or saved. Comes before the outcome of the save.</summary>
internal sealed record SavedByAnother
{
    public static readonly SavedByAnother Instance = new();
}
