using System.Globalization;

namespace PanelActors.Hosting.Listening;

/// <summary>How many files this process may open, its connections among them.</summary>
internal static class FileLimit
{
    private const string Limits = "/proc/self/limits";
    private const string Line = "Max open files";

    /// <summary>
    /// The limit now; <see cref="long.MaxValue"/> where it cannot be read. The runtime raises the soft limit to the hard one at its start.
    /// </summary>
    public static long Read()
    {
        try
        {
            return File.Exists(Limits) ? Parse(File.ReadLines(Limits)) : long.MaxValue;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return long.MaxValue;
        }
    }

    /// <summary>The soft limit in the lines of <c>/proc/self/limits</c>.</summary>
    public static long Parse(IEnumerable<string> limits)
    {
        var line = limits.FirstOrDefault(static line => line.StartsWith(Line, StringComparison.Ordinal));
        var soft = line?[Line.Length..].Split(' ', StringSplitOptions.RemoveEmptyEntries).FirstOrDefault();
        return long.TryParse(soft, NumberStyles.None, CultureInfo.InvariantCulture, out var files) ? files : long.MaxValue;
    }
}
