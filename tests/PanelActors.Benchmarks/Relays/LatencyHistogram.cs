using System.Diagnostics;

namespace PanelActors.Benchmarks.Relays;

/// <summary>How long things took, in steps of ten microseconds up to four seconds, from any number of threads.</summary>
internal sealed class LatencyHistogram
{
    private const int StepsPerSecond = 100_000;

    private readonly int[] _counts = new int[4 * StepsPerSecond];

    /// <summary>Adds a time in ticks of the monotonic clock.</summary>
    public void Add(long ticks) =>
        Interlocked.Increment(ref _counts[(int)Math.Clamp(ticks / (Stopwatch.Frequency / StepsPerSecond), 0, _counts.Length - 1)]);

    /// <summary>Forgets all of them.</summary>
    public void Clear() => Array.Clear(_counts);

    /// <summary>The time in milliseconds that <paramref name="share"/> of them did not exceed.</summary>
    public double At(double share)
    {
        var left = (long)Math.Ceiling(_counts.Sum(static count => (long)count) * share);
        var step = 0;
        while (step < _counts.Length - 1 && (left -= _counts[step]) > 0) step++;
        return (step + 1) * 1000.0 / StepsPerSecond;
    }
}
