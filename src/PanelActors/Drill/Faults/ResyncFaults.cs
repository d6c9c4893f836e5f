namespace PanelActors.Drill.Faults;

/// <summary>.</summary>
internal static class ResyncFaults
{
    /// <summary>All of them.</summary>
    public static DrillFault[] All { get; } = [];
}
