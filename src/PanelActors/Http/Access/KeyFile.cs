using PanelActors.Configuration;

namespace PanelActors.Http.Access;

/// <summary>Reads files of keys: one key a line. Empty lines, and lines that begin with <c>#</c>, are no keys.</summary>
internal static class KeyFile
{
    public const string Allowed = "a file of keys, one a line, each of up to 512 printable ASCII characters without spaces";

    /// <summary>The largest file of keys or tokens' keys that is read.</summary>
    public const int MaxBytes = 256 * 1024;

    private const int MaxKeyLength = 512;

    /// <summary>The text of a file.</summary>
    /// <exception cref="IOException">It cannot be read, or is larger than <see cref="MaxBytes"/>.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be read.</exception>
    public static string ReadText(string path) => SmallFile.ReadText(path, MaxBytes);

    /// <summary>The hashes of the keys in a text; null where one of its lines cannot be a key.</summary>
    public static IReadOnlyList<KeyHash>? Parse(string text)
    {
        var hashes = new List<KeyHash>();
        foreach (var line in text.AsSpan().EnumerateLines())
        {
            var key = line.Trim();
            if (key.IsEmpty || key[0] == '#') continue;
            if (!IsKey(key)) return null;
            hashes.Add(KeyHash.Of(key));
        }

        return hashes;
    }

    /// <summary>Whether a text can be a key: it fits into a header line.</summary>
    public static bool IsKey(ReadOnlySpan<char> text) =>
        text.Length is > 0 and <= MaxKeyLength && !text.ContainsAnyExceptInRange('!', '~');
}
