namespace PanelActors.Fuzz;

/// <summary>One entrance of bytes from outside, and what holds for all of them.</summary>
/// <param name="Name">Its name, and that of its folder of seeds.</param>
/// <param name="Run">Runs it on one input. Throws only where an invariant is broken.</param>
internal sealed record FuzzTarget(string Name, FuzzTarget.Body Run)
{
    internal delegate void Body(ReadOnlySpan<byte> input);

    /// <summary>Every target.</summary>
    public static IReadOnlyList<FuzzTarget> All { get; } =
    [
        new("sse", Targets.SseTarget.Run),
        new("events", Targets.EventsTarget.Run),
        new("tree", Targets.TreeTarget.Run),
        new("diffs", Targets.DiffsTarget.Run),
        new("state", Targets.StateTarget.Run),
        new("configuration", Targets.ConfigurationTarget.Run),
        new("watch", Targets.WatchTarget.Run),
        new("queries", Targets.QueriesTarget.Run),
        new("recording", Targets.RecordingTarget.Run),
    ];
}
