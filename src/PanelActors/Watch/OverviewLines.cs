using System.Globalization;
using PanelActors.Http;
using PanelActors.Protocol;

namespace PanelActors.Watch;

/// <summary>All stores as lines: each in one line where there is room, else in two, and what is wrong with it below.</summary>
/// <param name="Zone">The zone of the times.</param>
/// <param name="Now">The present.</param>
/// <param name="ListedAt">When the daemon listed them.</param>
internal sealed record OverviewLines(WatchZone Zone, DateTimeOffset Now, DateTimeOffset ListedAt)
{
    private const int MinTable = 100;
    private const int NameWidth = 20;
    private const int MaxMemberLines = 3;
    private const string Indent = "    ";

    /// <summary>The heads of the columns; null where the window is too narrow for columns.</summary>
    public static ScreenLine? Heads(int width) => width < MinTable ? null : new ScreenLine().Add(
        $"    {"store",-NameWidth} {"health",-7} {"age",9}   {"since",-28} {"connection",-22} subscribers", Tone.Faint);

    /// <summary>The lines of one store.</summary>
    /// <param name="store">The store.</param>
    /// <param name="width">How wide they may be.</param>
    /// <param name="isChosen">Whether it is the one that Enter opens.</param>
    public IReadOnlyList<ScreenLine> Of(StoreSummary store, int width, bool isChosen)
    {
        var health = StoreOrder.HealthOf(store.Health);
        var head = new ScreenLine().Add(isChosen ? "► " : "  ", Tone.Title).Add("● ", ToneOf(health));
        var since = WatchZone.At(store.StateSince) is { } at ? Zone.Since(at, Now) : "";
        var age = AgeOf(store.StaleSeconds);
        var name = SafeText.Clean(store.Name);
        var word = SafeText.Clean(store.Health);
        var isTable = width >= MinTable;
        List<ScreenLine> lines = [];
        if (isTable)
        {
            head.Add(SafeText.Fit(name, NameWidth), isChosen ? Tone.Chosen : Tone.Plain).Add(" ")
                .Add(SafeText.Fit(word, 7), ToneOf(health)).Add(" ").Add(SafeText.Fit(age, 9, toTheRight: true)).Add("   ")
                .Add(SafeText.Fit(since, 28)).Add(" ").Add(SafeText.Fit(ConnectionOf(store), 22), ConnectionTone(store)).Add(" ")
                .Add(store.Subscribers.ToString(CultureInfo.InvariantCulture));
            lines.Add(head.Cut(width));
        }
        else
        {
            var end = $"{SafeText.Cut(word, 7)} {age}";
            var room = Math.Max(4, width - head.Width - SafeText.WidthOf(end) - 2);
            head.Add(SafeText.Cut(name, room), isChosen ? Tone.Chosen : Tone.Plain)
                .To(width - SafeText.WidthOf(end) - 1).Add(end, ToneOf(health));
            lines.Add(head.Cut(width));
            var connection = ConnectionOf(store);
            var subscribers = Count(store.Subscribers, "subscriber");
            var facts = string.Join(" · ", ((string[])[since, connection, subscribers]).Where(static fact => fact.Length > 0));
            lines.Add(new ScreenLine().Add(Indent).Add(facts, Tone.Faint).Cut(width));
        }

        if (store.Replay is not null) lines.Add(new ScreenLine().Add($"{Indent}a REPLAY, not live", Tone.Warn).Cut(width));
        if (store.NeedFull)
        {
            var why = SafeText.Clean(store.NeedFullReason ?? "none yet");
            lines.Add(new ScreenLine().Add($"{Indent}needs a baseline: {why}", Tone.Warn).Cut(width));
        }

        if (store.LastError is { } error)
        {
            var when = WatchZone.At(store.LastErrorAt) is { } then ? $"{Zone.Moment(then, Now)} " : "";
            lines.Add(new ScreenLine().Add(Indent).Add(when, Tone.Faint).Add(SafeText.Clean(error), Tone.Warn).Cut(width));
        }

        lines.AddRange(Members(store, width));
        return lines;
    }

    private static Tone ToneOf(Health health) =>
        health switch { Health.Ok => Tone.Good, Health.Warn => Tone.Warn, Health.Stale => Tone.Bad, _ => Tone.Faint };

    private static Tone ConnectionTone(StoreSummary store) => store.Connection is null or "open" ? Tone.Faint : Tone.Warn;

    // All members, as many to a line as fit.
    private List<ScreenLine> Members(StoreSummary store, int width)
    {
        var lines = new List<ScreenLine>();
        ScreenLine? line = null;
        var shown = 0;
        foreach (var member in store.Members ?? [])
        {
            var health = StoreOrder.HealthOf(member.Health);
            var active = member.Name == store.ActiveMember ? ", active" : "";
            var text = $"{SafeText.Cut(SafeText.Clean(member.Name), NameWidth)} {SafeText.Cut(SafeText.Clean(member.Health), 7)}"
                + $" {AgeOf(member.StaleSeconds)}{active}";
            if (line is null || line.Width + 4 + SafeText.WidthOf(text) > width)
            {
                if (lines.Count == MaxMemberLines) break;
                lines.Add(line = new ScreenLine().Add(lines.Count == 0 ? $"{Indent}of " : $"{Indent}   ", Tone.Faint));
            }
            else
            {
                line.Add("  ");
            }

            line.Add("● ", ToneOf(health)).Add(text, health == Health.Ok ? Tone.Faint : Tone.Plain);
            shown++;
        }

        if (store.Members?.Count > shown) lines.Add(new ScreenLine().Add($"{Indent}   … {store.Members.Count - shown} more", Tone.Faint));
        return [.. lines.Select(one => one.Cut(width))];
    }

    private string ConnectionOf(StoreSummary store)
    {
        if (store.Connection is not { } connection) return SafeText.Clean(store.Kind);
        if (connection != "waiting" || WatchZone.At(store.NextAttemptAt) is not { } next) return SafeText.Clean(connection);
        return next > Now ? $"next attempt in {HeaderLines.Age(next - Now)}" : "next attempt now";
    }

    // It grows while nothing new is listed.
    private string AgeOf(double? seconds) => seconds is >= 0 and < 1e10
        ? HeaderLines.Age(TimeSpan.FromSeconds(seconds.Value) + (Now > ListedAt ? Now - ListedAt : TimeSpan.Zero))
        : "no age";

    private static string Count(long number, string noun) =>
        string.Create(CultureInfo.InvariantCulture, $"{number} {noun}{(number == 1 ? "" : "s")}");
}
