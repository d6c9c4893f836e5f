using System.Text.Json;
using CsCheck;
using PanelActors.Http;
using PanelActors.Tests.Support;
using PanelActors.Tests.Tree;
using PanelActors.Watch;
using Spectre.Console;
using Spectre.Console.Testing;

namespace PanelActors.Tests.Watch;

public sealed class WatchScreenTests
{
    private static readonly WatchScreen Screen = new(Watching.Daemon);

    internal static readonly WatchView View = new() { Zones = WatchZones.From(WatchZone.Utc) };

    internal const string Market = """
        {"loop":{"cycle":7,"state":"running","last_error":null},"indices":["NIFTY","SENSEX"],
         "detail":{"NIFTY":{"ltp":24831.67,"status":"OK"},"SENSEX":{"ltp":81500,"status":"LATE"},"NEW":null},
         "rows":[{"name":"csv","lag":9.5}],"text":"nominal","none":[],"deep":{"auth":{"valid":true}}}
        """;

    [Fact]
    public void A_small_window_shows_health_panels_alerts_and_keys()
    {
        var watching = Watching.With(Market).Hear(Sse.Counts(2, 3, 1, 0) + Watching.Severity(3, "iv_crush", "\"warn\"", """["a","b"]""")
            + Watching.Severity(4, "calm", "\"info\"", resolved: "true") + Watching.Followup(5, 1767268800, "iv is low"))
            .Stores("market", "risk");
        var lines = Draw(watching, 80, 24);
        lines[0].ShouldStartWith(" market  ● ok  data is 0.0 s old");
        lines[0].ShouldEndWith("live  127.0.0.1:5080 ");
        lines[1].ShouldContain("generation 5");
        lines[1].ShouldContain("2 stores");
        ShouldHave(
            lines, "── loop ────", "cycle                                 7", "last_error                            –",
            "NIFTY, SENSEX",
            "            ltp  status", "NIFTY   24831.67  OK", "NEW            –  –", "name  lag", "csv   9.5", "auth.valid");
        ShouldHave(lines, "── alerts  info 3 warn 1 critical 0 ──", "▲ iv_crush warn", "  a; b", "12:00:00 WARN     iv", "  iv is low");
        string.Join('\n', lines).ShouldNotContain("calm");
        lines[23].ShouldContain("q quit");
    }

    [Fact]
    public void A_wide_window_has_the_alerts_beside_the_panels()
    {
        var lines = Draw(Watching.With(Market).Hear(Watching.Severity(3, "iv_crush", "\"critical\"")), 160, 50);
        lines[2].ShouldContain("── loop ──");
        lines[2].ShouldContain("── alerts");
        lines[3].ShouldContain("▲ iv_crush critical");
    }

    [Fact]
    public void Alerts_beside_the_panels_leave_these_two_columns_and_take_two_lines_each()
    {
        var watching = Watching.With("""{"one":{"a":1},"two":{"b":2}}""").Hear(
            Watching.Severity(3, "liquidity_gap", "\"critical\"", """["wide_spread","thin_book","no_quote"]""")
            + Watching.Followup(4, 1767268800, "spread is wider than the limit"));
        var lines = Draw(watching, 120, 40);
        lines[2].ShouldStartWith("── one ──");
        lines[2].ShouldContain("── two ──");
        lines[2].ShouldContain("── alerts");
        lines[3].ShouldEndWith("▲ liquidity_gap critical");
        lines[4].ShouldEndWith("  wide_spread; thin_book; no_quote");
        lines[5].ShouldEndWith("12:00:00 WARN     iv");
        lines[6].ShouldEndWith("  spread is wider than the limit");
    }

    [Theory]
    [InlineData("iv is low", "12:00:00 WARN     iv is low")]
    [InlineData("it is low", "12:00:00 WARN     iv it is low")]
    public void In_one_line_what_a_followup_names_itself_is_not_said_twice(string message, string line) =>
        ShouldHave(Draw(Watching.With("{}").Hear(Watching.Followup(3, 5, "x") + Watching.Followup(4, 1767268800, message)), 80, 8), line);

    [Fact]
    public void An_unknown_age_is_said_to_be_so_and_is_no_number()
    {
        var watching = new Watching()
            .Hear(Watching.Hello() + Watching.Full(1, """{"p":1}""") + Watching.BeatWithoutAge() + Sse.Diff(2, 7, """{"p":2}"""));
        Draw(watching.After(0.3), 80, 24)[0].ShouldStartWith(" market  ● stale  age unknown ");
    }

    [Fact]
    public void A_daemon_that_was_never_reached_is_not_lost()
    {
        var lines = Draw(new Watching().Hear(new WatchInput.Lost("Connection refused", TimeSpan.FromSeconds(4))).After(3), 80, 24);
        lines[0].ShouldContain("NOT CONNECTED for 3.0 s");
        string.Join('\n', lines).ShouldNotContain("LOST");
    }

