using System.Text.Json;
using CsCheck;
using PanelActors.Http;
using PanelActors.Watch;

namespace PanelActors.Tests.Watch;

public sealed class OverviewScreenTests
{
    private static readonly WatchScreen Screen = new(Watching.Daemon);
    private static readonly WatchView View = new() { Zones = WatchZones.From(WatchZone.Exchange) };
    private static readonly double Noon = Watching.Start.ToUnixTimeSeconds();

    private static readonly StoreSummary[] Stores =
    [
        Store("fine", "ok", 1),
        Store("later", "stale", 60),
        Store("longest", "stale", 600),
        Store("late", "warn", 30),
        Store("new", "init", 30),
        Store("all", "ok", 600) with
        {
            Kind = "composite", Connection = null, ActiveMember = "fine",
            Members =
            [
                new MemberSummary("fine", "ok", 0.5), new MemberSummary("later", "stale", 90), new MemberSummary("none", "init", null),
            ],
        },
        Store("down", "stale", 180) with
        {
            Connection = "waiting", NextAttemptAt = Noon + 7, LastError = "refused\u001b[2J", LastErrorAt = Noon - 60,
            NeedFull = true, NeedFullReason = "gap",
        },
    ];

    [Fact]
    public void The_worst_is_first_and_among_equals_the_one_that_has_been_so_for_longest() =>
        StoreOrder.WorstFirst(Stores, "").Select(static store => store.Name)
            .ShouldBe(["longest", "down", "later", "late", "new", "all", "fine"]);

    [Theory]
    [InlineData("stale stale ok ok ok", "2 of 5 stores are stale")]
    [InlineData("stale warn warn ok", "1 of 4 stores is stale, 2 are warn")]
    [InlineData("warn ok", "1 of 2 stores is warn")]
    [InlineData("ok ok", "all 2 stores are ok")]
    [InlineData("ok", "the only store is ok")]
    [InlineData("init", "1 of 1 store is init")]
    [InlineData("what ok", "1 of 2 stores is stale")]
    [InlineData("", "there are no stores")]
    public void One_sentence_says_how_they_are(string healths, string sentence)
    {
        string[] words = healths.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        StoreSummary[] stores = [.. words.Select(static health => Store(health, health, 1))];
        StoreOrder.Headline(stores, isPast: false).ShouldBe(sentence);
    }

    [Fact]
    public void A_usual_window_shows_what_is_known_of_each_store()
    {
        var lines = Draw(80, 40);
        lines[0].ShouldStartWith(" ● 3 of 7 stores are stale, 1 is warn, 1 is init");
        lines[0].ShouldEndWith(" live  127.0.0.1:5080 ");
        lines[1].ShouldEndWith(" Asia/Kolkata");
        lines[2].ShouldBe("► ● longest                                                         stale 5.0 s");
        lines[3].ShouldBe("    since 17:20 (10 min) · open · 3 subscribers");
        lines[4].ShouldStartWith("  ● down ");
        lines[5].ShouldBe("    since 17:27 (3 min) · next attempt in 7.0 s · 3 subscribers");
        lines[6].ShouldBe("    needs a baseline: gap");
        lines[7].ShouldBe("    17:29 refused\uFFFD[2J");
        lines.ShouldContain("    of ● fine ok 0.5 s, active  ● later stale 90 s  ● none init no age");
        lines[39].ShouldStartWith(" q quit  Enter open  t history");
    }

    [Fact]
    public void A_wide_window_shows_each_in_one_line()
    {
        var lines = Draw(120, 40);
        lines[2].ShouldStartWith("    store                health        age   since ");
        lines[3].ShouldBe("► ● longest              stale       5.0 s   since 17:20 (10 min)         open                   3");
    }

    [Fact]
    public void Ages_go_on_and_a_daemon_that_is_away_is_in_the_past()
    {
        var state = State().Apply(new WatchInput.Silent("refused"), Watching.Start.AddSeconds(4));
        var lines = Text(Screen.Draw(state, View, 80, 40, Watching.Start.AddSeconds(20)).Screen);
        lines[0].ShouldStartWith(" ● 3 of 7 stores were stale, 1 was warn, 1 was init  ");
        lines[0].ShouldContain("NO ANSWER for 16 s");
        Text(Screen.Draw(state, View, 60, 40, Watching.Start.AddSeconds(20)).Screen)[0]
            .ShouldBe(" ● 3 of 7 stores were stale              NO ANSWER for 16 s ");
        lines[1].ShouldStartWith(" refused ");
        lines[2].ShouldEndWith("stale 25 s");
        lines[5].ShouldContain("next attempt now");
    }

