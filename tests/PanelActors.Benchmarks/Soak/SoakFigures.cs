namespace PanelActors.Benchmarks.Soak;

/// <summary>What the daemon's process holds at one moment.</summary>
/// <param name="Memory">Resident memory in MiB.</param>
/// <param name="Handles">Open file descriptors.</param>
/// <param name="Threads">Threads.</param>
internal readonly record struct SoakFigures(double Memory, int Handles, int Threads)
{
    // Of a life's figures the first third is its warm-up.
    private const int Thirds = 3;
    private const int FewestFigures = 60;
    private const double MostMemory = 600;

    /// <summary>What grew in one life of the daemon, a line for each; those of ten minutes or less show only a bound of memory.</summary>
    /// <param name="life">Figures of every ten seconds since a start.</param>
    public static IEnumerable<string> Grown(IReadOnlyList<SoakFigures> life)
    {
        if (life.Count > 0 && life.Max(static one => one.Memory) is > MostMemory and var most) yield return $"the daemon took {most:0} MiB";
        if (life.Count < FewestFigures) yield break;
        var third = life.Count / Thirds;
        var (middle, last) = (life.Skip(third).Take(third).ToList(), life.Skip(2 * third).ToList());
        if (Grew(static one => one.Memory, share: 0.15, fixedPart: 20) is { } memory) yield return $"memory (MiB) {memory}";
        if (Grew(static one => one.Handles, share: 0, fixedPart: 20) is { } handles) yield return $"open handles {handles}";
        if (Grew(static one => one.Threads, share: 0, fixedPart: 15) is { } threads) yield return $"threads {threads}";

        string? Grew(Func<SoakFigures, double> what, double share, double fixedPart)
        {
            var (before, after) = (Median(middle.Select(what)), Median(last.Select(what)));
            return after > (before * (1 + share)) + fixedPart ? $"grew from {before:0} to {after:0}" : null;
        }
    }

    private static double Median(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        return sorted[sorted.Length / 2];
    }
}
