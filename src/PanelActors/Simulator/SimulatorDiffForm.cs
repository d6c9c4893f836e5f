namespace PanelActors.Simulator;

/// <summary>Which of the three diff forms (specification 1.5) a simulated feed writes.</summary>
internal enum SimulatorDiffForm
{
    /// <summary>Rotates through all three, mostly <see cref="Structured"/>; what a form cannot say is said as <see cref="Structured"/>.</summary>
    Mixed,

    /// <summary><c>added</c>, <c>removed</c>, <c>changed</c> and <c>nested</c>; can say every change.</summary>
    Structured,

    /// <summary>RFC 7396. It cannot set a value to <c>null</c>; a tick that does so leaves as a new <c>panel_full</c>.</summary>
    MergePatch,

    /// <summary>One operation a panel. It cannot remove a panel; a tick that does so leaves as a new <c>panel_full</c>.</summary>
    PanelOp,
}
