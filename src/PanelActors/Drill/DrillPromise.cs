namespace PanelActors.Drill;

/// <summary>What a fault's row in docs/failure-modes.md promises, as numbers.</summary>
internal sealed record DrillPromise
{
    /// <summary>How soon the daemon shows the fault; null where the promise is that nothing is to be seen.</summary>
    public TimeSpan? Detect { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>How soon after its end the daemon is whole again; null where there is nothing to recover.</summary>
    public TimeSpan? Recover { get; init; } = TimeSpan.FromSeconds(6);

    /// <summary>How many events of the feed may be lost.</summary>
    public int MayLose { get; init; }
}
