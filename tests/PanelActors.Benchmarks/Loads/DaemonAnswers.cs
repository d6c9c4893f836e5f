using System.Globalization;

namespace PanelActors.Benchmarks.Loads;

/// <summary>Answers of a daemon in a separate process.</summary>
internal static class DaemonAnswers
{
    /// <summary>Whether a snapshot has a baseline.</summary>
    public static bool HasBaseline(string snapshot) => !snapshot.Contains("\"panel_full\":0", StringComparison.Ordinal);

    /// <summary>The daemon's metrics.</summary>
    public static async Task<string> MetricsAsync(ChildProcess daemon)
    {
        using var http = new HttpClient { BaseAddress = daemon.Url };
        return await http.GetStringAsync("metrics");
    }

    /// <summary>The sum of a metric over those of its labels that contain <paramref name="label"/>.</summary>
    public static double Sum(this string metrics, string name, string label = "") => metrics.Split('\n')
        .Where(line => line.StartsWith(name, StringComparison.Ordinal) && line.Contains(label, StringComparison.Ordinal))
        .Sum(static line => double.Parse(line.Split(' ')[1], CultureInfo.InvariantCulture));
}
