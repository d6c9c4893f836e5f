using PanelActors.Protocol;
using PanelActors.Protocol.Decode;

namespace PanelActors.State;

/// <summary>Faults of a feed that no retry mends, in words that name the setting that does.</summary>
internal static class FeedFaults
{
    /// <summary>
    /// The fault behind events that were not applied for <paramref name="reason"/>, for operators; null for one that may pass.
    /// </summary>
    public static string? Of(string reason) => reason switch
    {
        LossReasons.Oversized => "the feed sends an event larger than Limits:MaxEventBytes allows: raise it",
        LossReasons.TooDeep => "the feed sends an event that nests deeper than Limits:MaxDepth allows: raise it",
        DropReasons.StateLimit => "the panels would grow beyond Limits:MaxStateBytes: raise it",
        SummaryDialect.Truncated =>
            "the publisher left an event out for its size, or cut its history: raise its limits for these, not a setting here",
        _ => null,
    };

    /// <summary>The fault behind a need that no new baseline meets for long; null where it is of another kind.</summary>
    public static string? Of(ResyncNeed need) => need.Reasons.Contains(SummaryDialect.Truncated) ? Of(SummaryDialect.Truncated) : null;
}
