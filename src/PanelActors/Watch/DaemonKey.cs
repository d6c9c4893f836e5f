using PanelActors.Configuration;

namespace PanelActors.Watch;

/// <summary>The key or token that a daemon is shown, in the first line of a file that is neither empty nor a comment.</summary>
internal static class DaemonKey
{
    private const int MaxFileBytes = 64 * 1024;
    private const int MaxLength = 8 * 1024;

    /// <summary>Reads it.</summary>
    /// <exception cref="DaemonFaultException">The file cannot be read, or has no key.</exception>
    public static string Read(string file)
    {
        try
        {
            return Parse(SmallFile.ReadText(file, MaxFileBytes))
                ?? throw new DaemonFaultException(
                    $"The key file {file} has no key: one line of printable ASCII characters without spaces.");
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new DaemonFaultException($"The key file {file} cannot be read: {fault.Message}", fault);
        }
    }

    /// <summary>The key in the text of such a file; null where there is none that a header can have.</summary>
    public static string? Parse(string text)
    {
        foreach (var line in text.AsSpan().EnumerateLines())
        {
            var key = line.Trim();
            if (key.IsEmpty || key[0] == '#') continue;
            return key.Length > MaxLength || key.ContainsAnyExceptInRange('!', '~') ? null : key.ToString();
        }

        return null;
    }
}
