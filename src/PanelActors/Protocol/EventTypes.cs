using PanelActors.Configuration;

namespace PanelActors.Protocol;

/// <summary>The event types of feeds and their other names (specification 1.4 and 1.6). Compared without regard to case.</summary>
internal static class EventTypes
{
    public const string PanelFull = FeedEvents.PanelFull;
    public const string PanelDiff = FeedEvents.PanelDiff;
    public const string SeverityCounts = FeedEvents.SeverityCounts;
    public const string SeverityState = FeedEvents.SeverityState;
    public const string FollowupAlert = FeedEvents.FollowupAlert;

    /// <summary>How fresh a relay's store is, or that a publisher's panels have not changed.</summary>
    public const string Heartbeat = "heartbeat";

    /// <summary>The first event of a relay's or a publisher's connection.</summary>
    public const string Hello = "hello";

    /// <summary>The last event of a relay's connection.</summary>
    public const string Bye = "bye";

    /// <summary>A publisher has left something out.</summary>
    public const string Truncated = "truncated";

    /// <summary>What any other type is counted as, so that a feed cannot create metric series at will.</summary>
    public const string Unknown = "unknown";

    /// <summary>The types that change a state; every relay sends them.</summary>
    public static readonly IReadOnlyList<string> Known = FeedEvents.All;

    /// <summary>Every type that an event is counted under.</summary>
    public static readonly IReadOnlyList<string> Counted = [.. Known, Unknown, Hello, Heartbeat, Truncated, Bye];

    private static readonly Dictionary<string, string> Names = new(StringComparer.OrdinalIgnoreCase)
    {
        [PanelFull] = PanelFull,
        ["full"] = PanelFull,
        ["panelfull"] = PanelFull,
        ["panel_full_event"] = PanelFull,
        [PanelDiff] = PanelDiff,
        ["diff"] = PanelDiff,
        ["paneldiff"] = PanelDiff,
        ["panel_diff_event"] = PanelDiff,
        [SeverityCounts] = SeverityCounts,
        [SeverityState] = SeverityState,
        ["severity"] = SeverityState,
        ["severitystate"] = SeverityState,
        [FollowupAlert] = FollowupAlert,
    };

    /// <summary>The type of <see cref="Known"/> that <paramref name="name"/> stands for, or <see cref="Unknown"/>.</summary>
    public static string Resolve(string name) =>
        // Nearly every event is a diff, and nearly every name of one is this very string.
        ReferenceEquals(name, PanelDiff) ? name : Names.GetValueOrDefault(name, Unknown);
}
