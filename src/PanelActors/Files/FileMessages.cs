namespace PanelActors.Files;

/// <summary>Asks to write what is not written yet, before the interval has passed; answered with <see cref="WriteDone"/>.</summary>
internal sealed record WriteNow
{
    public static readonly WriteNow Instance = new();
}

/// <summary>The file is up to date, or could not be written.</summary>
internal sealed record WriteDone
{
    public static readonly WriteDone Instance = new();
}
