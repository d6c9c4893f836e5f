namespace PanelActors.Files;

/// <summary>Asks to write what there is to show, before its time if need be; answered with <see cref="WriteDone"/>.</summary>
public sealed record WriteNow
{
    /// <summary>The one there is.</summary>
    public static readonly WriteNow Instance = new();
}

/// <summary>The file shows what there was to show, or could not be written: nothing more is coming.</summary>
public sealed record WriteDone
{
    /// <summary>The one there is.</summary>
    public static readonly WriteDone Instance = new();
}
