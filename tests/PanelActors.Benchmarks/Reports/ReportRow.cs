namespace PanelActors.Benchmarks.Reports;

/// <summary>One figure, and the one that it is compared with.</summary>
/// <param name="What">The thing.</param>
/// <param name="Value">Its figure.</param>
/// <param name="Unit">What the figure counts.</param>
public sealed record ReportRow(string What, double Value, string Unit)
{
    /// <summary>What stands beside it; null where nothing does.</summary>
    public string? Beside { get; init; }

    /// <summary>The figure of what stands beside it.</summary>
    public double? BesideValue { get; init; }

    /// <summary>The figure as a multiple of the one beside it.</summary>
    public double? Ratio { get; init; }

    /// <summary>What the ratio is to reach; null where it is only reported.</summary>
    public Target? Target { get; init; }

    /// <summary>Whether the target is met; null without one.</summary>
    public bool? IsMet => Ratio is { } ratio ? Target?.IsMetBy(ratio) : null;
}
