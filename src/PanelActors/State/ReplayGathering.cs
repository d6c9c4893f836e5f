using PanelActors.Tree;

namespace PanelActors.State;

/// <summary>
/// The replay of a feed that sends its whole history at every connect, taken as one change: its events go to a hidden state,
/// until the feed pauses. An immutable value; it holds one state, not the events.
/// </summary>
/// <param name="Hidden">The state after the events so far.</param>
/// <param name="Run">The publisher's run after them.</param>
/// <param name="SaidBye">Whether the latest of them said good-bye.</param>
internal sealed record ReplayGathering(PanelState Hidden, PublisherRun Run, bool SaidBye = false)
{
    /// <summary>The first silence as long as this ends the replay.</summary>
    public static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(250);

    /// <summary>A replay is over after this time, whatever comes.</summary>
    public static readonly TimeSpan MaxDuration = TimeSpan.FromSeconds(5);

    /// <summary>How long to wait for something more, this long after the replay's first event; zero where it is over.</summary>
    public static TimeSpan WaitAfter(TimeSpan gatheredFor)
    {
        var left = MaxDuration - gatheredFor;
        return left <= TimeSpan.Zero ? TimeSpan.Zero : left < Pause ? left : Pause;
    }

    /// <summary>
    /// What becomes of a state that was <paramref name="shown"/> so far. A replay that comes to the same panels changes nothing: it moves
    /// no timestamp and mutates nothing. Any other is one mutation, of <paramref name="now"/>, since nothing shows when it was sent first.
    /// </summary>
    public PanelState Outcome(PanelState shown, DateTimeOffset now)
    {
        if (ReferenceEquals(Hidden, shown)) return shown;
        if (!HaveSamePanels(Hidden, shown))
        {
            return Hidden with
            {
                UiGeneration = shown.UiGeneration + 1,
                LastEvent = now,
                LastFull = Hidden.FullCount == shown.FullCount ? shown.LastFull : now,
                LastDiff = Hidden.DiffAppliedCount == shown.DiffAppliedCount ? shown.LastDiff : now,
            };
        }

        var same = shown with
        {
            FullCount = Hidden.FullCount,
            DiffDroppedCount = Hidden.DiffDroppedCount,
            UpstreamHealth = Hidden.UpstreamHealth,
            Need = Hidden.Need,
        };
        return same == shown ? shown : same;
    }

    /// <summary>
    /// Whether a replay that ended with its connection is whole: the publisher said good-bye, or there is nothing that it could be older
    /// than.
    /// </summary>
    public bool IsWholeAtEnd(PanelState shown) => SaidBye || shown.Status is null;

    private static bool HaveSamePanels(PanelState one, PanelState other) =>
        ReferenceEquals(one.Status, other.Status)
        || (one.Status is { } left && other.Status is { } right && ContentHash.Of(left).Equals(ContentHash.Of(right)));
}
