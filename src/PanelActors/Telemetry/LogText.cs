using System.Globalization;

namespace PanelActors.Telemetry;

/// <summary>Text from outside, made fit for a log line.</summary>
public static class LogText
{
    private const int Longest = 64;

    /// <summary><paramref name="text"/>, shortened, with nothing in it that could start a line or move a cursor.</summary>
    public static string Printable(string text)
    {
        var shown = text.Length > Longest ? string.Concat(text.AsSpan(0, Longest), "…") : text;
        return string.Create(shown.Length, shown, static (target, source) =>
        {
            for (var i = 0; i < source.Length; i++) target[i] = IsPrintable(source[i]) ? source[i] : '?';
        });
    }

    // Besides control characters: separators that viewers break lines at, and marks that turn the reading direction around.
    private static bool IsPrintable(char c) => char.GetUnicodeCategory(c) is not
        (UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator);
}
