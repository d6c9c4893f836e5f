using System.Globalization;
using PanelActors.Protocol;
using PanelActors.State;

namespace PanelActors.Watch;

/// <summary>The head of the screen: the store, its freshness, and the way to the daemon.</summary>
internal static class HeaderLines
{
    public const int Count = 2;

    public static IReadOnlyList<ScreenLine> Of(WatchState state, WatchView view, DaemonAddress daemon, int width, DateTimeOffset now)
    {
        var bar = Add(state.IsOverview ? Stores(state, view, width, now) : Store(state, width, now), state, daemon, width, now);
        var zone = SafeText.Cut(view.Zones.Current.Label(now), Math.Max(0, width / 2));
        var room = width - SafeText.WidthOf(zone) - 1;
        // The zone of all times below stands at the right, whatever is cut.
        return [bar, Facts(state, view, now).Cut(Math.Max(0, room - 2)).To(room).Add(zone, Tone.Faint).Cut(width)];
    }

    /// <summary>An age for people: <c>0.3 s</c>, <c>42 s</c>, <c>12 min</c>, <c>3 h</c>, <c>5 d</c>.</summary>
    public static string Age(TimeSpan age) => age switch
    {
        { TotalSeconds: < 10 } => Invariant($"{Math.Floor(age.TotalSeconds * 10) / 10:0.0} s"),
        { TotalMinutes: < 2 } => Invariant($"{Math.Floor(age.TotalSeconds):0} s"),
        { TotalHours: < 2 } => Invariant($"{Math.Floor(age.TotalMinutes):0} min"),
        { TotalDays: < 2 } => Invariant($"{Math.Floor(age.TotalHours):0} h"),
        _ => Invariant($"{Math.Floor(age.TotalDays):0} d"),
    };

    private static ScreenLine Store(WatchState state, int width, DateTimeOffset now)
    {
        var health = state.Freshness.HealthAt(now);
        var age = state.Freshness.AgeAt(now) is { } known ? $"data is {Age(known)} old"
            : state.Freshness.IsUnknown ? "age unknown" : "no data yet";
        return new ScreenLine().Add(" ", Tone.Bar)
            .Add(SafeText.Cut(SafeText.Clean(state.Store ?? "…"), Math.Max(8, width / 3)), Tone.Bar)
            .Add("  ● ", ToneOf(health)).Add(health.ToName(), ToneOf(health)).Add("  ", Tone.Bar).Add(age, Tone.Bar);
    }

    private static ScreenLine Stores(WatchState state, WatchView view, int width, DateTimeOffset now)
    {
        var stores = view.Shown(state).Stores;
        var tone = ToneOf(StoreOrder.WorstOf(stores));
        var text = StoreOrder.Headline(stores, state.Link.IsDown);
        // The way to the daemon has to have room beside it.
        if (text.Length + LinkText(state, now).Length + 6 > width) text = StoreOrder.Headline(stores, state.Link.IsDown, isShort: true);
        return new ScreenLine().Add(" ● ", tone).Add(text, tone);
    }

    private static Tone ToneOf(Health health) =>
        health switch { Health.Ok => Tone.BarGood, Health.Warn => Tone.BarWarn, Health.Stale => Tone.BarBad, _ => Tone.Bar };

    private static ScreenLine Add(ScreenLine line, WatchState state, DaemonAddress daemon, int width, DateTimeOffset now)
    {
        var link = LinkText(state, now);
        var place = $"{link}  {daemon.Name} ";
        if (line.Width + 2 + SafeText.WidthOf(place) > width) place = $"{link} ";
        var linkTone = state.Link.Phase switch { LinkPhase.Live => Tone.Bar, LinkPhase.Connecting => Tone.BarWarn, _ => Tone.BarBad };
        var column = Math.Max(line.Width + 2, width - SafeText.WidthOf(place));
        return line.To(column, Tone.Bar).Add(place, linkTone).Cut(width).To(width, Tone.Bar);
    }

    private static ScreenLine Facts(WatchState state, WatchView view, DateTimeOffset now)
    {
        var line = new ScreenLine().Add(" ");
        if (view.Held is { } held)
            line.Add(state.IsOverview ? "PAUSED" : $"PAUSED, {state.Events - held.Events} events wait", Tone.Chosen).Add("  ");
        if (state.Link.Phase == LinkPhase.Lost)
        {
            var next = state.Link.RetryAt > now ? $"next try in {Age(state.Link.RetryAt.Value - now)}" : "trying";
            return line.Add(SafeText.Clean(state.Link.Reason), Tone.Bad).Add($" · {next}");
        }

        if (state.Link.Phase == LinkPhase.Silent) return line.Add(SafeText.Clean(state.Link.Reason), Tone.Bad);
        if (view.IsTimeline) line.Add("history  ", Tone.Title);
        if (state.IsOverview)
            return line.Add(Invariant($"{state.Stores.Sum(static store => store.Subscribers)}")).Add(" subscribers", Tone.Faint);
        var summary = state.Summary;
        if (SinceText(state, view, now) is { } since) line.Add(since, Tone.Faint).Add("  ");
        if (summary?.Replay is not null) line.Add("a REPLAY, not live", Tone.Warn).Add("  ");
        if (summary is { NeedFull: true })
            line.Add($"needs a baseline: {SafeText.Clean(summary.NeedFullReason ?? "none yet")}", Tone.Warn).Add("  ");
        if (summary?.Generation is { } generation) line.Add("generation ", Tone.Faint).Add(Invariant($"{generation}")).Add("  ");
        line.Add(Invariant($"{state.Rate.At(now):0.0}")).Add(" events/s  ", Tone.Faint);
        line.Add(Invariant($"{StatusPanels.Count(view.Shown(state).Panels.Status)}")).Add(" panels", Tone.Faint);
        if (summary?.LastError is { } error) line.Add("  ").Add(SafeText.Clean(error), Tone.Warn);
        if (state.Stores.Count > 1) line.Add(Invariant($"  {state.Stores.Count}")).Add(" stores", Tone.Faint);
        return line;
    }

    // What the daemon said of another health than the one that is shown says nothing of this one.
    private static string? SinceText(WatchState state, WatchView view, DateTimeOffset now)
    {
        var health = state.Freshness.HealthAt(now).ToName();
        return state.Summary is { } summary && summary.Health == health && WatchZone.At(summary.StateSince) is { } since
            ? $"{health} {view.Zones.Current.Since(since, now)}"
            : null;
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
