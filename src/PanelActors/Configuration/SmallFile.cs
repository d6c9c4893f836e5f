using System.Text;

namespace PanelActors.Configuration;

/// <summary>Reads files that are small by nature, such as keys. A path that leads to something else does no harm.</summary>
internal static class SmallFile
{
    /// <summary>The text of a file, without a byte order mark.</summary>
    /// <exception cref="IOException">It is not a file, cannot be read, or is larger than <paramref name="maxBytes"/>.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be read.</exception>
    public static string ReadText(string path, int maxBytes)
    {
        // Opening a pipe may block for good.
        if (FilePlace.Of(path).WhyNoFile is { } why) throw new IOException($"It is {why}.");
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
        var bytes = new byte[Math.Min(file.Length, maxBytes) + 1];
        var length = file.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
        if (length > maxBytes) throw new IOException($"It is larger than {maxBytes / 1024} KiB.");
        // One that grows at this moment is read again at the next look.
        return Encoding.UTF8.GetString(bytes, 0, Math.Min(length, bytes.Length - 1)).TrimStart('\uFEFF');
    }
}
