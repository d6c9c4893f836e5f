using System.Diagnostics.CodeAnalysis;
using System.Text.Json;

namespace PanelActors.Configuration;

/// <summary>How the values of enums are written (snake case), and which known word is nearest to a mistyped one.</summary>
internal static class Spelling
{
    public static string ToName<T>(this T value) where T : struct, Enum => JsonNamingPolicy.SnakeCaseLower.ConvertName(value.ToString());

    public static IReadOnlyList<string> NamesOf(Type type) => [.. Enum.GetNames(type).Select(JsonNamingPolicy.SnakeCaseLower.ConvertName)];

    /// <summary>The value of an enum that is written <paramref name="text"/>, whatever the case; null where there is none.</summary>
    public static object? Parse(Type type, string text)
    {
        var name = Enum.GetNames(type)
            .FirstOrDefault(name => JsonNamingPolicy.SnakeCaseLower.ConvertName(name).Equals(text, StringComparison.OrdinalIgnoreCase));
        return name is null ? null : Enum.Parse(type, name);
    }

    public static string OneOf(IEnumerable<string> words) => $"one of {string.Join(", ", words)}";

    public static string? Nearest(string word, IEnumerable<string> known) => known.MinBy(candidate => Distance(word, candidate));

    /// <summary>Whether <paramref name="word"/> is <paramref name="known"/> but for a slip or two.</summary>
    public static bool IsSlip(string word, [NotNullWhen(true)] string? known) => known is not null && Distance(word, known) is 1 or 2;

    /// <summary>Levenshtein distance, case ignored. Words are cut at 64 characters: a key that long is not a typo.</summary>
    private static int Distance(string left, string right)
    {
        var a = left.Length > 64 ? left[..64] : left;
        var row = Enumerable.Range(0, right.Length + 1).ToArray();
        for (var i = 1; i <= a.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= right.Length; j++)
            {
                var substituted = diagonal + (char.ToLowerInvariant(a[i - 1]) == char.ToLowerInvariant(right[j - 1]) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.Min(substituted, Math.Min(row[j], row[j - 1]) + 1);
            }
        }
        return row[^1];
    }
}
