namespace PanelActors.Files;

/// <summary>What is to be done about a file now.</summary>
/// <param name="Kind">Whether anything is.</param>
/// <param name="Wait">For how long to wait before looking again; only where <paramref name="Kind"/> is <see cref="FileStepKind.Wait"/>.</param>
internal readonly record struct FileStep(FileStepKind Kind, TimeSpan Wait = default)
{
    public static readonly FileStep Nothing = new(FileStepKind.Nothing);

    public static readonly FileStep Write = new(FileStepKind.Write);

    public static FileStep WaitFor(TimeSpan time) => new(FileStepKind.Wait, time);
}

/// <summary>The kinds of <see cref="FileStep"/>.</summary>
internal enum FileStepKind
{
    /// <summary>The file shows all there is to show.</summary>
    Nothing,

    /// <summary>It is too early to write.</summary>
    Wait,

    /// <summary>The file is to be written.</summary>
    Write,
}
