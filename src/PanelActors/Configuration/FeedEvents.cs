namespace PanelActors.Configuration;

/// <summary>The event types that a source can ask its feed for (specification 1.4), in the order of that table.</summary>
internal static class FeedEvents
{
    public const string PanelFull = "panel_full";
    public const string PanelDiff = "panel_diff";
    public const string SeverityCounts = "severity_counts";
    public const string SeverityState = "severity_state";
    public const string FollowupAlert = "followup_alert";

    /// <summary>All of them, separated by spaces.</summary>
    public const string Words = $"{PanelFull} {PanelDiff} {SeverityCounts} {SeverityState} {FollowupAlert}";

    public static readonly IReadOnlyList<string> All = Words.Split(' ');
}
