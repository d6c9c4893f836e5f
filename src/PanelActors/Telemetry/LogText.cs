using System.Globalization;
using System.Text;

namespace PanelActors.Telemetry;

/// <summary>Text from feeds and clients, made safe for a log line.</summary>
internal static class LogText
{
    private const int MaxLength = 64;
    private const char Replacement = '?';

    /// <summary><paramref name="text"/>, shortened, with a <c>?</c> for everything that could start a line or move a cursor.</summary>
    public static string Printable(string text)
    {
        if (text.Length <= MaxLength) return Line(text);
        // A surrogate pair stays whole.
        var end = char.IsHighSurrogate(text[MaxLength - 1]) ? MaxLength - 1 : MaxLength;
        return string.Concat(Line(text[..end]), "…");
    }

    /// <summary>The same at its whole length. Returns the same instance where nothing needs replacing.</summary>
    public static string Line(string text)
    {
        var end = CleanUntil(text, 0);
        if (end == text.Length) return text;
        var shown = new StringBuilder(text, 0, end, text.Length);
        while (end < text.Length)
        {
            shown.Append(Replacement);
            var start = end + RuneAt(text, end, out _);
            end = CleanUntil(text, start);
            shown.Append(text, start, end - start);
        }

        return shown.ToString();
    }

    public static bool IsPrintable(string text) => CleanUntil(text, 0) == text.Length;

    private static int CleanUntil(string text, int start)
    {
        var at = start;
        while (at < text.Length)
        {
            if (text[at] is >= ' ' and <= '~')
            {
                at++;
                continue;
            }

            var length = RuneAt(text, at, out var rune);
            if (rune is not { } whole || !IsPrintable(whole)) break;
            at += length;
        }

        return at;
    }

    private static int RuneAt(string text, int at, out Rune? rune)
    {
        rune = Rune.TryGetRuneAt(text, at, out var found) ? found : null;
        return rune?.Utf16SequenceLength ?? 1;
    }

    // Not only control characters: viewers break lines at separators, format characters are invisible or reverse the reading direction,
    // and a private or unassigned character can look like anything.
    private static bool IsPrintable(Rune rune) => Rune.GetUnicodeCategory(rune) is not
        (UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator
        or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned);
}