    [Fact]
    public void The_chosen_store_is_seen_however_low_the_window_is()
    {
        foreach (var name in Stores.Select(static store => store.Name))
        {
            foreach (var height in new[] { 4, 5, 8, 24 })
            {
                Draw(40, height, View with { Chosen = name })
                    .Count(line => line.StartsWith($"► ● {name} ", StringComparison.Ordinal)).ShouldBe(1);
            }
        }
    }

    [Fact]
    public void A_filter_leaves_the_stores_that_have_it_in_their_names()
    {
        var text = string.Join('\n', Draw(80, 24, View with { Filter = "LATE" }));
        (text.Contains("● late ", StringComparison.Ordinal), text.Contains("● fine", StringComparison.Ordinal)).ShouldBe((true, false));
        string.Join('\n', Draw(80, 24, View with { Filter = "zzz" })).ShouldContain("No store has “zzz” in its name.");
        string.Join('\n', Text(Screen.Draw(new WatchState(Watching.Start).Overviewed(Watching.Start), View, 80, 24, Watching.Start).Screen))
            .ShouldContain("The daemon has no stores.");
    }

    [Fact]
    public void A_paused_overview_stands()
    {
        var held = State();
        var state = held.Apply(new WatchInput.Stores([Store("one", "ok", 1)]), Watching.Start.AddSeconds(2));
        var lines = Text(Screen.Draw(state, View with { Held = held }, 80, 24, Watching.Start.AddSeconds(2)).Screen);
        lines[0].ShouldStartWith(" ● 3 of 7");
        lines[1].ShouldStartWith(" PAUSED");
    }

    [Theory]
    [MemberData(nameof(WatchScreenTests.Hostile), MemberType = typeof(WatchScreenTests))]
    public void No_text_of_a_daemon_breaks_the_lines(string text)
    {
        var store = Store(text, text, 1) with
        {
            Kind = text,
            Connection = text,
            LastError = text,
            NeedFull = true,
            NeedFullReason = text,
            Members = [new MemberSummary(text, text, 1)],
        };
        var state = State([store, store with { Connection = null }])
            .Apply(new WatchInput.History(new HistoryPage([new HistoryItem(1, text, text, text, text, text)], text)), Watching.Start);
        var without = state.Apply(new WatchInput.History(null, Fault: text), Watching.Start);
        foreach (var (width, height) in new[] { (200, 60), (120, 30), (80, 24), (40, 10), (7, 3), (1, 1), (40, 200) })
        {
            foreach (var view in new[] { View, View with { IsTimeline = true }, View with { Picked = 0 }, View with { IsHelping = true } })
            {
                ShouldFit(state, view, width, height);
                ShouldFit(without, view, width, height);
            }
        }
    }

    [Fact]
    public void Parts_that_a_daemon_leaves_out_do_no_harm()
    {
        var stores = DaemonAnswers.Whole(JsonSerializer.Deserialize(
            """[{"name":"a","health":"ok","members":[{"name":null,"health":null}],"state_since":1e300},{},null,{"name":"b"}]""",
            ApiJson.Default.IReadOnlyListStoreSummary)!);
        stores.Select(static store => store.Name).ShouldBe(["a", "b"]);
        var page = DaemonAnswers.Whole(JsonSerializer.Deserialize(
            """{"items":[null,{},{"store":"a","kind":"health","title":"ok"}]}""", HistoryJson.Default.HistoryPage)!);
        page.Items.ShouldHaveSingleItem().Detail.ShouldBe("");
        DaemonAnswers.Whole(JsonSerializer.Deserialize("""{"items":[null,{},{"alert_type":"iv"}]}""", HistoryJson.Default.AlertList)!)
            .ShouldHaveSingleItem();

        ShouldFit(State([.. stores]), View, 80, 24);
    }

