namespace PanelActors.Drill;

/// <summary>The rows of docs/failure-modes.md that no fault is caused for, each with the reason.</summary>
internal static class OutOfReach
{
    /// <summary>Reasons by the key of the row (<see cref="FailureRow"/>).</summary>
    public static IReadOnlyDictionary<string, string> Rows { get; } = new Dictionary<string, string>();
}
