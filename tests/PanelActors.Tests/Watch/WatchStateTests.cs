using PanelActors.Protocol;
using PanelActors.Tests.Support;
using PanelActors.Watch;


namespace PanelActors.Tests.Watch;

public sealed class WatchStateTests
{
    [Fact]
    public void A_baseline_and_diffs_make_the_panels()
    {
        var watching = Watching.With("""{"a":{"x":1,"y":2},"b":1}""");
        watching.State.Store.ShouldBe("market");
        watching.Hear(
            Sse.Diff(2, 7, """{"a":{"x":3,"y":null}}""") + Sse.Diff(3, 7, """{"panel":"b","op":"full","data":[1]}""")
            + Sse.Diff(4, 7, "{}"));
        watching.State.Panels.Status!.ToString().ShouldBe("""{"a":{"x":3},"b":[1]}""");
        (watching.State.Events, watching.State.MustStartOver, watching.State.Link.Phase).ShouldBe((4, false, LinkPhase.Live));
    }

    [Fact]
    public void What_the_data_is_worth_is_told_with_each_event()
    {
        var watching = Watching.With("{}");
        watching.Hear(Sse.Event(2, """{"type":"panel_diff","payload":{"diff":{"p":1}},"generation":7,"age_seconds":12.5}"""));
        watching.State.Freshness.AgeAt(watching.Now).ShouldBe(TimeSpan.FromSeconds(12.5));
        watching.State.Freshness.HealthAt(watching.Now).ShouldBe(Health.Warn);
    }

    [Theory]
    [InlineData("")]
    [InlineData(",\"age_seconds\":null")]
    public void Where_nobody_knows_how_old_it_is_no_event_makes_it_young(string age)
    {
        var watching = new Watching().Hear(Watching.Hello() + Watching.Full(1, """{"p":0}""") + Watching.BeatWithoutAge()).After(1);
        watching.Hear(Sse.Event(2, $$$"""{"type":"panel_diff","payload":{"diff":{"p":1}},"generation":7{{{age}}}}"""));
        watching.State.Panels.Status!.ToString().ShouldBe("""{"p":1}""");
        watching.State.Freshness.AgeAt(watching.Now).ShouldBeNull();
        watching.State.Freshness.HealthAt(watching.Now).ShouldBe(Health.Stale);
    }

    [Fact]
    public void An_event_of_unknown_age_is_applied_and_moves_no_age()
    {
        var watching = Watching.With("{}").After(12);
        watching.Hear(
            Sse.Event(2, """{"type":"panel_diff","payload":{"diff":{"p":"\"age_seconds\":5"}},"generation":7,"age_seconds":null}"""));
        watching.State.Panels.Status!.Count.ShouldBe(1);
        watching.State.Freshness.AgeAt(watching.Now).ShouldBe(TimeSpan.FromSeconds(12));
        watching.State.Freshness.HealthAt(watching.Now).ShouldBe(Health.Warn);
    }

    [Fact]
    public void A_conflated_baseline_is_followed_by_all_alerts_there_are()
    {
        var watching = Watching.With("""{"p":1}""")
            .Hear(Watching.Severity(2, "gone", "\"warn\"") + Watching.Followup(3, 100, "old") + Sse.Counts(4, 1, 1, 1));
        watching.Hear(
            Watching.Full(9, """{"p":2}""", ",\"reason\":\"conflated\"") + Watching.Severity(10, "stays", "\"warn\"")
            + Watching.Followup(11, 200, "new"));
        watching.State.Panels.SeverityStates.Members.Count.ShouldBe(1);
        watching.State.Panels.SeverityCounts.ShouldBeNull();
        watching.State.Panels.Followups.ShouldHaveSingleItem().Message.ShouldBe("new");
    }

    [Fact]
    public void Any_other_baseline_leaves_the_alerts_alone()
    {
        var watching = Watching.With("""{"p":1}""").Hear(Watching.Severity(2, "stays", "\"warn\"") + Watching.Followup(3, 100, "stays"));
        watching.Hear(Sse.Full(9, 8, """{"p":2}"""));
        watching.State.Panels.SeverityStates.Members.Count.ShouldBe(1);
        watching.State.Panels.Followups.ShouldHaveSingleItem();
        watching.Hear(Sse.Diff(10, 8, """{"p":3}"""));
        watching.State.Panels.Status!.ToString().ShouldBe("""{"p":3}""");
    }

