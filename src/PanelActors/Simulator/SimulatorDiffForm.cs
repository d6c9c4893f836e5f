namespace PanelActors.Simulator;

/// <summary>Which of the three diff forms (specification 1.5) a simulated feed writes.</summary>
internal enum SimulatorDiffForm
{
    /// <summary>All three in turn, mostly <see cref="Structured"/>, which also stands in for a form that cannot express a change.</summary>
    Mixed,

    /// <summary><c>added</c>, <c>removed</c>, <c>changed</c> and <c>nested</c>: can express every change.</summary>
    Structured,

    /// <summary>RFC 7396. It cannot set a value to <c>null</c>; a tick that does so is sent as a <c>panel_full</c>.</summary>
    MergePatch,

    /// <summary>One operation a panel. It cannot remove a panel; a tick that does so is sent as a <c>panel_full</c>.</summary>
    PanelOp,
}
