using PanelActors.State;

namespace PanelActors.Watch;

/// <summary>All panels of a store as lines, in as many columns as there is room for.</summary>
internal static class PanelGrid
{
    private const int MinColumn = 38;
    private const int Gap = 2;
    private const int MinCard = 10;

    // A screen shows some dozens; this is more than a person scrolls through.
    private const int MaxPanels = 2000;

    /// <summary>How wide it must be to have this many columns.</summary>
    public static int WidthOf(int columns) => (columns * (MinColumn + Gap)) - Gap;

    /// <summary>The lines, as many as there are.</summary>
    public static IReadOnlyList<ScreenLine> Of(WatchState state, WatchView view, int width, int height, DateTimeOffset now)
    {
        var book = state.Trends ?? TrendBook.Empty;
        var columns = Math.Max(1, (width + Gap) / (MinColumn + Gap));
        var columnWidth = ((width + Gap) / columns) - Gap;
        var stacks = Enumerable.Range(0, columns).Select(static _ => new List<ScreenLine>()).ToArray();
        foreach (var (key, panel) in StatusPanels.Of(state.Panels.Status).Take(MaxPanels))
        {
            // A table that one column would cut gets two.
            var span = columns > 1 && PanelCard.WidthOf(panel) > columnWidth ? 2 : 1;
            var cardWidth = (span * (columnWidth + Gap)) - Gap;
            var trends = new CardTrends(book, key, view.HeldAt ?? now);
            var card = PanelCard.Of(
                key.ToString(), panel, cardWidth, Math.Max(MinCard, height), view.IsFresh(key, now), trends, view.Filter);
            if (card.Count > 0) Place(card, stacks, span);
        }

        return [.. Enumerable.Range(0, stacks.Max(static stack => stack.Count)).Select(row => Row(stacks, row, columnWidth))];
    }

    private static void Place(IReadOnlyList<ScreenLine> card, List<ScreenLine>[] stacks, int span)
    {
        int TopOf(int column) => stacks.Skip(column).Take(span).Max(static stack => stack.Count);
        var at = Enumerable.Range(0, stacks.Length - span + 1).MinBy(TopOf);
        var top = TopOf(at);
        foreach (var stack in stacks.Skip(at).Take(span))
        {
            while (stack.Count < top + (top > 0 ? 1 : 0)) stack.Add(new ScreenLine());
        }

        stacks[at].AddRange(card);
        foreach (var beneath in stacks.Skip(at + 1).Take(span - 1)) beneath.AddRange(card.Select(static _ => new ScreenLine()));
    }

    private static ScreenLine Row(List<ScreenLine>[] stacks, int row, int columnWidth)
    {
        var line = new ScreenLine();
        for (var column = 0; column < stacks.Length; column++)
        {
            if (row >= stacks[column].Count || stacks[column][row].Width == 0) continue;
            line.To(column * (columnWidth + Gap)).Add(stacks[column][row]);
        }

        return line;
    }
}
