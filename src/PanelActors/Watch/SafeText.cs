using System.Globalization;
using System.Text;
using Spectre.Console.Rendering;

namespace PanelActors.Watch;

/// <summary>
/// Text from a feed, made fit for a terminal: nothing in it moves a cursor, starts a line, turns the reading direction around or takes
/// other room than it is counted for.
/// </summary>
internal static class SafeText
{
    /// <summary>What stands for what was cut off.</summary>
    public const char Ellipsis = '…';

    // Longer than any line is wide.
    private const int MaxLength = 1000;
    private const char Replacement = '\uFFFD';

    private static readonly byte[] KnownWidths = new byte[char.MaxValue + 1];

    /// <summary>The printable part of <paramref name="text"/>, on one line.</summary>
    public static string Clean(string text)
    {
        if (text.Length <= MaxLength && !text.AsSpan().ContainsAnyExceptInRange(' ', '~')) return text;
        var clean = new StringBuilder(Math.Min(text.Length, MaxLength));
        var marks = 1;
        foreach (var rune in text.EnumerateRunes())
        {
            if (clean.Length >= MaxLength) break;
            switch (Rune.GetUnicodeCategory(rune))
            {
                case UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator or UnicodeCategory.SpaceSeparator:
                    clean.Append(' ');
                    break;
                case UnicodeCategory.Control:
                    clean.Append(rune.Value is '\t' or '\n' or '\r' ? ' ' : Replacement);
                    break;
                // Among them those that turn the direction around, and those that join what is counted apart.
                case UnicodeCategory.Format:
                    continue;
                case UnicodeCategory.Surrogate or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned:
                    clean.Append(Replacement);
                    break;
                case UnicodeCategory.NonSpacingMark or UnicodeCategory.EnclosingMark or UnicodeCategory.SpacingCombiningMark:
                    // One mark to a letter; those that choose between two widths of it are left out.
                    if (marks++ > 0 || rune.Value is >= 0xFE00 and <= 0xFE0F) continue;
                    clean.Append(rune);
                    continue;
                default:
                    clean.Append(rune);
                    break;
            }

            marks = 0;
        }

        return clean.ToString();
    }

    /// <summary>How many columns <paramref name="clean"/> takes.</summary>
    public static int WidthOf(string clean)
    {
        if (!clean.AsSpan().ContainsAnyExceptInRange(' ', '~')) return clean.Length;
        var width = 0;
        foreach (var rune in clean.EnumerateRunes()) width += WidthOf(rune);
        return width;
    }

    /// <summary><paramref name="clean"/>, cut where it takes more than <paramref name="width"/> columns.</summary>
    public static string Cut(string clean, int width)
    {
        if (width <= 0) return "";
        if (WidthOf(clean) <= width) return clean;
        var cut = new StringBuilder();
        var used = 0;
        foreach (var rune in clean.EnumerateRunes())
        {
            var next = WidthOf(rune);
            if (used + next > width - 1) break;
            cut.Append(rune);
            used += next;
        }

        return cut.Append(Ellipsis).ToString();
    }

    /// <summary>
    /// The beginning of <paramref name="clean"/> in at most <paramref name="width"/> columns, up to its last space if it has one, and what
    /// is left.
    /// </summary>
    public static (string Line, string Left) Break(string clean, int width)
    {
        if (WidthOf(clean) <= width) return (clean, "");
        var (length, used) = (0, 0);
        foreach (var rune in clean.EnumerateRunes())
        {
            if ((used += WidthOf(rune)) > width) break;
            length += rune.Utf16SequenceLength;
        }

        var space = clean.LastIndexOf(' ', length);
        if (space > 0) length = space;
        return (clean[..length], clean[length..].TrimStart(' '));
    }

    /// <summary><paramref name="clean"/> in exactly <paramref name="width"/> columns.</summary>
    public static string Fit(string clean, int width, bool toTheRight = false)
    {
        var cut = Cut(clean, width);
        var room = new string(' ', Math.Max(0, width - WidthOf(cut)));
        return toTheRight ? room + cut : cut + room;
    }

    private static int WidthOf(Rune rune)
    {
        if (rune.Value is >= ' ' and <= '~') return 1;
        if (!rune.IsBmp) return Measure(rune);
        // Zero stands for not known yet.
        var known = KnownWidths[rune.Value];
        if (known == 0) KnownWidths[rune.Value] = known = (byte)(Measure(rune) + 1);
        return known - 1;
    }

    private static int Measure(Rune rune) => new Segment(rune.ToString()).CellCount();
}