    [Fact]
    public void A_new_connection_that_starts_over_forgets_alerts_and_one_that_resumes_does_not()
    {
        var watching = Watching.With("""{"p":1}""")
            .Hear(Watching.Severity(2, "x", "\"warn\"") + Watching.Hello(resumed: true) + Sse.Diff(3, 7, """{"p":2}"""));
        watching.State.Panels.SeverityStates.Members.Count.ShouldBe(1);
        watching.State.IsSettled.ShouldBeTrue();
        watching.Hear(Watching.Hello() + Watching.Full(9, "{}"));
        watching.State.Panels.SeverityStates.Members.Count.ShouldBe(0);
        watching.State.IsSettled.ShouldBeFalse();
    }

    [Fact]
    public void An_alert_of_which_nothing_is_left_is_gone()
    {
        var watching = Watching.With("{}").Hear(Watching.Severity(2, "a/iv", "\"warn\"") + Watching.Severity(3, "b/iv", "\"warn\""));
        watching.Hear(Watching.Severity(4, "a/iv", "null", resolved: "null"));
        AlertEntry.Of(watching.State.Panels).ShouldHaveSingleItem().Type.ShouldBe("b/iv");
    }

    [Theory]
    [InlineData("id: 2\nevent: panel_diff\ndata: {\"type\":\n\n", true)]
    [InlineData("event: heartbeat\ndata: {}\n\n", true)]
    [InlineData("id: 2\nevent: panel_diff\ndata: {\"type\":\"panel_diff\",\"payload\":{\"diff\":{}},\"generation\":99}\n\n", true)]
    [InlineData("event: news\ndata: {\"type\":\"news\",\"payload\":{}}\n\n", false)]
    [InlineData(": comment\n\n", false)]
    [InlineData("event: bye\ndata: {\"type\":\"bye\",\"payload\":{\"reason\":\"shutdown\"}}\n\n", false)]
    public void Only_what_may_have_been_lost_makes_it_start_over(string stream, bool startsOver)
    {
        var watching = Watching.With("""{"p":1}""").Hear(stream);
        watching.State.MustStartOver.ShouldBe(startsOver);
        watching.Hear(Watching.Hello()).State.MustStartOver.ShouldBeFalse();
    }

    [Fact]
    public void A_daemon_that_does_not_answer_is_silent_until_it_says_something()
    {
        var watching = Watching.With("{}").After(3).Hear(new WatchInput.Silent("hangs"));
        (watching.State.Link.Phase, watching.State.Link.Since, watching.State.Link.IsDown).ShouldBe((LinkPhase.Silent, watching.Now, true));
        watching.After(1).Hear(": keep-alive\n\n");
        watching.State.Link.Phase.ShouldBe(LinkPhase.Live);
    }

    [Fact]
    public void A_lost_connection_stays_lost_since_it_was_until_the_relay_greets_again()
    {
        var watching = Watching.With("""{"p":1}""").After(1).Hear(new WatchInput.Lost("reset", TimeSpan.FromSeconds(1)));
        var since = watching.Now;
        watching.After(5).Hear(new WatchInput.Lost("refused", TimeSpan.FromSeconds(2))).Stores("market").Hear(new WatchInput.Silent("x"));
        watching.State.Link.ShouldBe(new WatchLink(LinkPhase.Lost, since, "refused", watching.Now.AddSeconds(2)));
        watching.State.Panels.Status!.ToString().ShouldBe("""{"p":1}""");
        watching.Hear(Watching.Hello(resumed: true)).State.Link.Phase.ShouldBe(LinkPhase.Live);
    }

    [Fact]
    public void Another_store_begins_from_nothing()
    {
        var watching = Watching.With("""{"p":1}""").Stores("market", "risk");
        var other = watching.State.Switched("risk", watching.Now);
        (other.Store, other.Panels.Status, other.Link.Phase, other.Stores.Count).ShouldBe(("risk", null, LinkPhase.Connecting, 2));
    }
}