    [Fact]
    public void Whatever_the_size_the_screen_has_it() => Gen.Select(Gen.Int[1, 220], Gen.Int[1, 80], Gen.Bool).Sample(
        (width, height, isTimeline) => ShouldFit(
            State().Apply(new WatchInput.History(TimelineTests.Page("n", [.. Enumerable.Range(1, 50)])), Watching.Start),
            View with { IsTimeline = isTimeline, Scroll = 7 }, width, height),
        iter: 300);

    [Fact]
    public void The_history_has_dates_in_the_zone_and_the_store_of_each_entry()
    {
        var item = new HistoryItem(Noon + 8 * 3600, "down", "health", "CRITICAL", "stale", "no event for 30 s");
        var page = new HistoryPage([item, item with { Kind = "followup", Title = "iv", Detail = "" }], null);
        var state = State().Apply(new WatchInput.History(page), Watching.Start);
        var lines = Text(Screen.Draw(state, View with { IsTimeline = true }, 100, 24, Watching.Start).Screen);
        lines[1].ShouldStartWith(" history  ");
        lines[2].ShouldBe(" 2026-01-02 01:30:00 down             CRITICAL health     stale  no event for 30 s");
        var narrow = Text(Screen.Draw(state, View with { IsTimeline = true }, 40, 24, Watching.Start).Screen);
        narrow[2..4].ShouldBe([" 01-02 01:30:00 down stale", "   CRITICAL health  no event for 30 s"]);
        var filtered = Text(Screen.Draw(state, View with { IsTimeline = true, Filter = "IV" }, 100, 24, Watching.Start).Screen);
        (filtered[2].Contains("followup", StringComparison.Ordinal), filtered[3]).ShouldBe((true, ""));
    }

    [Theory]
    [InlineData("This daemon keeps no history.")]
    [InlineData("refused")]
    public void Without_a_history_it_says_why(string why)
    {
        var view = View with { IsTimeline = true };
        var state = State().Apply(new WatchInput.History(null, Fault: why), Watching.Start);
        Text(Screen.Draw(state, view, 80, 24, Watching.Start).Screen)[3].ShouldBe($"  {why}");
        Text(Screen.Draw(State(), view, 80, 24, Watching.Start).Screen)[3].ShouldBe("  The history is asked for.");
        var known = State().Apply(new WatchInput.History(TimelineTests.Page(null, 1)), Watching.Start)
            .Apply(new WatchInput.History(null, Fault: why), Watching.Start);
        Text(Screen.Draw(known, view, 80, 24, Watching.Start).Screen)[2].ShouldBe($" Nothing newer is known: {why}");
    }

    [Fact]
    public void Older_entries_are_wanted_where_the_end_comes_near()
    {
        var state = State().Apply(new WatchInput.History(TimelineTests.Page("n", [.. Enumerable.Range(1, 100)])), Watching.Start);
        Wants(0).ShouldBeFalse();
        Wants(60).ShouldBeTrue();

        bool Wants(int scroll) =>
            Screen.Draw(state, View with { IsTimeline = true, Scroll = scroll }, 120, 24, Watching.Start).View.WantsOlder;
    }

    internal static StoreSummary Store(string name, string health, double since) => Watching.Summary(name) with
    {
        Health = health,
        StaleSeconds = 5,
        StateSince = Noon - since,
        Subscribers = 3,
    };

    private static WatchState State(StoreSummary[]? stores = null) =>
        new WatchState(Watching.Start) { Stores = stores ?? Stores }.Overviewed(Watching.Start);

    private static string[] Draw(int width, int height, WatchView? view = null) =>
        Text(Screen.Draw(State(), view ?? View, width, height, Watching.Start).Screen);

    private static string[] Text(Screen screen) => [.. screen.Lines.Select(static line => line.ToString())];

    private static void ShouldFit(WatchState state, WatchView view, int width, int height)
    {
        var lines = Text(Screen.Draw(state, view, width, height, Watching.Start).Screen);
        lines.Length.ShouldBe(height);
        foreach (var line in lines)
        {
            line.ShouldAllBe(static c => !char.IsControl(c) && c != '\u202e' && c != '\u2028');
            SafeText.WidthOf(line).ShouldBeLessThanOrEqualTo(width);
        }
    }
}
