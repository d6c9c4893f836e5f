using PanelActors.Http;
using PanelActors.Tests.Support;
using PanelActors.Watch;
using static PanelActors.Tests.Watch.WatchScreenTests;

namespace PanelActors.Tests.Watch;

/// <summary>What the screen of a store has from before it was watched, and what it gathers.</summary>
public sealed class SinceAndTrendScreenTests
{
    [Fact]
    public void An_alert_says_since_when_it_is_so_as_the_daemon_knows_it()
    {
        var watching = Watching.With("{}").Hear(
            Watching.Severity(3, "iv", "\"critical\"", """["why"]""") + Watching.Severity(4, "gap", "\"warn\""));
        var since = Watching.Start.ToUnixTimeSeconds() - 180;
        watching.Hear(Periods(
            Item("iv", "CRITICAL", since - 600, since), Item("gap", "CRITICAL", since, since), Item("other", "WARN", since, since)));
        var lines = Draw(watching, 80, 24);
        ShouldHave(lines, "▲ iv critical since 11:57 (3 min)", "  why");
        lines.ShouldContain("▲ gap warn");
        ShouldHave(Draw(watching, 80, 24, View with { Zones = View.Zones.Next() }), "▲ iv critical since 17:27 (3 min)");
        ShouldHave(Draw(watching, 30, 24), "▲ iv critical since 11:57");

        // From a change on, until the daemon is asked again, what it said before does not hold.
        watching.Hear(Watching.Severity(5, "iv", "\"critical\"", resolved: "true") + Watching.Severity(6, "iv", "\"critical\""));
        Draw(watching, 80, 24).ShouldContain("▲ iv critical");
    }

    [Fact]
    public void An_alert_that_is_said_again_keeps_its_since_and_its_message_says_its_reasons_once()
    {
        var watching = Watching.With("{}").Hear(Periods(Item("iv", "WARN", Watching.Start.ToUnixTimeSeconds() - 60, null)));
        string Said(string message) => Sse.Envelope(
            7, "severity_state", $$$"""{"alert_type":"iv","active":"warn","reasons":["low"],"alert":{"message":"{{{message}}}"}}""", 7);
        watching.Hear(Said("iv is low"));
        Draw(watching, 80, 24).ShouldContain("  iv is low");
        watching.Hear(Said("iv is 3"));
        var lines = Draw(watching, 80, 24);
        lines.ShouldContain("▲ iv warn since 11:59 (60 s)");
        lines.ShouldContain("  iv is 3 · low");
    }

    [Fact]
    public void The_head_says_since_when_the_health_is_so_unless_the_daemon_spoke_of_another()
    {
        var watching = Watching.With("{}")
            .Hear(new WatchInput.Stores([Watching.Summary("market") with { StateSince = Watching.Start.ToUnixTimeSeconds() - 7200 }]));
        Draw(watching, 80, 24)[1].ShouldStartWith(" ok since 10:00 (2 h)  generation 5  ");
        Draw(watching.After(12), 80, 24)[1].ShouldStartWith(" generation 5  ");
    }

    [Fact]
    public void Numbers_that_change_have_their_trend_beside_them_and_no_line_is_longer_for_it()
    {
        var watching = Watching.With(WatchScreenTests.Market);
        for (var i = 0; i < 5; i++)
        {
            watching.After(10).Hear(Sse.Diff(i + 2, 7, $$$"""
                {"loop":{"cycle":{{{8 + i}}}},"detail":{"NIFTY":{"ltp":{{{24840 + i}}}}},"rows":[{"name":"csv","lag":{{{i % 2}}}}]}
                """));
        }

        var lines = Draw(watching, 80, 24);
        ShouldHave(lines, "cycle                         ▁▂▄▅▇█ 12", "NIFTY     ▁▆▆▇▇█ 24844  OK", "csv     █▁▂▁▂▁   0");
        ShouldHave(lines, "last_error                            –", "SENSEX           81500  LATE");
        foreach (var width in Enumerable.Range(1, 60)) ShouldFit(watching, View, width);
        ShouldHave(Draw(watching.After(3600), 80, 24), "cycle                                12");
    }

    [Fact]
    public void A_panel_that_is_a_number_has_its_trend_too() =>
        ShouldHave(Draw(Watching.With("""{"n":1}""").After(10).Hear(Sse.Diff(2, 7, """{"n":2}""")), 80, 24), "          ▁█ 2");

    private static WatchInput.Periods Periods(params AlertItem[] items) => new(AlertPeriods.Of(items));

    private static AlertItem Item(string type, string level, double since, double? change) =>
        new() { AlertType = type, Level = level, Active = true, Since = since, LastChange = change };

    private static void ShouldFit(Watching watching, WatchView view, int width)
    {
        foreach (var line in Draw(watching, width, 24, view)) SafeText.WidthOf(line).ShouldBeLessThanOrEqualTo(width);
    }
}
