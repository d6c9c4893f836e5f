namespace PanelActors.Drill;

/// <summary>What was measured of one fault, from outside of the daemon.</summary>
internal sealed record DrillMeasure
{
    /// <summary>From the moment the fault was caused until the daemon had shown all that its row says; null = it never did.</summary>
    public TimeSpan? Detect { get; init; }

    /// <summary>From the end of the fault until the state was the feed's and its health <c>ok</c>; null = it never was.</summary>
    public TimeSpan? Recover { get; init; }

    /// <summary>Events that the daemon could not apply; null = not known, since it did not answer.</summary>
    public int? LostEvents { get; init; }

    /// <summary>Panels that differ at the end from those of the feed; null = not known.</summary>
    public int? LostPanels { get; init; }

    /// <summary>Promises that were seen broken meanwhile, one line each.</summary>
    public IReadOnlyList<string> Broken { get; init; } = [];
}
