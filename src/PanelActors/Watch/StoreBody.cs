namespace PanelActors.Watch;

/// <summary>The body of the screen that shows one store: its panels, and its alerts beside them or below.</summary>
internal static class StoreBody
{
    private const int MinWidthWithSide = 120;
    private const int MaxSide = 70;
    private const int Gap = 3;

    /// <summary>How many lines of panels there are in a body of this size.</summary>
    public static int PageOf(WatchState state, WatchView view, DateTimeOffset now, int width, int height) =>
        Parts(state, view, now, width, height).Panels;

    /// <summary>The body; <paramref name="over"/> is in the place of the panels where it is not null.</summary>
    public static BodyPart Of(WatchState state, WatchView view, BodyPart? over, int width, int height, DateTimeOffset now)
    {
        var (side, panels, alerts) = Parts(state, view, now, width, height);
        var gridWidth = side > 0 ? width - side - Gap : width;
        var part = over ?? Panels(state, view, gridWidth, panels, now);
        List<ScreenLine> body = [.. part.Lines.Take(panels)];
        while (body.Count < panels) body.Add(new ScreenLine());
        if (side > 0)
        {
            for (var row = 0; row < alerts.Count; row++) body[row] = body[row].Cut(gridWidth).To(gridWidth + Gap).Add(alerts[row]);
        }
        else
        {
            body.AddRange(alerts);
        }

        return part with { Lines = body, Page = panels };
    }

    private static BodyPart Panels(WatchState state, WatchView view, int width, int height, DateTimeOffset now)
    {
        var grid = PanelGrid.Of(state, view, width, height, now);
        return grid.Count == 0 ? BodyPart.Text([WhyEmpty(state, view)], height, Tone.Faint) : BodyPart.Scrolled(grid, view.Scroll, height);
    }

    private static (int Side, int Panels, IReadOnlyList<ScreenLine> Alerts) Parts(
        WatchState state, WatchView view, DateTimeOffset now, int width, int height)
    {
        var lines = new AlertLines(view.Zones.Current, now);
        // What stands beside the panels leaves them two columns at least.
        if (width >= MinWidthWithSide)
        {
            var side = Math.Min(MaxSide, Math.Min(width / 3, width - Gap - PanelGrid.WidthOf(2)));
            return (side, height, lines.Of(state, side, height));
        }

        IReadOnlyList<ScreenLine> below = [.. lines.Of(state, width, Math.Max(3, height / 3)).Take(height)];
        return (0, height - below.Count, below);
    }

    private static string WhyEmpty(WatchState state, WatchView view) =>
        state.Panels.Status is null ? (state.Link.Phase == LinkPhase.Live ? "The store has no baseline yet." : "Nothing has come yet.")
        : view.Filter.Length > 0 ? $"No panel or key has “{SafeText.Clean(view.Filter)}” in its name."
        : "The store has no panels.";
}
