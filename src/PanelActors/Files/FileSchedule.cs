namespace PanelActors.Files;

/// <summary>When a file is written: what it shows, and how long to leave it alone. Immutable; times are those of a clock that is never set.</summary>
/// <param name="MinInterval">Shortest time between two writes.</param>
internal sealed record FileSchedule(TimeSpan MinInterval)
{
    /// <summary>Shortest time between a write that failed and the next: what failed is seldom there again a moment later.</summary>
    public static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(1);

    private FileSight? Shown { get; init; }

    private TimeSpan? NotBefore { get; init; }

    /// <summary>What to do at <paramref name="now"/> about a file that ought to show <paramref name="sight"/>.</summary>
    /// <param name="sight">What there is to show.</param>
    /// <param name="now">Now.</param>
    /// <param name="hurried">Whether to write before its time, since there may be no later.</param>
    public FileStep Next(FileSight sight, TimeSpan now, bool hurried = false)
    {
        if (sight == Shown) return FileStep.Nothing;
        return !hurried && NotBefore > now ? FileStep.WaitFor(NotBefore.Value - now) : FileStep.Write;
    }

    /// <summary>After a write, begun at <paramref name="begun"/>, that made the file show <paramref name="sight"/>.</summary>
    public FileSchedule Written(FileSight sight, TimeSpan begun) => this with { Shown = sight, NotBefore = begun + MinInterval };

    /// <summary>After <paramref name="sight"/> turned out to be what the file shows already. That cost a render, so it counts as a write here.</summary>
    public FileSchedule Skipped(FileSight sight, TimeSpan begun) => Written(sight, begun);

    /// <summary>After a write that failed at <paramref name="now"/>: what the file shows is as before, and so is what there is to do.</summary>
    public FileSchedule Failed(TimeSpan now) => this with { NotBefore = now + (MinInterval > RetryAfter ? MinInterval : RetryAfter) };
}
