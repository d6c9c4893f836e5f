using PanelActors.Tree;


namespace PanelActors.Protocol;

/// <summary>The event types of the feed and their other names (specification 1.4). Compared without regard to case.</summary>
internal static class EventTypes
{
    /// <summary>A whole baseline.</summary>
    public const string PanelFull = "panel_full";

    /// <summary>A change against the baseline.</summary>
    public const string PanelDiff = "panel_diff";

    /// <summary>How many alerts there are of each severity.</summary>
    public const string SeverityCounts = "severity_counts";

    /// <summary>The state of one kind of alert.</summary>
    public const string SeverityState = "severity_state";

    /// <summary>A follow-up alert.</summary>
    public const string FollowupAlert = "followup_alert";

    /// <summary>A relay's word about how fresh its store is.</summary>
    public const string Heartbeat = "heartbeat";

    /// <summary>A relay's first word on a connection.</summary>
    public const string Hello = "hello";

    /// <summary>A relay's last word on a connection.</summary>
    public const string Bye = "bye";

    /// <summary>A publisher's word that it left something out.</summary>
    public const string Truncated = "truncated";

    /// <summary>What any other type is counted as, so that a feed cannot create metric series at will.</summary>
    public const string Unknown = "unknown";

    /// <summary>The five known types.</summary>
    public static readonly IReadOnlyList<string> Known = [PanelFull, PanelDiff, SeverityCounts, SeverityState, FollowupAlert];

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

    /// <summary>The text of a <c>type</c> member, null where it is no text. The two that make up nearly all of a stream cost no allocation.</summary>
    internal static string? NameIn(TapeValue type) =>
        type.IsString("panel_diff"u8) ? PanelDiff : type.IsString("panel_full"u8) ? PanelFull : type.AsString();

    /// <summary>The known type that <paramref name="name"/> stands for, or <see cref="Unknown"/>.</summary>
    public static string Resolve(string name) =>
        // Nearly every event is a diff, and nearly every name of one is this very string.
        ReferenceEquals(name, PanelDiff) ? name : Names.GetValueOrDefault(name, Unknown);
}
