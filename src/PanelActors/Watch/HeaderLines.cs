using System.Globalization;
using PanelActors.Protocol;
using PanelActors.State;

namespace PanelActors.Watch;

/// <summary>The head of the screen: the store, its freshness, and the way to the daemon.</summary>
internal static class HeaderLines
{
    public const int Count = 2;

    public static IReadOnlyList<ScreenLine> Of(WatchState state, WatchView view, DaemonAddress daemon, int width, DateTimeOffset now) =>
        [Bar(state, daemon, width, now), Facts(state, view, width, now)];

    /// <summary>An age for people: <c>0.3 s</c>, <c>42 s</c>, <c>12 min</c>, <c>3 h</c>, <c>5 d</c>.</summary>
    public static string Age(TimeSpan age) => age switch
    {
        { TotalSeconds: < 10 } => Invariant($"{Math.Floor(age.TotalSeconds * 10) / 10:0.0} s"),
        { TotalMinutes: < 2 } => Invariant($"{Math.Floor(age.TotalSeconds):0} s"),
        { TotalHours: < 2 } => Invariant($"{Math.Floor(age.TotalMinutes):0} min"),
        { TotalDays: < 2 } => Invariant($"{Math.Floor(age.TotalHours):0} h"),
        _ => Invariant($"{Math.Floor(age.TotalDays):0} d"),
    };

    private static ScreenLine Bar(WatchState state, DaemonAddress daemon, int width, DateTimeOffset now)
    {
        var health = state.Freshness.HealthAt(now);
        var tone = health switch { Health.Ok => Tone.BarGood, Health.Warn => Tone.BarWarn, Health.Stale => Tone.BarBad, _ => Tone.Bar };
        var age = state.Freshness.AgeAt(now) is { } known ? $"data is {Age(known)} old"
            : state.Freshness.IsUnknown ? "age unknown" : "no data yet";
        var line = new ScreenLine().Add(" ", Tone.Bar)
            .Add(SafeText.Cut(SafeText.Clean(state.Store ?? "…"), Math.Max(8, width / 3)), Tone.Bar)
            .Add("  ● ", tone).Add(health.ToName(), tone).Add("  ", Tone.Bar).Add(age, Tone.Bar);

        var link = LinkText(state, now);
        var place = $"{link}  {daemon.Name} ";
        if (line.Width + 2 + SafeText.WidthOf(place) > width) place = $"{link} ";
        var linkTone = state.Link.Phase switch { LinkPhase.Live => Tone.Bar, LinkPhase.Connecting => Tone.BarWarn, _ => Tone.BarBad };
        var column = Math.Max(line.Width + 2, width - SafeText.WidthOf(place));
        return line.To(column, Tone.Bar).Add(place, linkTone).Cut(width).To(width, Tone.Bar);
    }

    private static ScreenLine Facts(WatchState state, WatchView view, int width, DateTimeOffset now)
    {
        var line = new ScreenLine().Add(" ");
        if (view.Held is { } held)
            line.Add($"PAUSED, {state.Events - held.Events} events wait", Tone.Chosen).Add("  ");
        if (state.Link.Phase == LinkPhase.Lost)
        {
            var next = state.Link.RetryAt > now ? $"next try in {Age(state.Link.RetryAt.Value - now)}" : "trying";
            return line.Add(SafeText.Clean(state.Link.Reason), Tone.Bad).Add($" · {next}").Cut(width);
        }

        if (state.Link.Phase == LinkPhase.Silent) return line.Add(SafeText.Clean(state.Link.Reason), Tone.Bad).Cut(width);
        var summary = state.Summary;
        if (summary is { NeedFull: true })
            line.Add($"needs a baseline: {SafeText.Clean(summary.NeedFullReason ?? "none yet")}", Tone.Warn).Add("  ");
        if (summary?.Generation is { } generation) line.Add("generation ", Tone.Faint).Add(Invariant($"{generation}")).Add("  ");
        line.Add(Invariant($"{state.Rate.At(now):0.0}")).Add(" events/s  ", Tone.Faint);
        line.Add(Invariant($"{StatusPanels.Count(view.Shown(state).Panels.Status)}")).Add(" panels", Tone.Faint);
        if (summary?.LastError is { } error) line.Add("  ").Add(SafeText.Clean(error), Tone.Warn);
        if (state.Stores.Count > 1) line.Add(Invariant($"  {state.Stores.Count}")).Add(" stores", Tone.Faint);
        return line.Cut(width);
    }

    private static string LinkText(WatchState state, DateTimeOffset now) => state.Link.Phase switch
    {
        LinkPhase.Connecting => "connecting",
        LinkPhase.Live => "live",
        LinkPhase.Silent => $"NO ANSWER for {Age(now - state.Link.Since)}",
        _ => $"{(state.WasConnected ? "LOST" : "NOT CONNECTED")} for {Age(now - state.Link.Since)}",
    };

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
