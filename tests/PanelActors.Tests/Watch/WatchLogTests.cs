using PanelActors.Http;
using PanelActors.Tests.Support;
using PanelActors.Watch;


namespace PanelActors.Tests.Watch;

public sealed class WatchLogTests
{
    private readonly WatchLog _log = new(WatchZone.Utc);

    [Fact]
    public void One_line_for_each_change_and_one_a_second_for_the_rest()
    {
        var watching = new Watching();
        Say(watching).ShouldBeEmpty();
        watching.Hear(Watching.Hello() + Watching.Full(1, """{"a":1,"b":1}""") + Watching.Followup(2, 5, "old"));
        Say(watching).ShouldBe(["2026-01-01T12:00:00Z market connected"]);
        watching.Hear(Watching.Beat(0.3));
        Say(watching).ShouldBe(["2026-01-01T12:00:00Z market health ok 0.3s", "2026-01-01T12:00:00Z market ok 0.3s +2 events"]);

        watching.After(0.5).Hear(Sse.Diff(3, 7, """{"a":2}""") + Sse.Diff(4, 7, """{"b":2}"""));
        Say(watching).ShouldBeEmpty();
        watching.After(0.5);
        Say(watching).ShouldBe(["2026-01-01T12:00:01Z market ok 0.5s +2 events: a, b"]);
        watching.After(5);
        Say(watching).ShouldBeEmpty();

        watching.Hear(
            Watching.Followup(5, 6, "new\u001b[2J") + Sse.Counts(6, 1, 2, 3) + Watching.Severity(7, "iv", "\"warn\"", """["why"]"""));
        Say(watching).ShouldBe(
        [
            "2026-01-01T12:00:06Z market severity info=1 warn=2 critical=3",
            "2026-01-01T12:00:06Z market alert iv warn: why",
            "2026-01-01T12:00:06Z market follow-up WARN Follow-up iv: new\uFFFD[2J",
            "2026-01-01T12:00:06Z market ok 0.0s +3 events",
        ]);
        watching.Hear(Watching.Severity(8, "iv", "\"info\"", resolved: "true"));
        Say(watching).ShouldBe(["2026-01-01T12:00:06Z market alert iv resolved"]);
    }

    [Fact]
    public void Health_goes_down_by_itself_and_a_lost_daemon_is_said_once()
    {
        var watching = Watching.With("{}");
        Say(watching).Length.ShouldBe(3);
        watching.After(2).Hear(new WatchInput.Lost("refused\n", TimeSpan.FromSeconds(1)));
        Say(watching).ShouldBe(["2026-01-01T12:00:02Z market lost: refused "]);
        watching.After(1).Hear(new WatchInput.Lost("refused\n", TimeSpan.FromSeconds(1)));
        Say(watching).ShouldBeEmpty();
        watching.After(7);
        Say(watching).ShouldBe(["2026-01-01T12:00:10Z market health ok -> warn 10.0s"]);
        watching.After(20);
        Say(watching).ShouldBe(["2026-01-01T12:00:30Z market health warn -> stale 30.0s"]);
        watching.Hear(Watching.Hello(resumed: true) + Sse.Diff(2, 7, """{"p":1}"""));
        Say(watching).ShouldBe(
        [
            "2026-01-01T12:00:30Z market connected", "2026-01-01T12:00:30Z market health stale -> ok 0.0s",
            "2026-01-01T12:00:30Z market ok 0.0s +1 event: p",
        ]);
    }

    [Fact]
    public void A_baseline_that_tells_everything_again_is_no_news()
    {
        var watching = Watching.With("""{"p":1}""")
            .Hear(Watching.Followup(2, 5, "m") + Watching.Severity(3, "iv", "\"warn\"") + Sse.Counts(4, 0, 1, 0));
        Say(watching);
        watching.After(1).Hear(Watching.Full(9, """{"p":1}""", ",\"reason\":\"conflated\""));
        var lines = Say(watching).ToList();
        watching.Hear(Sse.Counts(10, 0, 1, 0) + Watching.Severity(11, "iv", "\"warn\"") + Watching.Followup(12, 5, "m"));
        lines.AddRange(Say(watching));
        lines.ShouldAllBe(static line => line.Contains(" ok 0.0s +", StringComparison.Ordinal));
    }

    [Fact]
    public void A_first_attempt_that_fails_is_no_loss_and_an_unknown_age_is_said_to_be_so()
    {
        var watching = new Watching().Hear(new WatchInput.Lost("refused", TimeSpan.FromSeconds(1)));
        Say(watching).ShouldBe(["2026-01-01T12:00:00Z - could not connect: refused"]);
        watching.Hear(Watching.Hello() + Watching.Full(1, "{}") + Watching.BeatWithoutAge());
        Say(watching).ShouldBe(
        [
            "2026-01-01T12:00:00Z market connected", "2026-01-01T12:00:00Z market health stale age unknown",
            "2026-01-01T12:00:00Z market stale age unknown +1 event",
        ]);
    }

    [Fact]
    public void Since_when_it_is_so_is_said_where_it_is_known_and_not_of_what_changes_now()
    {
        var since = Watching.Start.ToUnixTimeSeconds() - 90;
        var watching = new Watching()
            .Hear(new WatchInput.Stores([Watching.Summary("market") with { StateSince = since }]))
            .Hear(new WatchInput.Periods(
                AlertPeriods.Of([new AlertItem { AlertType = "iv", Level = "WARN", Active = true, Since = since }])))
            .Hear(Watching.Hello() + Watching.Full(1, "{}") + Watching.Severity(2, "iv", "\"warn\"", """["why"]"""));
        Say(watching).ShouldBe(
        [
            "2026-01-01T12:00:00Z market connected",
            "2026-01-01T12:00:00Z market alert iv warn since 2026-01-01T11:58:30Z: why",
        ]);
        watching.Hear(Watching.Beat());
        Say(watching)[0].ShouldBe("2026-01-01T12:00:00Z market health ok 0.0s since 2026-01-01T11:58:30Z");
        watching.Hear(Watching.Severity(3, "iv", "\"warn\"", resolved: "true"));
        Say(watching).ShouldContain("2026-01-01T12:00:00Z market alert iv resolved");
        watching.Hear(Watching.Severity(4, "iv", "\"warn\""));
        Say(watching).ShouldContain("2026-01-01T12:00:00Z market alert iv warn");
        Say(watching.After(12)).ShouldContain("2026-01-01T12:00:12Z market health ok -> warn 12.0s");
    }

    [Fact]
    public void Another_zone_is_in_the_stamps()
    {
        var log = new WatchLog(WatchZone.Exchange);
        log.Next(Watching.With("{}").State, Watching.Start)[0].ShouldBe("2026-01-01T17:30:00+05:30 market connected");
    }

    private string[] Say(Watching watching) => [.. _log.Next(watching.State, watching.Now)];
}
