using PanelActors.Drill.Faults;

namespace PanelActors.Drill;

/// <summary>All faults that a drill causes.</summary>
internal static class DrillFaults
{
    /// <summary>About in the order of docs/failure-modes.md.</summary>
    public static IReadOnlyList<DrillFault> All { get; } =
    [
        .. NetworkFaults.All, .. AnswerFaults.All, .. TlsFaults.All, .. ContentFaults.All, .. SummaryFaults.All, .. AgeFaults.All,
        .. ResyncFaults.All, .. CompositeFaults.All, .. SubscriberFaults.All, .. HttpClientFaults.All, .. RestartFaults.All,
        .. DatabaseFaults.All, .. FileFaults.All, .. NotifyFaults.All, .. RecordingFaults.All, .. StartFaults.All, .. EditFaults.All,
    ];
}
