using System.Globalization;

namespace PanelActors.Hosting.Listening;

/// <summary>How many files this process may open, its connections among them.</summary>
internal static class FileLimit
{
    private const string Limits = "/proc/self/limits";
    private const string Line = "Max open files";

    /// <summary>The limit now; as good as none where the system does not tell. The runtime has raised it as far as it goes.</summary>
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

    /// <summary>The soft limit that these lines tell.</summary>
    public static long Parse(IEnumerable<string> limits)
    {
        var line = limits.FirstOrDefault(static line => line.StartsWith(Line, StringComparison.Ordinal));
        var soft = line?[Line.Length..].Split(' ', StringSplitOptions.RemoveEmptyEntries).FirstOrDefault();
        return long.TryParse(soft, NumberStyles.None, CultureInfo.InvariantCulture, out var files) ? files : long.MaxValue;
    }
}