    [Fact]
    public void A_replay_is_said_in_the_head()
    {
        var summary = Watching.Summary("market", false) with { Replay = new ReplaySummary(1, 2) };
        Draw(Watching.With("{}").Hear(new WatchInput.Stores([summary])), 80, 24)[1].ShouldContain("a REPLAY, not live");
    }

    [Fact]
    public void What_the_store_needs_and_why_is_in_the_head()
    {
        var watching = Watching.With("{}").Hear(new WatchInput.Stores([Watching.Summary("market", true, "generation_mismatch")]));
        Draw(watching, 80, 24)[1].ShouldContain("needs a baseline: generation_mismatch");
    }

    [Fact]
    public void A_lost_daemon_is_said_and_what_was_last_known_stays_faint_with_its_age()
    {
        var watching = Watching.With("""{"p":{"k":1}}""").After(2)
            .Hear(new WatchInput.Lost("Connection refused", TimeSpan.FromSeconds(4))).After(3);
        var lines = Draw(watching, 80, 24);
        lines[0].ShouldContain("● ok  data is 5.0 s old");
        lines[0].ShouldContain("LOST for 3.0 s");
        lines[1].ShouldStartWith(" Connection refused · next try in 1.0 s  ");
        ShouldHave(lines, "── p ──");
        Styles(watching).ShouldAllBe(static style => style.Foreground == Color.Grey);
        Draw(watching.After(30), 80, 24)[0].ShouldContain("● stale  data is 35 s old");
    }

    [Fact]
    public void While_it_is_paused_the_picture_stands_and_the_age_goes_on()
    {
        var watching = Watching.With("""{"p":{"k":1}}""");
        var view = View with { Held = watching.State };
        watching.After(2).Hear(Sse.Diff(2, 7, """{"p":{"k":2}}""") + Sse.Diff(3, 7, """{"p":{"k":3}}""")).After(4);
        var lines = Draw(watching, 80, 24, view);
        lines[0].ShouldContain("data is 4.0 s old");
        lines[1].ShouldContain("PAUSED, 2 events wait");
        lines[3].ShouldBe("k                                     1");
    }

    [Theory]
    [InlineData("LOOP", "cycle|state|last_error")]
    [InlineData("cyc", "cycle")]
    [InlineData("nifty", "NIFTY")]
    [InlineData("ltp", "NIFTY|SENSEX")]
    public void A_filter_leaves_what_has_it_in_its_name(string filter, string rows)
    {
        var text = string.Join('\n', Draw(Watching.With(Market), 80, 24, View with { Filter = filter }));
        foreach (var row in rows.Split('|')) text.ShouldContain(row);
        text.ShouldNotContain("nominal");
    }

    [Fact]
    public void Where_nothing_is_shown_it_says_why()
    {
        ShouldHave(Draw(new Watching(), 80, 24), "Nothing has come yet.");
        ShouldHave(Draw(new Watching().Hear(Watching.Hello() + Watching.Beat(health: "init")), 80, 24), "The store has no baseline yet.");
        ShouldHave(Draw(Watching.With("{}"), 80, 24), "The store has no panels.");
        ShouldHave(Draw(Watching.With(Market), 80, 24, View with { Filter = "zzz" }), "No panel or key has “zzz” in its name.");
    }

    [Fact]
    public void What_is_longer_than_the_window_is_scrolled_and_no_further_than_to_its_end()
    {
        var many = string.Join(',', Enumerable.Range(0, 60).Select(static i => $"\"p{i}\":{{\"k\":{i}}}"));
        var watching = Watching.With($"{{{many}}}");
        var (top, view) = Screen.Draw(watching.State, View, 80, 24, watching.Now);
        top.Lines[23].ToString().ShouldContain("lines 1–21 of 89");
        (_, view) = Screen.Draw(watching.State, view with { Scroll = 500 }, 80, 24, watching.Now);
        view.Scroll.ShouldBe(68);
        ShouldHave(Draw(watching, 80, 24, view), "── p59 ──");
    }

    [Fact]
    public void A_panel_that_changed_is_marked_for_a_moment()
    {
        var watching = Watching.With("""{"p":{"k":1},"q":1}""");
        var view = View.Drawn(watching.State, watching.Now);
        Draw(watching, 80, 24, view)[2].ShouldNotContain("●");
        watching.Hear(Sse.Diff(2, 7, """{"p":{"k":2}}"""));
        view = view.Drawn(watching.State, watching.Now);
        Draw(watching, 80, 24, view)[2].ShouldBe($"── p ● {new string('─', 32)}  ── q {new string('─', 34)}");
        watching.After(1.5);
        Draw(watching, 80, 24, view.Drawn(watching.State, watching.Now))[2].ShouldNotContain("●");
    }

