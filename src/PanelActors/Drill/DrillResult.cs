namespace PanelActors.Drill;

/// <summary>One fault that was caused, and what came of it.</summary>
/// <param name="Fault">The fault.</param>
/// <param name="Measure">What was measured.</param>
internal sealed record DrillResult(DrillFault Fault, DrillMeasure Measure)
{
    /// <summary>How its promise was broken; none where it was kept.</summary>
    public IReadOnlyList<string> Broken { get; } = DrillJudge.Broken(Fault.Promise, Measure);

    /// <summary>Whether its promise was kept.</summary>
    public bool IsKept => Broken.Count == 0;
}
