namespace PanelActors.Watch;

/// <summary>The screen of the terminal view: everything that is known, fitted to a window. Pure.</summary>
/// <param name="Daemon">Where the daemon answers.</param>
internal sealed record WatchScreen(DaemonAddress Daemon)
{
    private const int MinWidthWithSide = 120;
    private const int MaxSide = 70;
    private const int Gap = 3;

    private static readonly string[] Help =
    [
        "q          quit",
        "s          choose a store; Tab, Shift-Tab: the next, the one before",
        "p, space   pause and go on; the age keeps running",
        "/          show only panels and keys with this in their names; Esc: all",
        "arrows     scroll; PgUp, PgDn by a screen; Home, End",
        "12:00:00Z  times of alerts are UTC",
        "?          this help; any key closes it",
    ];

    /// <summary>How many lines of panels a screen of this size shows.</summary>
    public static int PageOf(WatchState state, int width, int height) => Math.Max(1, Body(state, width, height).Panels);

    /// <summary>
    /// The screen, exactly <paramref name="height"/> lines of at most <paramref name="width"/> columns; and the view, scrolled no further
    /// than there is anything.
    /// </summary>
    public (Screen Screen, WatchView View) Draw(WatchState state, WatchView view, int width, int height, DateTimeOffset now)
    {
        var shown = view.Shown(state);
        var (side, panels, alerts) = Body(shown, width, height);
        var gridWidth = side > 0 ? width - side - Gap : width;
        var grid = PanelGrid.Of(shown.Panels.Status, view, gridWidth, panels, now);
        var scroll = Math.Clamp(view.Scroll, 0, Math.Max(0, grid.Count - panels));

        List<ScreenLine> body = view.IsHelping ? Lines(Help, panels)
            : view.Picked is { } picked ? Picker(state, picked, panels)
            : grid.Count == 0 ? [new ScreenLine(), new ScreenLine().Add("  " + WhyEmpty(shown, view), Tone.Faint)]
            : [.. grid.Skip(scroll).Take(panels)];
        while (body.Count < panels) body.Add(new ScreenLine());
        if (side > 0)
        {
            var beside = AlertLines.Of(shown.Panels, side, panels);
            for (var row = 0; row < beside.Count; row++) body[row] = body[row].To(gridWidth + Gap).Add(beside[row]);
        }
        else
        {
            body.AddRange(AlertLines.Of(shown.Panels, width, alerts));
        }

        // What is below the header may be long past.
        if (state.Link.IsDown) body = [.. body.Select(static line => line.Faded())];
        List<ScreenLine> lines = [.. HeaderLines.Of(state, view, Daemon, width, now), .. body];
        while (lines.Count < height - 1) lines.Add(new ScreenLine());
        lines.RemoveRange(Math.Max(0, height - 1), lines.Count - Math.Max(0, height - 1));
        if (height > 0) lines.Add(Footer(view, scroll, panels, grid.Count, width));
        return (new Screen([.. lines.Select(line => line.Cut(width))]), view with { Scroll = scroll });
    }

    private static (int Side, int Panels, int Alerts) Body(WatchState state, int width, int height)
    {
        var room = Math.Max(0, height - HeaderLines.Count - 1);
        // What stands beside the panels leaves them two columns at least.
        if (width >= MinWidthWithSide) return (Math.Min(MaxSide, Math.Min(width / 3, width - Gap - PanelGrid.WidthOf(2))), room, 0);
        var alerts = AlertLines.Of(state.Panels, width, Math.Max(3, room / 3)).Count;
        return (0, Math.Max(0, room - alerts), Math.Min(room, alerts));
    }

    private static ScreenLine Footer(WatchView view, int scroll, int page, int count, int width)
    {
        if (view.IsTyping)
        {
            return new ScreenLine().Add(" /").Add(SafeText.Clean(view.Filter)).Add("▏", Tone.Fresh)
                .Add("  Enter: keep  Esc: all", Tone.Faint).Cut(width);
        }

        var line = new ScreenLine()
            .Add(" q", Tone.Title).Add(" quit  ", Tone.Faint).Add("s", Tone.Title).Add(" store  ", Tone.Faint)
            .Add("p", Tone.Title).Add(" pause  ", Tone.Faint).Add("/", Tone.Title).Add(" filter  ", Tone.Faint)
            .Add("?", Tone.Title).Add(" help", Tone.Faint);
        if (view.Filter.Length > 0) line.Add("   filter: ", Tone.Faint).Add(SafeText.Clean(view.Filter), Tone.Warn);
        if (count <= page) return line.Cut(width);
        var place = $"lines {scroll + 1}–{Math.Min(count, scroll + page)} of {count} ";
        return line.To(Math.Max(line.Width + 2, width - SafeText.WidthOf(place))).Add(place, Tone.Faint).Cut(width);
    }

    private static string WhyEmpty(WatchState state, WatchView view) =>
        state.Panels.Status is null ? (state.Link.Phase == LinkPhase.Live ? "The store has no baseline yet." : "Nothing has come yet.")
        : view.Filter.Length > 0 ? $"No panel or key has “{SafeText.Clean(view.Filter)}” in its name."
        : "The store has no panels.";

    private static List<ScreenLine> Lines(IEnumerable<string> texts, int height) =>
        [.. texts.Select(static text => new ScreenLine().Add("  " + text)).Prepend(new ScreenLine()).Take(height)];

    private static List<ScreenLine> Picker(WatchState state, int picked, int height)
    {
        var title = new ScreenLine().Add("  Which store?  ", Tone.Title).Add("arrows, Enter; Esc: stay", Tone.Faint);
        List<ScreenLine> lines = [new ScreenLine(), title];
        var chosen = Math.Min(picked, state.Stores.Count - 1);
        var first = Math.Max(0, chosen - Math.Max(0, height - 4));
        foreach (var (index, store) in state.Stores.Index().Skip(first))
        {
            var text = $" {SafeText.Fit(SafeText.Clean(store.Name), 24)} {SafeText.Fit(SafeText.Clean(store.Kind), 10)} "
                + $"{SafeText.Fit(SafeText.Clean(store.Health), 6)} {SafeText.Clean(store.Connection ?? "")} ";
            lines.Add(new ScreenLine().Add("  ").Add(text, index == chosen ? Tone.Chosen : Tone.Plain));
        }

        return [.. lines.Take(height)];
    }
}
