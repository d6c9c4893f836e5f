namespace PanelActors.State;

/// <summary>How much may wait for one follower of a board before all but the latest state is dropped.</summary>
/// <param name="MaxStates">So many states.</param>
/// <param name="MaxBaselineBytes">So many bytes of baselines; diffs share nearly all of theirs.</param>
internal sealed record TrailBounds(int MaxStates = 4096, long MaxBaselineBytes = 64L << 20)
{
    public static readonly TrailBounds Default = new();
}
