using System.Text;

namespace PanelActors.Sources.Http;

/// <summary>The configured headers of a request with their values, as they are at this moment.</summary>
internal static class HeaderValues
{
    /// <summary>
    /// The largest header file that is read. A token is small; a path that leads to something else should not fill memory.
    /// </summary>
    public const int MaxFileBytes = 64 * 1024;

    /// <summary>Whether a value holds a character that would end or cut a header line.</summary>
    public static bool HasForbidden(string value) => value.AsSpan().ContainsAny('\r', '\n', '\0');

    /// <summary>The request's headers by name, its files read and trimmed.</summary>
    /// <exception cref="UpstreamRefusedException">A file cannot be read; it may be there again at the next attempt.</exception>
    public static async Task<IReadOnlyDictionary<string, string>> ReadAsync(UpstreamRequest request, CancellationToken cancellation)
    {
        var values = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var (name, value) in request.Headers)
            values[name] = value;
        foreach (var (name, path) in request.HeaderFiles)
            values[name] = await ReadFileAsync(name, path, cancellation);
        return values;
    }

    private static async Task<string> ReadFileAsync(string name, string path, CancellationToken cancellation)
    {
        try
        {
            await using var file = new FileStream(
                path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, 0, FileOptions.Asynchronous);
            var bytes = new byte[MaxFileBytes + 1];
            var length = await file.ReadAtLeastAsync(bytes, bytes.Length, throwOnEndOfStream: false, cancellation);
            if (length > MaxFileBytes) throw Refused(name, null);
            // GetString keeps a byte order mark, which editors like to write and no token starts with.
            return Encoding.UTF8.GetString(bytes, 0, length).Trim('\uFEFF').Trim();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw Refused(name, e);
        }
    }

    private static UpstreamRefusedException Refused(string name, Exception? cause) =>
        new(ConnectionEnds.BadHeaderFile(name), cause);
}
