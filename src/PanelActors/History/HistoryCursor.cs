using System.Globalization;
using PanelActors.Configuration;

namespace PanelActors.History;

/// <summary>Where a page of the history ended: the next one goes on after it.</summary>
/// <param name="At">The time of its last entry, in microseconds since 1970.</param>
/// <param name="Number">The number of that entry.</param>
/// <param name="Store">The store of that entry.</param>
internal sealed record HistoryCursor(long At, long Number, string Store)
{
    /// <summary>What a cursor looks like, to stand after "expected".</summary>
    public const string Allowed = "the next of a page before, as it was";

    public static HistoryCursor After(HistoryEntry entry) =>
        new(HistoryEntry.Micros(entry.At), entry.Number, HistoryTable.KeyOf(entry.Store));

    /// <summary>Reads what <see cref="ToString"/> wrote; null for anything else.</summary>
    public static HistoryCursor? Parse(string text)
    {
        var parts = text.Split('.');
        return parts.Length == 3 && IsNumber(parts[0], out var at) && IsNumber(parts[1], out var number)
            && new StoreName(parts[2]).IsValid
            ? new HistoryCursor(at, number, HistoryTable.KeyOf(parts[2]))
            : null;
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{At}.{Number}.{Store}");

    private static bool IsNumber(string text, out long number) =>
        long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out number);
}
