using System.Text;

namespace PanelActors.History;

/// <summary>Texts of a feed as the history keeps them: bounded, and such that every database takes them.</summary>
internal static class HistoryText
{
    /// <summary>In characters.</summary>
    public const int MaxLevel = 32;

    /// <inheritdoc cref="MaxLevel"/>
    public const int MaxTitle = 200;

    /// <inheritdoc cref="MaxLevel"/>
    public const int MaxDetail = 1000;

    private const char Replacement = '\uFFFD';

    /// <summary>At most <paramref name="max"/> characters of <paramref name="text"/>, without NUL, which PostgreSQL refuses.</summary>
    public static string Clamp(string text, int max)
    {
        if (text.Length > max)
        {
            var end = max - 1;
            if (char.IsHighSurrogate(text[end - 1])) end--;
            text = new StringBuilder(text, 0, end, max).Append('…').ToString();
        }

        return Clean(text);
    }

    /// <summary>The text without NUL.</summary>
    public static string Clean(string text) => text.Replace('\0', Replacement);
}
