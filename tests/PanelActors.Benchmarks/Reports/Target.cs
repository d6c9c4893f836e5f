using System.Globalization;

namespace PanelActors.Benchmarks.Reports;

/// <summary>What a ratio is to reach.</summary>
/// <param name="Ratio">The bound.</param>
/// <param name="AtMost">Whether it bounds from above.</param>
public sealed record Target(double Ratio, bool AtMost = false)
{
    /// <summary>Whether <paramref name="ratio"/> meets it.</summary>
    public bool IsMetBy(double ratio) => IsNearlyMetBy(ratio, factor: 1);

    /// <summary>Whether <paramref name="ratio"/> misses it by no more than <paramref name="factor"/>.</summary>
    public bool IsNearlyMetBy(double ratio, double factor) => AtMost ? ratio <= Ratio * factor : ratio >= Ratio / factor;

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{(AtMost ? "<=" : ">=")} {Ratio:0.##}");
}
