namespace PanelActors.Drill.Faults;

/// <summary>.</summary>
internal static class AgeFaults
{
    /// <summary>All of them.</summary>
    public static DrillFault[] All { get; } = [];
}
