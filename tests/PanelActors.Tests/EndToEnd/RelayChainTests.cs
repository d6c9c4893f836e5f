using PanelActors.Tests.Support;
using PanelActors.Tree;


namespace PanelActors.Tests.EndToEnd;

/// <summary>Daemons that feed each other, three levels deep, hold the same and are as honest about it as the first.</summary>
[Collection(AloneCollection.Name)]
public class RelayChainTests
{
    [Fact]
    public async Task A_chain_holds_the_same_panels_alerts_and_age()
    {
        await using var upstream = ScriptedUpstream.Start();
        await using var first = await Daemon.Reading(upstream);
        await using var second = await Behind(first);
        await using var third = await Behind(second);
        using var feed = await upstream.NextStream();
        await feed.Send(
            Sse.Event(1, """
                {"type":"panel_full","generation":5,"age_seconds":40,
                """ + """
                "payload":{"status":{"a":0,"n":null,"p":{"x":[1,null],"y":{"z":null}}}}}
                """)
            + Sse.Event(2, """
                {"type":"severity_state","age_seconds":40,
                """ + """
                "payload":{"alert_type":"iv","active":"warn","reasons":["r"],"counts":{"warn":2}}}
                """)
            + Sse.Event(3, """
                {"type":"followup_alert","age_seconds":40,
                """ + """
                "payload":{"alert":{"type":"iv","index":"N","severity":"warn","message":"m"},"ts":1690000000.25}}
                """));
        await first.Until(state => state.Followups.Length == 1, "a follow-up");
        await ShouldAgree(first, third);
        foreach (var daemon in new[] { first, second, third })
        {
            var heartbeat = await daemon.Json("/api/heartbeat");
            ((string?)heartbeat["health"]).ShouldBe("stale");
            ((double)heartbeat["stale_seconds"]!).ShouldBeInRange(40, 55);
        }

        await feed.Send(Sse.Diff(4, 5, """{"added":{"q":{"r":null}},"removed":["n"],"changed":{"a":{"old":0,"new":1}}}"""));
        await first.UntilPanel("a", "1");
        await ShouldAgree(first, third);
        // It is never healthier than the one before, whose heartbeat follows the data.
        await third.UntilAnswer("/api/heartbeat", beat => (string?)beat["health"] == "ok");
        // Events about the relay itself are counted as unknown, and no reason for a warning.
        third.LoggedWarnings().ShouldNotContain(line => line.Contains("unknown", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_daemon_is_never_healthier_than_the_health_of_the_relay_it_reads()
    {
        await using var upstream = ScriptedUpstream.Start();
        await using var strict = await Daemon.Reading(
            upstream, ("Freshness:WarnAfter", "00:00:00.100"), ("Freshness:StaleAfter", "00:00:00.300"));
        await using var easy = await Behind(strict);
        using var feed = await upstream.NextStream(Sse.Full(1, 5, """{"a":0}"""));
        await easy.UntilPanel("a", "0");
        var beat = await easy.UntilAnswer("/api/heartbeat", beat => (string?)beat["health"] == "stale");
        ((double)beat["stale_seconds"]!).ShouldBeLessThan(30);
        await easy.ShouldAnswer("/health/ready", System.Net.HttpStatusCode.ServiceUnavailable);
    }

    [Fact]
    public async Task A_link_that_was_down_is_made_up_for()
    {
        await using var upstream = ScriptedUpstream.Start();
        await using var first = await Daemon.Reading(upstream);
        using var feed = await upstream.NextStream();
        await feed.Send(Sse.Full(1, 5, """{"a":0}"""));
        await first.UntilPanel("a", "0");
        await using var second = await Behind(first);
        await using var third = await Behind(second);
        await third.UntilPanel("a", "0");
        for (var i = 1; i <= 3; i++)
        {
            await second.Post("/api/sources/feed/restart");
            await third.Post("/api/sources/feed/restart");
            await feed.Send(Sse.Diff(1 + i, 5, $$"""{"a":{{i}}}"""));
            await third.UntilPanel("a", $"{i}");
        }

        third.State.DiffDroppedCount.ShouldBe(0);
    }

    [Fact]
    public async Task A_feed_that_only_repeats_its_baseline_stays_fresh_down_the_chain()
    {
        await using var upstream = ScriptedUpstream.Start();
        (string, string)[] quick = [("Freshness:WarnAfter", "00:00:00.400"), ("Freshness:StaleAfter", "01:00:00")];
        await using var first = await Daemon.Reading(upstream, quick);
        await using var second = await Behind(first);
        using var feed = await upstream.NextStream();
        await feed.Send(Sse.Full(1, 5, """{"a":0}"""));
        await second.UntilPanel("a", "0");
        var since = second.State.LastEvent;
        var id = 1;
        // Nothing that is said here is new, but that it is still so.
        while (second.State.LastEvent == since)
        {
            await feed.Send(Sse.Full(++id, 5, """{"a":0}"""));
            id.ShouldBeLessThan(1_000_000);
        }

        second.State.FullCount.ShouldBe(1);
    }

    private static Task<Daemon> Behind(Daemon other) => Daemon.Start(
        ("Sources:0:Name", "feed"), ("Sources:0:Url", new Uri(other.Http.BaseAddress!, "/events").ToString()));

    private static async Task ShouldAgree(Daemon first, Daemon last)
    {
        await last.Until(
            other => other.Status is { } status && ContentHash.Of(status).Equals(ContentHash.Of(first.State.Status!)),
            "the first one's panels");
        await last.Until(other => other.Followups.SequenceEqual(first.State.Followups), "the first one's follow-ups");
        await last.Until(other => other.SeverityCounts?.ToString() == first.State.SeverityCounts?.ToString(), "the first one's counts");
        await last.Until(
            other => other.SeverityStates.ToString() == first.State.SeverityStates.ToString(), "the first one's severity states");
    }
}
