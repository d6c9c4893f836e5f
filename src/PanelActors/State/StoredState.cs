using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;

namespace PanelActors.State;

/// <summary>A source's state as it outlives the process.</summary>
/// <param name="State">The state.</param>
/// <param name="LastEventId">The event id in force when the state was as it is; null where there was none.</param>
/// <param name="Origin">Which feed it is of: see <see cref="OriginOf"/>.</param>
internal sealed record StoredState(PanelState State, EventId? LastEventId, string Origin)
{
    /// <summary>The baselines by which the feed's replays are recognised, as they belong to the state.</summary>
    public ImmutableArray<SeenBaseline> Baselines { get; init; } = [];

    /// <summary>
    /// Distinguishes the feeds of two addresses without keeping the addresses: they may hold a secret. A source
    /// that was given another address must not go on with the state of the one before.
    /// </summary>
    public static string OriginOf(string url) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(url)).AsSpan(0, 16));

    /// <summary>
    /// The state as it is restored at <paramref name="now"/>. Without an event id there is no knowing what was missed, so
    /// it needs a baseline. A clock that was set back meanwhile must not keep old data young.
    /// </summary>
    public PanelState Restored(DateTimeOffset now, StateLimits limits)
    {
        var state = State with
        {
            LastEvent = NoLaterThan(now, State.LastEvent),
            LastFull = NoLaterThan(now, State.LastFull),
            LastDiff = NoLaterThan(now, State.LastDiff),
            Followups = State.Followups.Length > limits.FollowupAlerts ? State.Followups[..limits.FollowupAlerts] : State.Followups,
        };
        return LastEventId is null ? state.RaiseNeed(ResyncNeed.ResumeFailed) : state;
    }

    private static DateTimeOffset? NoLaterThan(DateTimeOffset now, DateTimeOffset? time) => time > now ? now : time;
}
