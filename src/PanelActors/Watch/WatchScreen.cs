namespace PanelActors.Watch;

/// <summary>The screen of the terminal view: everything that is known, fitted to a window. Pure.</summary>
/// <param name="Daemon">Where the daemon answers.</param>
internal sealed record WatchScreen(DaemonAddress Daemon)
{
    /// <summary>How many lines of panels, stores or history a screen of this size shows.</summary>
    public static int PageOf(WatchState state, WatchView view, int width, int height) => Math.Max(
        1, state.IsOverview || view.IsTimeline ? RoomOf(height) : StoreBody.PageOf(state, view, state.Start, width, RoomOf(height)));

    /// <summary>
    /// The screen, exactly <paramref name="height"/> lines of at most <paramref name="width"/> columns; and the view, scrolled no further
    /// than there is anything.
    /// </summary>
    public (Screen Screen, WatchView View) Draw(WatchState state, WatchView view, int width, int height, DateTimeOffset now)
    {
        var shown = view.Shown(state);
        var room = RoomOf(height);
        var over = view.IsHelping ? BodyPart.Text(WatchHelp.Lines, room)
            : view.Picked is { } picked ? StorePicker.Of(state, picked, width, room)
            : view.IsTimeline ? History(shown, view, width, room)
            : null;
        var body = over is not null && (view.IsTimeline || shown.IsOverview) ? over
            : shown.IsOverview ? OverviewBody.Of(shown, view, width, room, now)
            : StoreBody.Of(shown, view, over, width, room, now);

        // What is below the header may be long past.
        var below = state.Link.IsDown ? body.Lines.Select(static line => line.Faded()) : body.Lines;
        List<ScreenLine> lines = [.. HeaderLines.Of(state, view, Daemon, width, now), .. below];
        while (lines.Count < height - 1) lines.Add(new ScreenLine());
        lines.RemoveRange(Math.Max(0, height - 1), lines.Count - Math.Max(0, height - 1));
        if (height > 0) lines.Add(Footer(shown, view, body, width));
        var isNearTheEnd = view.IsTimeline && body.Scroll + (2 * body.Page) >= body.Count;
        return (new Screen([.. lines.Select(line => line.Cut(width))]), view with { Scroll = body.Scroll, WantsOlder = isNearTheEnd });
    }

    private static int RoomOf(int height) => Math.Max(0, height - HeaderLines.Count - 1);

    private static BodyPart History(WatchState state, WatchView view, int width, int height)
    {
        var timeline = state.Timeline;
        if (timeline.Items.Count == 0)
        {
            var why = timeline.Fault is { } fault ? SafeText.Clean(fault)
                : timeline.IsKnown ? "Nothing has happened yet." : "The history is asked for.";
            return BodyPart.Text([why], height, Tone.Faint);
        }

        var lines = new TimelineLines(view.Zones.Current, state.IsOverview).Of(timeline, view.Filter, width);
        if (lines.Count == 0)
            return BodyPart.Text([$"Nothing that is known has “{SafeText.Clean(view.Filter)}” in it."], height, Tone.Faint);
        if (timeline.Fault is null || height < 2) return BodyPart.Scrolled(lines, view.Scroll, height);
        var part = BodyPart.Scrolled(lines, view.Scroll, height - 1);
        var line = new ScreenLine().Add($" Nothing newer is known: {SafeText.Clean(timeline.Fault)}", Tone.Warn);
        return part with { Lines = [line, .. part.Lines] };
    }

    private static ScreenLine Footer(WatchState state, WatchView view, BodyPart body, int width)
    {
        if (view.IsTyping)
        {
            return new ScreenLine().Add(" /").Add(SafeText.Clean(view.Filter)).Add("▏", Tone.Fresh)
                .Add("  Enter: keep  Esc: all", Tone.Faint).Cut(width);
        }

        var line = new ScreenLine();
        foreach (var (key, does) in WatchHelp.Keys(state, view)) line.Add($" {key}", Tone.Title).Add($" {does} ", Tone.Faint);
        if (view.Filter.Length > 0) line.Add("  filter: ", Tone.Faint).Add(SafeText.Clean(view.Filter), Tone.Warn);
        if (body.Count <= body.Page) return line.Cut(width);
        var place = $"lines {body.Scroll + 1}–{Math.Min(body.Count, body.Scroll + body.Page)} of {body.Count} ";
        return line.To(Math.Max(line.Width + 2, width - SafeText.WidthOf(place))).Add(place, Tone.Faint).Cut(width);
    }
}
