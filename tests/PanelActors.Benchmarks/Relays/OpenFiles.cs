using System.Globalization;

namespace PanelActors.Benchmarks.Relays;

/// <summary>How many files and sockets a process may have open here.</summary>
internal static class OpenFiles
{
    private const string Limits = "/proc/self/limits";

    /// <summary>
    /// Makes sure that <paramref name="count"/> are allowed. The runtime itself asks for as many as the hard limit allows.
    /// </summary>
    /// <exception cref="InvalidOperationException">They are not.</exception>
    public static void Require(int count)
    {
        if (!File.Exists(Limits)) return;
        var line = File.ReadLines(Limits).First(static limit => limit.StartsWith("Max open files", StringComparison.Ordinal));
        var hard = line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[4];
        if (long.TryParse(hard, NumberStyles.None, CultureInfo.InvariantCulture, out var allowed) && allowed < count)
        {
            throw new InvalidOperationException(
                $"This load needs {count} open files in each of its processes, and {allowed} are allowed: "
                + $"raise the hard limit with `ulimit -Hn {count}`.");
        }
    }
}
