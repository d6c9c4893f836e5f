namespace PanelActors.Drill.Faults;

/// <summary>.</summary>
internal static class SummaryFaults
{
    /// <summary>All of them.</summary>
    public static DrillFault[] All { get; } = [];
}
