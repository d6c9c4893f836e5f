using PanelActors.Configuration;

namespace PanelActors.History;

/// <summary>
/// The place of a number in a store's panels: a JSON pointer (RFC 6901), or a pattern of them, in which <c>*</c> stands for any characters
/// of one part and <c>**</c> for any number of parts. Pure.
/// </summary>
internal sealed class SeriesPath
{
    /// <summary>Numbers in deeper places are not kept: the names on the way to one, in bytes of UTF-8, each with its slash.</summary>
    public const int MaxLength = 1000;

    private readonly string[] _parts;

    private SeriesPath(string text, string[] parts) => (Text, _parts) = (text, parts);

    /// <summary>As it was written.</summary>
    public string Text { get; }

    /// <summary>Whether it may stand for several numbers.</summary>
    public bool IsPattern => Array.Exists(_parts, static part => part.Contains('*'));

    /// <summary>Reads a pointer or pattern; null for a text that is none.</summary>
    public static SeriesPath? Parse(string text)
    {
        return HistoryRules.IsPath(text) ? new SeriesPath(text, text[1..].Split('/')) : null;
    }

    /// <summary>A pointer with one more part.</summary>
    public static string Append(string pointer, string part) =>
        $"{pointer}/{part.Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal)}";

    /// <summary>Whether this is, or stands for, a pointer.</summary>
    public bool Matches(string pointer) =>
        IsPattern ? Matches(_parts, pointer[1..].Split('/')) : string.Equals(Text, pointer, StringComparison.Ordinal);

    private static bool Matches(ReadOnlySpan<string> pattern, ReadOnlySpan<string> parts)
    {
        // As for wildcards in names: only the latest ** has to be tried again, so that no pattern takes long.
        var (at, atPart, star, starPart) = (0, 0, -1, 0);
        while (atPart < parts.Length)
        {
            if (at < pattern.Length && pattern[at] == "**") (star, starPart) = (at++, atPart);
            else if (at < pattern.Length && IsMatch(pattern[at], parts[atPart])) (at, atPart) = (at + 1, atPart + 1);
            else if (star < 0) return false;
            else (at, atPart) = (star + 1, ++starPart);
        }

        while (at < pattern.Length && pattern[at] == "**") at++;
        return at == pattern.Length;
    }

    // Nothing but * is special: names of panels have question marks and backslashes too. As above, only the latest * is tried again.
    private static bool IsMatch(string pattern, string part)
    {
        var (at, atPart, star, starPart) = (0, 0, -1, 0);
        while (atPart < part.Length)
        {
            if (at < pattern.Length && pattern[at] == '*') (star, starPart) = (at++, atPart);
            else if (at < pattern.Length && pattern[at] == part[atPart]) (at, atPart) = (at + 1, atPart + 1);
            else if (star < 0) return false;
            else (at, atPart) = (star + 1, ++starPart);
        }

        while (at < pattern.Length && pattern[at] == '*') at++;
        return at == pattern.Length;
    }
}
