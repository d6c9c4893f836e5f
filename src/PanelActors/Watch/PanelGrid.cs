using PanelActors.State;
using PanelActors.Tree;


namespace PanelActors.Watch;

/// <summary>All panels of a store as lines, in as many columns as there is room for.</summary>
internal static class PanelGrid
{
    private const int NarrowestColumn = 38;
    private const int Gap = 2;
    private const int ShortestCard = 10;

    // A screen shows some dozens; nobody scrolls through more than this.
    private const int MostPanels = 2000;

    /// <summary>How wide it must be to have this many columns.</summary>
    public static int WidthOf(int columns) => (columns * (NarrowestColumn + Gap)) - Gap;

    /// <summary>The lines, as many as there are.</summary>
    public static IReadOnlyList<ScreenLine> Of(PanelObject? status, WatchView view, int width, int height, DateTimeOffset now)
    {
        var columns = Math.Max(1, (width + Gap) / (NarrowestColumn + Gap));
        var columnWidth = ((width + Gap) / columns) - Gap;
        var stacks = Enumerable.Range(0, columns).Select(static _ => new List<ScreenLine>()).ToArray();
        foreach (var (key, panel) in StatusPanels.Of(status).Take(MostPanels))
        {
            // A table that one column would cut gets two.
            var span = columns > 1 && PanelCard.WidthOf(panel) > columnWidth ? 2 : 1;
            var cardWidth = (span * (columnWidth + Gap)) - Gap;
            var card = PanelCard.Of(key.ToString(), panel, cardWidth, Math.Max(ShortestCard, height), view.IsFresh(key, now), view.Filter);
            if (card.Count > 0) Place(card, stacks, span);
        }

        return [.. Enumerable.Range(0, stacks.Max(static stack => stack.Count)).Select(row => Row(stacks, row, columnWidth))];
    }

    private static void Place(IReadOnlyList<ScreenLine> card, List<ScreenLine>[] stacks, int span)
    {
        var at = Enumerable.Range(0, stacks.Length - span + 1).MinBy(column => stacks.Skip(column).Take(span).Max(static stack => stack.Count));
        var top = stacks.Skip(at).Take(span).Max(static stack => stack.Count);
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
