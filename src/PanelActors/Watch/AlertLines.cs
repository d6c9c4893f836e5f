using PanelActors.Protocol;

namespace PanelActors.Watch;

/// <summary>
/// The alerts of a store as lines: counts, what is on, since when and why, then the follow-ups, newest first. Each takes two lines where
/// there is room.
/// </summary>
/// <param name="Zone">The zone of the times.</param>
/// <param name="Now">The present.</param>
internal sealed record AlertLines(WatchZone Zone, DateTimeOffset Now)
{
    private const string ComponentPrefix = "Follow-up ";
    private const string Indent = "  ";

    // From this height on all take two lines, whether or not all of them fit then.
    private const int RoomForTwo = 16;

    /// <summary>At most <paramref name="height"/> lines; none where there are neither counts nor alerts.</summary>
    public IReadOnlyList<ScreenLine> Of(WatchState state, int width, int height)
    {
        var (counts, followups) = (AlertEntry.Counts(state.Panels), state.Panels.Followups);
        AlertEntry[] active = [.. AlertEntry.Of(state.Panels).Where(static entry => entry.IsActive)];
        if (height < 1 || (counts.Count == 0 && active.Length == 0 && followups.IsEmpty)) return [];

        List<ScreenLine> lines = [Title(counts, width)];
        var isRoomy = height >= RoomForTwo || 1 + (2 * (active.Length + followups.Length)) <= height;
        // Where room is short, both parts get some of it.
        var room = height - lines.Count;
        var max = followups.IsEmpty ? room : Math.Max(room / 2, room - (followups.Length * (isRoomy ? 2 : 1)));
        var shown = 0;
        foreach (var entry in active.Select(entry => Lines(entry, state.Periods.SinceOf(entry), width, isRoomy)))
        {
            var isLast = shown == active.Length - 1;
            if (lines.Count - 1 + entry.Count > (isLast ? max : max - 1)) break;
            lines.AddRange(entry);
            shown++;
        }

        if (shown < active.Length && max > 0) lines.Add(new ScreenLine().Add($"… {active.Length - shown} more", Tone.Faint));
        foreach (var followup in followups)
        {
            if (lines.Count >= height) break;
            lines.AddRange(Lines(followup, width, isRoomy).Take(height - lines.Count));
        }

        return lines;
    }

    private static ScreenLine Title(IReadOnlyList<(string Severity, string Count)> counts, int width)
    {
        var line = new ScreenLine().Add("── ", Tone.Faint).Add("alerts", Tone.Title).Add(" ");
        foreach (var (severity, count) in counts.Take(6))
        {
            var tone = count == "0" ? Tone.Faint : AlertEntry.ToneOf(severity);
            line.Add(" ").Add(SafeText.Cut(severity, 12), Tone.Faint).Add(" ").Add(SafeText.Cut(count, 12), tone);
        }

        line.Add(" ");
        return line.Add(new string('─', Math.Max(0, width - line.Width)), Tone.Faint).Cut(width);
    }

    private IReadOnlyList<ScreenLine> Lines(AlertEntry entry, DateTimeOffset? since, int width, bool isRoomy)
    {
        var tone = AlertEntry.ToneOf(entry.Level);
        var level = SafeText.Cut(entry.Level, 12);
        var when = since is { } at ? $" {Zone.Since(at, Now)}" : "";
        if (since is { } moment && (!isRoomy || 3 + SafeText.WidthOf(entry.Type) + SafeText.WidthOf(level) + when.Length > width))
            when = $" since {Zone.Moment(moment, Now)}";
        // What is said of it goes before the end of a long name.
        var room = Math.Clamp(width - 3 - SafeText.WidthOf(level) - SafeText.WidthOf(when), 8, 32);
        var head = new ScreenLine().Add("▲ ", tone).Add(SafeText.Cut(entry.Type, room), tone)
            .Add(" ").Add(level, tone).Add(when, Tone.Faint);
        return Lines(head, "  ", Why(entry), width, isRoomy);
    }

    // Reasons that the message has too are not said twice.
    private static string Why(AlertEntry entry)
    {
        if (entry.Message.Length == 0) return entry.Reasons;
        var isSaid = entry.Reasons.Split("; ").All(reason => entry.Message.Contains(reason, StringComparison.Ordinal));
        return isSaid ? entry.Message : $"{entry.Message} · {entry.Reasons}";
    }

    private IReadOnlyList<ScreenLine> Lines(FollowupAlert followup, int width, bool isRoomy)
    {
        var message = SafeText.Clean(followup.Message);
        var head = new ScreenLine().Add(Zone.Clock(followup.Time), Tone.Faint).Add(" ")
            .Add(SafeText.Fit(SafeText.Clean(followup.Level), 8), AlertEntry.ToneOf(followup.Level)).Add(" ");
        var origin = isRoomy ? WithoutPrefix(SafeText.Clean(followup.Component)) : Origin(SafeText.Clean(followup.Component), message);
        if (origin.Length > 0) head.Add(SafeText.Cut(origin, isRoomy ? width : Math.Clamp(width / 4, 8, 24)), Tone.Faint);
        if (isRoomy && Zone.Moment(followup.Time, Now) is { Length: > 5 } earlier) head.Add($" ({earlier})", Tone.Faint);
        return Lines(head, origin.Length > 0 ? " " : "", message, width, isRoomy);
    }

    private static IReadOnlyList<ScreenLine> Lines(ScreenLine head, string between, string text, int width, bool isRoomy)
    {
        if (text.Length == 0) return [head.Cut(width)];
        return isRoomy
            ? [head.Cut(width), new ScreenLine().Add(Indent).Add(text).Cut(width)]
            : [head.Add(between).Add(text).Cut(width)];
    }

    private static string WithoutPrefix(string component) =>
        component.StartsWith(ComponentPrefix, StringComparison.Ordinal) ? component[ComponentPrefix.Length..] : component;

    // Without the prefix that all of them have, and without words that the message repeats.
    private static string Origin(string component, string message)
    {
        var words = WithoutPrefix(component).Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return string.Join(' ', words.Where(word => !message.Contains(word, StringComparison.Ordinal)));
    }
}
