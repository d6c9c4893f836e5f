namespace PanelActors.Files;

/// <summary>Decides when a file is written. Immutable; times are those of a monotonic clock.</summary>
/// <param name="MinInterval">The shortest time between two writes.</param>
internal sealed record FileSchedule(TimeSpan MinInterval)
{
    /// <summary>The shortest time between a write that failed and the next, however short the interval is.</summary>
    public static readonly TimeSpan MinRetryDelay = TimeSpan.FromSeconds(1);

    private ContentTag? Shown { get; init; }

    private TimeSpan? NotBefore { get; init; }

    /// <summary>What to do about a file that should show <paramref name="content"/>.</summary>
    /// <param name="content">What the file should show.</param>
    /// <param name="now">Now.</param>
    /// <param name="isUrgent">Whether to write before the interval has passed.</param>
    public WriteDecision Decide(ContentTag content, TimeSpan now, bool isUrgent = false)
    {
        if (content == Shown) return WriteDecision.None;
        return !isUrgent && NotBefore > now ? WriteDecision.Wait(NotBefore.Value - now) : WriteDecision.Write;
    }

    /// <summary>
    /// After a write, begun at <paramref name="begun"/>, after which the file shows <paramref name="content"/>: also where the file had
    /// that content already and only the rendering was spent.
    /// </summary>
    public FileSchedule Written(ContentTag content, TimeSpan begun) => this with { Shown = content, NotBefore = begun + MinInterval };

    /// <summary>After a write that failed at <paramref name="now"/>: the file shows what it showed before.</summary>
    public FileSchedule Failed(TimeSpan now) =>
        this with { NotBefore = now + (MinInterval > MinRetryDelay ? MinInterval : MinRetryDelay) };
}
