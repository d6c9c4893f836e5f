using PanelActors.Tests.Support;


namespace PanelActors.Tests.EndToEnd;

/// <summary>A composite is followed like any other store.</summary>
[Collection(AloneCollection.Name)]
public class CompositeRelayTests
{
    // The two members connect in any order.
    private readonly Dictionary<string, ScriptedConnection> _waiting = [];

    [Fact]
    public async Task Each_members_changes_come_as_the_composites()
    {
        await using var upstream = ScriptedUpstream.Start();
        await using var daemon = await Daemon.Start([.. Members(upstream), ("Composites:0:Merge", "namespace")]);
        using var a = await Open(upstream, "/a");
        using var b = await Open(upstream, "/b");
        await a.Send(Sse.Full(1, 1, """{"x":1,"filler":"long enough to be longer than any diff of it"}"""));
        await b.Send(Sse.Full(1, 1, """{"y":1}""") + Sse.Counts(2, 1, 0, 0));
        await Daemon.Until(daemon.Feed, state => state.Status?.Count == 2 && state.SeverityCounts is not null, "both members");

        await using var client = await RelaySubscriber.Connect(daemon.Http, "/api/stores/all/events");
        ((string?)(await client.Expect("hello")).Payload["store"]).ShouldBe("all");
        (await client.Expect("panel_full")).Payload["status"]!["b"]!.ToJsonString().ShouldBe("""{"y":1}""");
        await client.Expect("severity_counts");
        await a.Send(Sse.Diff(2, 1, """{"x":2}"""));
        (await client.Expect("panel_diff")).Payload.ToJsonString().ShouldBe("""{"diff":{"a":{"x":2}}}""");
        await b.Send(Sse.Envelope(3, "severity_state", """{"alert_type":"iv","active":"warn"}"""));
        // The counts are the same as before, and so they do not come again.
        ((string?)(await client.Expect("severity_state")).Payload["alert_type"]).ShouldBe("b/iv");
        await a.Send(Sse.Envelope(3, "followup_alert", """{"alert":{"type":"iv"},"ts":1690000000}"""));
        ((string?)(await client.Expect("followup_alert")).Payload["alert"]!["source"]).ShouldBe("a");
    }

    [Fact]
    public async Task A_failover_takes_clients_along()
    {
        await using var upstream = ScriptedUpstream.Start();
        await using var daemon = await Daemon.Start(
        [
            .. Members(upstream), ("Composites:0:Merge", "failover"), ("Composites:0:FailoverAfter", "00:00:00.050"),
            ("Freshness:Tick", "00:00:00.020"),
            ("Sources:0:Freshness:WarnAfter", "00:00:00.200"), ("Sources:0:Freshness:StaleAfter", "00:00:00.400"),
        ]);
        using var a = await Open(upstream, "/a");
        using var b = await Open(upstream, "/b");
        await using var client = await RelaySubscriber.Connect(daemon.Http, "/api/stores/all/events");
        await a.Send(Sse.Full(1, 1, """{"x":1}""") + Sse.Envelope(2, "severity_state", """{"alert_type":"iv","active":"warn"}"""));
        (await client.NextOf("panel_full")).Payload.ToJsonString().ShouldBe("""{"status":{"x":1}}""");
        ((string?)(await client.NextOf("severity_state")).Payload["active"]).ShouldBe("warn");
        await b.Send(Sse.Full(1, 1, """{"y":1}"""));

        // The first one falls silent; the second stands for all, and what only the first had is gone.
        (await client.NextOf("panel_full")).Payload.ToJsonString().ShouldBe("""{"status":{"y":1}}""");
        (await client.NextOf("severity_state")).Payload["active"].ShouldBeNull();
    }

    private static (string, string)[] Members(ScriptedUpstream upstream) =>
    [
        ("Sources:0:Name", "a"), ("Sources:0:Url", upstream.At("/a").ToString()),
        ("Sources:1:Name", "b"), ("Sources:1:Url", upstream.At("/b").ToString()),
        ("Composites:0:Name", "all"), ("Composites:0:Members:0", "a"), ("Composites:0:Members:1", "b"),
    ];

    private async Task<ScriptedConnection> Open(ScriptedUpstream upstream, string path)
    {
        ScriptedConnection? feed;
        while (!_waiting.Remove(path, out feed))
        {
            var next = await upstream.NextConnection();
            _waiting[next.Path] = next;
        }

        await feed.AcceptStream();
        return feed;
    }
}
