using System.Globalization;
using PanelActors.Protocol;
using PanelActors.State;

namespace PanelActors.Watch;

/// <summary>The alerts of a store as lines: counts, what is on and why, then the follow-ups, newest first.</summary>
internal static class AlertLines
{
    private const string ComponentPrefix = "Follow-up ";
    private const string Indent = "  ";

    // From this height on a line that is cut goes on in the next one.
    private const int RoomForTwo = 16;

    /// <summary>At most <paramref name="height"/> lines; none where there are neither counts nor alerts.</summary>
    public static IReadOnlyList<ScreenLine> Of(PanelState state, int width, int height)
    {
        var counts = AlertEntry.Counts(state);
        AlertEntry[] active = [.. AlertEntry.Of(state).Where(static entry => entry.IsActive)];
        if (height < 1 || (counts.Count == 0 && active.Length == 0 && state.Followups.IsEmpty)) return [];

        List<ScreenLine> lines = [Title(counts, width)];
        var isRoomy = height >= RoomForTwo;
        // Where room is short, both parts get some of it.
        var room = height - lines.Count;
        var max = state.Followups.IsEmpty ? room : Math.Max(room / 2, room - state.Followups.Length);
        var shown = 0;
        foreach (var entry in active.Select(entry => Lines(entry, width, isRoomy)))
        {
            var isLast = shown == active.Length - 1;
            if (lines.Count - 1 + entry.Count > (isLast ? max : max - 1)) break;
            lines.AddRange(entry);
            shown++;
        }

        if (shown < active.Length && max > 0) lines.Add(new ScreenLine().Add($"… {active.Length - shown} more", Tone.Faint));
        foreach (var followup in state.Followups)
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

    private static IReadOnlyList<ScreenLine> Lines(AlertEntry entry, int width, bool isRoomy)
    {
        var tone = AlertEntry.ToneOf(entry.Level);
        var head = new ScreenLine().Add("▲ ", tone).Add(SafeText.Cut(entry.Type, 32), tone)
            .Add(" ").Add(SafeText.Cut(entry.Level, 12), tone);
        return entry.Reasons.Length > 0 ? Lines(head.Add("  "), entry.Reasons, width, isRoomy) : [head.Cut(width)];
    }

    private static IReadOnlyList<ScreenLine> Lines(FollowupAlert followup, int width, bool isRoomy)
    {
        var message = SafeText.Clean(followup.Message);
        var head = new ScreenLine()
            .Add(followup.Time.UtcDateTime.ToString("HH:mm:ss'Z'", CultureInfo.InvariantCulture), Tone.Faint).Add(" ")
            .Add(SafeText.Fit(SafeText.Clean(followup.Level), 8), AlertEntry.ToneOf(followup.Level)).Add(" ");
        var origin = Origin(SafeText.Clean(followup.Component), message);
        if (origin.Length > 0) head.Add(SafeText.Cut(origin, Math.Clamp(width / 4, 8, 24)), Tone.Faint).Add(" ");
        return Lines(head, message, width, isRoomy);
    }

    private static IReadOnlyList<ScreenLine> Lines(ScreenLine head, string text, int width, bool isRoomy)
    {
        var room = Math.Max(0, width - head.Width);
        var word = SafeText.WidthOf(text.Split(' ', 2)[0]);
        // A word is broken only where it is longer than a whole line.
        var (first, rest) = word > room && word <= width - Indent.Length ? ("", text) : SafeText.Break(text, room);
        if (rest.Length == 0 || !isRoomy) return [head.Add(text).Cut(width)];
        return [head.Add(first).Cut(width), new ScreenLine().Add(Indent).Add(rest).Cut(width)];
    }

    // Without the prefix that all of them have, and without words that the message repeats.
    private static string Origin(string component, string message)
    {
        var about = component.StartsWith(ComponentPrefix, StringComparison.Ordinal) ? component[ComponentPrefix.Length..] : component;
        var words = about.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return string.Join(' ', words.Where(word => !message.Contains(word, StringComparison.Ordinal)));
    }
}
