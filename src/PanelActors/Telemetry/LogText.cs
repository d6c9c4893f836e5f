using System.Globalization;
using System.Text;

namespace PanelActors.Telemetry;

/// <summary>Text from outside, made fit for a log line.</summary>
internal static class LogText
{
    private const int Longest = 64;
    private const char Instead = '?';

    /// <summary><paramref name="text"/>, shortened, with nothing in it that could start a line or move a cursor.</summary>
    public static string Printable(string text)
    {
        if (text.Length <= Longest) return Line(text);
        // Not through the middle of a pair.
        var end = char.IsHighSurrogate(text[Longest - 1]) ? Longest - 1 : Longest;
        return string.Concat(Line(text[..end]), "…");
    }

    /// <summary>The same at its whole length. Text that is fit already is given back as it is.</summary>
    public static string Line(string text)
    {
        var end = CleanUntil(text, 0);
        if (end == text.Length) return text;
        var shown = new StringBuilder(text, 0, end, text.Length);
        while (end < text.Length)
        {
            shown.Append(Instead);
            var start = end + RuneAt(text, end, out _);
            end = CleanUntil(text, start);
            shown.Append(text, start, end - start);
        }

        return shown.ToString();
    }

    /// <summary>Whether <paramref name="text"/> is fit as it is.</summary>
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

    // Besides control characters: separators that viewers break lines at, marks that turn the reading direction around or cannot be
    // seen at all, tags that carry text which nobody sees; and what is a character of nobody knows what.
    private static bool IsPrintable(Rune rune) => Rune.GetUnicodeCategory(rune) is not
        (UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator
        or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned);
}
