namespace PanelActors.Watch;

/// <summary>The body of the screen that shows all stores.</summary>
internal static class OverviewBody
{
    // From this height on there is room for the heads of the columns.
    private const int MinHeads = 6;

    /// <summary>The stores, worst first, scrolled so that the chosen one is seen.</summary>
    public static BodyPart Of(WatchState state, WatchView view, int width, int height, DateTimeOffset now)
    {
        var stores = StoreOrder.WorstFirst(state.Stores, view.Filter);
        if (stores.Count == 0)
        {
            var why = state.Stores.Count == 0 ? "The daemon has no stores." : $"No store has “{SafeText.Clean(view.Filter)}” in its name.";
            return BodyPart.Text([why], height, Tone.Faint);
        }

        var chosen = Math.Max(0, stores.ToList().FindIndex(store => store.Name == view.Chosen));
        var form = new OverviewLines(view.Zones.Current, now, state.StoresAt);
        List<ScreenLine> lines = [];
        var (top, end) = (0, 0);
        foreach (var (index, store) in stores.Index())
        {
            if (index == chosen) top = lines.Count;
            lines.AddRange(form.Of(store, width, index == chosen));
            if (index == chosen) end = lines.Count;
        }

        var heads = height >= MinHeads ? OverviewLines.Heads(width) : null;
        var room = Math.Max(0, heads is null ? height : height - 1);
        // Its end is seen, and rather than that its beginning.
        var part = BodyPart.Scrolled(lines, Math.Min(Math.Max(view.Scroll, end - room), top), room);
        return heads is null ? part : part with { Lines = [heads, .. part.Lines] };
    }
}