    [Fact]
    public void The_list_of_stores_points_at_the_one_that_Enter_would_take()
    {
        var watching = Watching.With("{}").Stores("market", "risk");
        ShouldHave(Draw(watching, 80, 24, View with { Picked = 1 }), "Which store?", " risk ");
        ShouldHave(Draw(watching, 80, 24, View with { IsHelping = true }), "choose a store");
        Draw(watching, 80, 24, View with { IsTyping = true, Filter = "lo" })[23].ShouldStartWith(" /lo▏");
    }

    public static TheoryData<string> Hostile =>
    [
        "\u001b[2J\u001b]0;title\u0007", "\u009b2J", "\u202eabc", "a\r\nb\u2028c",
        "日本語日本語日本語日本語日本語日本語日本語", "🙂👩‍👩‍👧‍👦🏳️‍🌈", "[red]x[/] [[",
        "e\u0301\u0302\u0303",
        new string('x', 5000), "\0",
    ];

    [Theory]
    [MemberData(nameof(Hostile))]
    public void No_text_of_the_feed_reaches_the_terminal_as_anything_but_text_or_breaks_the_grid(string text)
    {
        var json = JsonSerializer.Serialize(text);
        var status = "{#:#,\"o\":{#:#},\"t\":[{#:#,\"z\":1}]}".Replace("#", json, StringComparison.Ordinal);
        var watching = new Watching().Hear(Watching.Hello(text) + Watching.Full(1, status) + Watching.Beat());
        watching.Hear(
            Watching.Followup(2, 5, text)
            + Sse.Envelope(3, "severity_state", $$$"""{"alert_type":{{{json}}},"active":{{{json}}},"reasons":[{{{json}}}]}""", 7));
        watching.Hear(new WatchInput.Stores([Watching.Summary(text, true, text)])).Hear(new WatchInput.Lost(text, TimeSpan.Zero));
        watching.Hear(Watching.Hello(text));
        foreach (var view in new[] { View, View with { Picked = 0 }, View with { Filter = text[..1] } })
            ShouldFit(watching, view);
    }

    [Fact]
    public void Whatever_the_status_the_screen_has_the_size_of_the_window() =>
        Gen.Select(JsonGen.Value, Gen.Int[1, 220], Gen.Int[1, 70]).Sample(
            (value, width, height) =>
            {
                var watching = Watching.With("{\"p\":" + value + ",\"q\":{\"r\":" + value + "}}");
                var (screen, _) = Screen.Draw(watching.State, View, width, height, watching.Now);
                screen.Lines.Count.ShouldBe(height);
                screen.Lines.ShouldAllBe(line => line.Width <= width);
            },
            iter: 500);

    private static void ShouldFit(Watching watching, WatchView view)
    {
        foreach (var (width, height) in new[] { (80, 24), (200, 60), (40, 10), (7, 3), (1, 1) })
        {
            var lines = Draw(watching, width, height, view);
            lines.Length.ShouldBe(height);
            foreach (var line in lines)
            {
                line.ShouldAllBe(static c => !char.IsControl(c) && c != '\u202e' && c != '\u2028');
                SafeText.WidthOf(line).ShouldBeLessThanOrEqualTo(width);
            }
        }
    }

    internal static string[] Draw(Watching watching, int width, int height, WatchView? view = null)
    {
        var (screen, _) = Screen.Draw(watching.State, view ?? View, width, height, watching.Now);
        using var console = new TestConsole().Width(width).Height(height);
        console.Profile.Width = width;
        console.Write(screen);
        // The library's own recording of what would be on the screen has each line as it was written.
        var recorded = console.Output.TrimEnd('\n').Split('\n');
        recorded.Select(static line => line.TrimEnd())
            .ShouldBe(screen.Lines.Select(static line => line.ToString().TrimEnd()).ToArray().Trimmed());
        return [.. screen.Lines.Select(static line => line.ToString())];
    }

    private static IEnumerable<Style> Styles(Watching watching) =>
        Screen.Draw(watching.State, View, 80, 24, watching.Now).Screen.Lines
        .Skip(2).SkipLast(1).SelectMany(static line => line.Segments(anchored: false)).Select(static segment => segment.Style);

    internal static void ShouldHave(string[] lines, params string[] parts)
    {
        foreach (var part in parts)
            lines.ShouldContain(line => line.Contains(part, StringComparison.Ordinal), $"{part} in\n{string.Join('\n', lines)}");
    }
}

internal static class Recording
{
    /// <summary>Without the empty lines at the end, which a recording does not tell.</summary>
    public static IEnumerable<string> Trimmed(this string[] lines)
    {
        var last = Array.FindLastIndex(lines, static line => line.Length > 0);
        return lines.Take(Math.Max(1, last + 1));
    }
}
