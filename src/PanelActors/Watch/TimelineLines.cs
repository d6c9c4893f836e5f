using PanelActors.Http;

namespace PanelActors.Watch;

/// <summary>The history as lines, newest first: each entry in one line, and in a narrow window what it is about below it.</summary>
/// <param name="Zone">The zone of the times.</param>
/// <param name="WithStore">Whether the entries are of several stores.</param>
internal sealed record TimelineLines(WatchZone Zone, bool WithStore)
{
    private const int MinOneLine = 90;
    private const string Indent = "   ";

    /// <summary>All lines, <paramref name="filter"/> being in the texts of each entry.</summary>
    public IReadOnlyList<ScreenLine> Of(Timeline timeline, string filter, int width)
    {
        List<ScreenLine> lines = [];
        foreach (var item in timeline.Items)
        {
            if (Has(item, filter)) lines.AddRange(Lines(item, width));
        }

        if (timeline.Next is not null) lines.Add(new ScreenLine().Add("  … older ones are asked for", Tone.Faint).Cut(width));
        return lines;
    }

    private static bool Has(HistoryItem item, string filter) => filter.Length == 0
        || ((string[])[item.Store, item.Kind, item.Level, item.Title, item.Detail]).Any(text =>
            SafeText.Clean(text).Contains(filter, StringComparison.OrdinalIgnoreCase));

    private IReadOnlyList<ScreenLine> Lines(HistoryItem item, int width)
    {
        var isOneLine = width >= MinOneLine;
        var level = SafeText.Clean(item.Level);
        var isGood = item is { Kind: "health", Title: "ok" }
            || (item.Kind == "severity" && item.Title.EndsWith(" resolved", StringComparison.Ordinal));
        var tone = isGood ? Tone.Good : AlertEntry.ToneOf(level);
        var time = WatchZone.At(item.At) is { } at ? Zone.Stamp(at, isOneLine) : "at no known time";
        var line = new ScreenLine().Add(" ").Add(time, Tone.Faint);
        if (WithStore)
        {
            var store = SafeText.Clean(item.Store);
            line.Add(" ").Add(isOneLine ? SafeText.Fit(store, 16) : SafeText.Cut(store, Math.Max(4, width / 4)), Tone.Title);
        }

        var (kind, title, detail) = (SafeText.Clean(item.Kind), SafeText.Clean(item.Title), SafeText.Clean(item.Detail));
        if (isOneLine)
        {
            line.Add(" ").Add(SafeText.Fit(level, 8), tone).Add(" ").Add(SafeText.Fit(kind, 10), Tone.Faint)
                .Add(" ").Add(title, tone).Add("  ").Add(detail);
            return [line.Cut(width)];
        }

        line.Add(" ").Add(title, tone);
        var below = new ScreenLine().Add(Indent).Add(level.Length > 0 ? $"{level} {kind}" : kind, Tone.Faint).Add("  ").Add(detail);
        return [line.Cut(width), below.Cut(width)];
    }
}
