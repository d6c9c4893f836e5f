using System.Text;

namespace PanelActors.Watch;

/// <summary>Text for a terminal that has no UTF-8: the same width, in ASCII.</summary>
internal static class AsciiText
{
    private const string Marks = "▁▂▃▄▅▆▇█●▲►─…–·▏“”";
    private const string InAscii = "_.-~=+*#*^>-~--|\"\"";

    /// <summary>Whether the environment names a character set that is not UTF-8.</summary>
    /// <param name="variable">Reads a variable of the environment.</param>
    public static bool IsNeeded(Func<string, string?> variable)
    {
        var names = (string[])["LC_ALL", "LC_CTYPE", "LANG"];
        var locale = names.Select(variable).FirstOrDefault(static value => value is { Length: > 0 });
        var isUtf8 = locale?.Replace("-", "", StringComparison.Ordinal).Contains("UTF8", StringComparison.OrdinalIgnoreCase);
        return isUtf8 is false;
    }

    /// <summary><paramref name="clean"/> in ASCII, which takes as many columns; what has no likeness becomes question marks.</summary>
    public static string Of(string clean)
    {
        if (!clean.AsSpan().ContainsAnyExceptInRange(' ', '~')) return clean;
        var text = new StringBuilder(clean.Length);
        foreach (var rune in clean.EnumerateRunes())
        {
            var at = rune.IsBmp ? Marks.IndexOf((char)rune.Value, StringComparison.Ordinal) : -1;
            if (rune.Value is >= ' ' and <= '~') text.Append((char)rune.Value);
            else if (at >= 0) text.Append(InAscii[at]);
            else text.Append('?', SafeText.WidthOf(rune.ToString()));
        }

        return text.ToString();
    }
}
