using System.Globalization;
using PanelActors.State;

namespace PanelActors.Rendering.Terminal;

/// <summary>The alerts of a store as lines: counts, what is on and why, then the follow-ups, newest first.</summary>
internal static class AlertLines
{
    private const string ComponentPrefix = "Follow-up ";

    /// <summary>At most <paramref name="height"/> lines; none where there is nothing to say.</summary>
    public static IReadOnlyList<ScreenLine> Of(PanelState state, int width, int height)
    {
        var counts = AlertEntry.Counts(state);
        AlertEntry[] active = [.. AlertEntry.Of(state).Where(static entry => entry.IsActive)];
        if (height < 1 || (counts.Count == 0 && active.Length == 0 && state.Followups.IsEmpty)) return [];

        List<ScreenLine> lines = [Title(counts, width)];
        // Where room is short, both parts get some of it.
        var room = height - lines.Count;
        var most = state.Followups.IsEmpty ? room : Math.Max(room / 2, room - state.Followups.Length);
        foreach (var entry in active.Take(active.Length > most ? most - 1 : most)) lines.Add(Line(entry).Cut(width));
        if (active.Length > most && most > 0) lines.Add(new ScreenLine().Add($"… {active.Length - most + 1} more", Tone.Faint));
        foreach (var followup in state.Followups.Take(Math.Max(0, height - lines.Count))) lines.Add(Line(followup, width).Cut(width));
        return lines;
    }

    private static ScreenLine Title(IReadOnlyList<(string Severity, string Count)> counts, int width)
    {
        var line = new ScreenLine().Add("── ", Tone.Faint).Add("alerts", Tone.Title).Add(" ");
        foreach (var (severity, count) in counts.Take(6))
            line.Add(" ").Add(SafeText.Cut(severity, 12), Tone.Faint).Add(" ").Add(SafeText.Cut(count, 12), count == "0" ? Tone.Faint : AlertEntry.ToneOf(severity));
        line.Add(" ");
        return line.Add(new string('─', Math.Max(0, width - line.Width)), Tone.Faint).Cut(width);
    }

    private static ScreenLine Line(AlertEntry entry)
    {
        var tone = AlertEntry.ToneOf(entry.Level);
        var line = new ScreenLine().Add("▲ ", tone).Add(SafeText.Cut(entry.Type, 32), tone).Add(" ").Add(SafeText.Cut(entry.Level, 12), tone);
        return entry.Reasons.Length > 0 ? line.Add("  ").Add(entry.Reasons) : line;
    }

    // That it is one stands over all of them.
    private static string Origin(FollowupAlert followup) =>
        followup.Component.StartsWith(ComponentPrefix, StringComparison.Ordinal) ? followup.Component[ComponentPrefix.Length..] : followup.Component;

    private static ScreenLine Line(FollowupAlert followup, int width) => new ScreenLine()
        .Add(followup.Time.UtcDateTime.ToString("HH:mm:ss", CultureInfo.InvariantCulture), Tone.Faint).Add(" ")
        .Add(SafeText.Fit(SafeText.Clean(followup.Level), 8), AlertEntry.ToneOf(followup.Level)).Add(" ")
        .Add(SafeText.Cut(SafeText.Clean(Origin(followup)), Math.Clamp(width / 4, 8, 24)), Tone.Faint).Add(" ")
        .Add(SafeText.Clean(followup.Message));
}
