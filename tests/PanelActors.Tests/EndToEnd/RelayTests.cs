using System.Net;
using System.Text.Json.Nodes;
using PanelActors.Tests.Support;

namespace PanelActors.Tests.EndToEnd;

/// <summary>The relay of a whole daemon, read by a client that knows nothing but the protocol.</summary>
[Collection(AloneCollection.Name)]
public class RelayTests
{
    private static readonly string Filler = new('x', 200);

    [Fact]
    public async Task A_client_is_greeted_gets_everything_and_then_follows()
    {
        await using var upstream = ScriptedUpstream.Start();
        await using var daemon = await Daemon.Reading(upstream);
        using var feed = await upstream.NextStream();
        await feed.Send(Sse.Full(1, 5, """{"a":1,"b":{"x":[1]}}""") + Sse.Counts(2, 1, 2, 3)
            + Sse.Envelope(3, "severity_state", """{"alert_type":"iv","active":"warn","reasons":["r"]}""")
            + Sse.Envelope(
                4, "followup_alert", """{"alert":{"type":"iv","index":"N","severity":"warn","message":"older"},"ts":1690000000}""")
            + Sse.Envelope(
                5, "followup_alert", """{"alert":{"type":"iv","index":"N","severity":"warn","message":"newer"},"ts":1690000001}"""));
        await daemon.Until(state => state.Followups.Length == 2, "two follow-ups");

        await using var client = await RelaySubscriber.Connect(daemon.Http);
        client.Response.Content.Headers.ContentType!.MediaType.ShouldBe("text/event-stream");
        client.Response.Headers.CacheControl!.NoStore.ShouldBeTrue();
        client.Response.Headers.GetValues("X-Accel-Buffering").ShouldBe(["no"]);
        var hello = await client.Expect("hello");
        Payload(hello).ShouldBe("""{"store":"feed","resumed":false,"reason":"connected"}""");
        hello.Id.ShouldBeNull();
        client.Retry.ShouldNotBeNull();

        var full = await client.Expect("panel_full");
        full.Payload.ToJsonString().ShouldBe("""{"status":{"a":1,"b":{"x":[1]}}}""");
        (await client.Expect("severity_counts")).Payload.ToJsonString().ShouldBe("""{"counts":{"info":1,"warn":2,"critical":3}}""");
        ((string?)(await client.Expect("severity_state")).Payload["alert_type"]).ShouldBe("iv");
        ((string?)(await client.Expect("followup_alert")).Payload["message"]).ShouldBe("older");
        var last = await client.Expect("followup_alert");
        ((string?)last.Payload["message"]).ShouldBe("newer");

        await feed.Send(Sse.Diff(6, 5, """{"a":2}"""));
        var diff = await client.Expect("panel_diff");
        diff.Payload.ToJsonString().ShouldBe("""{"diff":{"a":2}}""");
        diff.Id.ShouldNotBeNull().ShouldBeGreaterThan(last.Id!.Value);
        ((long?)diff.Data["id"], (string?)diff.Data["type"]).ShouldBe((diff.Id, "panel_diff"));
        ((long?)diff.Data["generation"]).ShouldBe((long?)full.Data["generation"]);
        ((double?)diff.Data["publish_unixtime"]).ShouldNotBeNull().ShouldBe(DateTimeOffset.UtcNow.ToUnixTimeMilliseconds() / 1000.0, 30);
    }

    [Fact]
    public async Task Every_event_of_one_read_leaves_by_itself_and_in_order()
    {
        await using var upstream = ScriptedUpstream.Start();
        await using var daemon = await Daemon.Reading(upstream);
        using var feed = await upstream.NextStream();
        await using var client = await RelaySubscriber.Connect(daemon.Http);
        await client.Expect("hello");
        var diffs = Enumerable.Range(1, 50).Select(i => Sse.Diff(1 + i, 5, $$"""{"a":{{i}}}""") + Sse.Counts(100 + i, i, 0, 0));
        await feed.Send(Sse.Full(1, 5, """{"a":0}""") + string.Concat(diffs));
        await client.Expect("panel_full");
        for (var i = 1; i <= 50; i++)
        {
            (await client.Expect("panel_diff")).Payload.ToJsonString().ShouldBe($$$"""{"diff":{"a":{{{i}}}}}""");
            ((int?)(await client.Expect("severity_counts")).Payload["counts"]!["info"]).ShouldBe(i);
        }
    }

    [Fact]
    public async Task A_client_that_comes_back_gets_what_it_missed()
    {
        await using var upstream = ScriptedUpstream.Start();
        await using var daemon = await Daemon.Reading(upstream);
        using var feed = await upstream.NextStream();
        await feed.Send(Sse.Full(1, 5, """{"a":0}"""));
        await daemon.UntilPanel("a", "0");
        long had;
        await using (var client = await RelaySubscriber.Connect(daemon.Http))
        {
            await client.Expect("hello");
            had = (await client.Expect("panel_full")).Id!.Value;
        }

        await feed.Send(Sse.Diff(2, 5, """{"a":1}""") + Sse.Diff(3, 5, """{"a":2}"""));
        await daemon.UntilPanel("a", "2");
        foreach (var path in new[] { "/events", $"/api/stores/feed/events?last_id={had}" })
        {
            await using var again = await RelaySubscriber.Connect(daemon.Http, path, path == "/events" ? had : null);
            Payload(await again.Expect("hello")).ShouldBe("""{"store":"feed","resumed":true,"reason":"resumed"}""");
            (await again.Expect("panel_diff")).Payload.ToJsonString().ShouldBe("""{"diff":{"a":1}}""");
            (await again.Expect("panel_diff")).Payload.ToJsonString().ShouldBe("""{"diff":{"a":2}}""");
        }
    }

    [Fact]
    public async Task A_client_with_a_strange_position_or_a_forced_one_gets_a_baseline_and_the_reason()
    {
        await using var upstream = ScriptedUpstream.Start();
        await using var daemon = await Daemon.Reading(upstream);
        using var feed = await upstream.NextStream();
        await feed.Send(Sse.Full(1, 5, """{"a":0}"""));
        await daemon.UntilPanel("a", "0");
        (string, string)[] queries =
        [
            ("last_id=5", "unknown_id"), ("last_id=8999999999999999999", "unknown_id"), ("last_id=x", "unknown_id"),
            ("force_full=1", "force_full"),
        ];
        foreach (var (query, reason) in queries)
        {
            await using var client = await RelaySubscriber.Connect(daemon.Http, $"/events?{query}");
            ((string?)(await client.Expect("hello")).Payload["reason"]).ShouldBe(reason);
            await client.Expect("panel_full");
        }
    }

    [Fact]
    public async Task Before_a_baseline_there_is_hello_and_a_heartbeat_and_then_the_baseline()
    {
        await using var upstream = ScriptedUpstream.Start();
        await using var daemon = await Daemon.Reading(upstream, ("Relay:Heartbeat", "00:00:00.050"));
        using var feed = await upstream.NextStream();
        await using var client = await RelaySubscriber.Connect(daemon.Http);
        await client.Expect("hello");
        var beat = await client.Next(heartbeats: true);
        Payload(beat!).ShouldBe(
            """{"last_event_epoch":null,"last_panel_full_epoch":null,"last_panel_diff_epoch":null,"stale_seconds":null,"""
            + """
            "health":"init","warn_after":10,"stale_after":30}
            """);
        beat!.Id.ShouldBeNull();
        (await client.Next(heartbeats: true))!.Type.ShouldBe("heartbeat");
        await feed.Send(Sse.Full(1, 5, """{"a":0}"""));
        (await client.Expect("panel_full")).Payload.ToJsonString().ShouldBe("""{"status":{"a":0}}""");
        ((string?)(await client.NextOf("heartbeat")).Payload["health"]).ShouldBe("ok");
    }

    [Fact]
    public async Task Every_change_of_health_is_sent()
    {
        await using var upstream = ScriptedUpstream.Start();
        await using var daemon = await Daemon.Reading(
            upstream, ("Freshness:WarnAfter", "00:00:00.300"), ("Freshness:StaleAfter", "00:00:00.600"),
            ("Freshness:Tick", "00:00:00.020"), ("Relay:Heartbeat", "00:00:00.100"));
        using var feed = await upstream.NextStream();
        await using var client = await RelaySubscriber.Connect(daemon.Http);
        await feed.Send(Sse.Full(1, 5, """{"a":0}"""));
        var seen = new List<string>();
        while (seen.Count < 4)
        {
            var beat = (await client.NextOf("heartbeat")).Payload;
            var (health, age) = ((string)beat["health"]!, (double?)beat["stale_seconds"] ?? 0);
            health.ShouldBe(seen.Count == 0 && beat["stale_seconds"] is null ? "init" : age >= 0.6 ? "stale" : age >= 0.3 ? "warn" : "ok");
            if (seen.LastOrDefault() != health) seen.Add(health);
            if (health == "stale") break;
        }

        seen.TakeLast(3).ShouldBe(["ok", "warn", "stale"]);
    }

    [Fact]
    public async Task A_later_baseline_leaves_as_what_it_changed_and_the_generation_is_the_relays_own()
    {
        await using var upstream = ScriptedUpstream.Start();
        await using var daemon = await Daemon.Reading(upstream);
        using var feed = await upstream.NextStream();
        await feed.Send(Sse.Full(1, 5, $$"""{"a":0,"f":"{{Filler}}"}"""));
        await daemon.UntilPanel("a", "0");
        await using var client = await RelaySubscriber.Connect(daemon.Http);
        await client.Expect("hello");
        var generation = (long?)(await client.Expect("panel_full")).Data["generation"];
        await feed.Send(
            Sse.Full(2, 6, $$"""{"f":"{{Filler}}","a":0}""") + Sse.Full(3, 7, $$"""{"a":1,"f":"{{Filler}}"}""")
            + Sse.Diff(4, 7, """{"a":2}"""));
        foreach (var a in new[] { 1, 2 })
        {
            var diff = await client.Expect("panel_diff");
            diff.Payload.ToJsonString().ShouldBe($$$"""{"diff":{"a":{{{a}}}}}""");
            ((long?)diff.Data["generation"]).ShouldBe(generation);
        }

        await feed.Send(Sse.Full(5, 8, """{"z":0}""") + Sse.Diff(6, 8, """{"z":1}"""));
        var full = await client.Expect("panel_full");
        ((long?)full.Data["generation"]).ShouldNotBeNull().ShouldBeGreaterThan(generation!.Value);
        ((long?)(await client.Expect("panel_diff")).Data["generation"]).ShouldBe((long?)full.Data["generation"]);
    }

    [Fact]
    public async Task Types_are_filtered_but_hello_and_bye_always_come()
    {
        await using var upstream = ScriptedUpstream.Start();
        RelaySubscriber client;
        await using (var daemon = await Daemon.Reading(upstream))
        {
            using var feed = await upstream.NextStream();
            await feed.Send(Sse.Full(1, 5, """{"a":0}""") + Sse.Counts(2, 1, 0, 0));
            await daemon.Until(state => state.SeverityCounts is not null, "counts");
            client = await RelaySubscriber.Connect(daemon.Http, "/events?types=severity_counts");
            await client.Expect("hello");
            await client.Expect("severity_counts");
            await feed.Send(Sse.Diff(3, 5, """{"a":1}""") + Sse.Counts(4, 2, 0, 0));
            ((int?)(await client.Expect("severity_counts")).Payload["counts"]!["info"]).ShouldBe(2);
        }

        (await client.Next(heartbeats: true))!.Data.ToJsonString().ShouldContain("""{"type":"bye","payload":{"reason":"shutdown"}""");
        (await client.Next()).ShouldBeNull();
        await client.DisposeAsync();
    }

    [Fact]
    public async Task A_replay_has_its_age()
    {
        await using var upstream = ScriptedUpstream.Start();
        await using var daemon = await Daemon.Reading(upstream);
        using var feed = await upstream.NextStream();
        await feed.Send(Sse.Event(1, """{"type":"panel_full","payload":{"status":{"a":0}},"age_seconds":100}"""));
        await daemon.UntilPanel("a", "0");
        await using var client = await RelaySubscriber.Connect(daemon.Http);
        await client.Expect("hello");
        (await client.Expect("panel_full")).Age.ShouldBeInRange(100, 115);
        await feed.Send(Sse.Event(2, """{"type":"panel_diff","payload":{"diff":{"a":1}},"age_seconds":50}"""));
        (await client.Expect("panel_diff")).Age.ShouldBeInRange(50, 65);
    }

    [Fact]
    public async Task A_comment_keeps_the_line_open()
    {
        await using var upstream = ScriptedUpstream.Start();
        await using var daemon = await Daemon.Reading(upstream, ("Relay:KeepAlive", "00:00:00.020"), ("Relay:Heartbeat", "00:00:00.500"));
        await using var client = await RelaySubscriber.Connect(daemon.Http);
        await client.NextOf("heartbeat");
        await client.NextOf("heartbeat");
        client.Comments.ShouldBeGreaterThan(0);
    }

    [Theory]
    [InlineData("gzip")]
    [InlineData("br")]
    public async Task Each_event_comes_through_compression_at_once(string encoding)
    {
        await using var upstream = ScriptedUpstream.Start();
        await using var daemon = await Daemon.Reading(upstream);
        using var feed = await upstream.NextStream();
        await using var client = await RelaySubscriber.Connect(daemon.Http, acceptEncoding: encoding);
        client.Response.Content.Headers.ContentEncoding.ShouldBe([encoding]);
        await client.Expect("hello");
        await feed.Send(Sse.Full(1, 5, """{"a":0}"""));
        await client.Expect("panel_full");
        for (var i = 1; i < 5; i++)
        {
            await feed.Send(Sse.Diff(1 + i, 5, $$"""{"a":{{i}}}"""));
            (await client.Expect("panel_diff")).Payload.ToJsonString().ShouldBe($$$"""{"diff":{"a":{{{i}}}}}""");
        }
    }

    [Fact]
    public async Task There_are_so_many_places_and_one_is_free_again_when_a_client_goes()
    {
        await using var upstream = ScriptedUpstream.Start();
        await using var daemon = await Daemon.Reading(upstream, ("Relay:MaxClients", "1"));
        var first = await RelaySubscriber.Connect(daemon.Http);
        await daemon.UntilMetric("""panelactors_relay_clients{store="feed"}""", 1);
        using (var refused = await daemon.Http.GetAsync("/events", HttpCompletionOption.ResponseHeadersRead))
        {
            refused.StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
            refused.Headers.RetryAfter.ShouldNotBeNull();
            JsonNode.Parse(await refused.Content.ReadAsStringAsync())!["status"]!.GetValue<int>().ShouldBe(503);
        }

        await first.DisposeAsync();
        await daemon.UntilMetric("""panelactors_relay_clients{store="feed"}""", 0);
        await using var second = await RelaySubscriber.Connect(daemon.Http);
        await second.Expect("hello");
    }

    [Fact]
    public async Task What_is_sent_is_counted()
    {
        await using var upstream = ScriptedUpstream.Start();
        await using var daemon = await Daemon.Reading(upstream);
        using var feed = await upstream.NextStream();
        await feed.Send(Sse.Full(1, 5, """{"a":0}"""));
        await daemon.UntilPanel("a", "0");
        await using var client = await RelaySubscriber.Connect(daemon.Http, "/events?types=panel_full,panel_diff");
        await client.Expect("hello");
        await client.Expect("panel_full");
        await feed.Send(Sse.Diff(2, 5, """{"a":1}""") + Sse.Diff(3, 5, """{"a":2}"""));
        await client.Expect("panel_diff");
        await client.Expect("panel_diff");
        await daemon.UntilMetric("""panelactors_relay_events_sent_total{store="feed"}""", 4);
    }

    [Fact]
    public async Task Head_answers_as_get_would_and_an_unknown_store_is_not_found()
    {
        await using var upstream = ScriptedUpstream.Start();
        await using var daemon = await Daemon.Reading(upstream);
        using var head = await daemon.Http.SendAsync(new HttpRequestMessage(HttpMethod.Head, "/events"));
        head.StatusCode.ShouldBe(HttpStatusCode.OK);
        head.Content.Headers.ContentType!.MediaType.ShouldBe("text/event-stream");
        await daemon.ShouldAnswer("/api/stores/nobody/events", HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Pages_of_other_origins_may_read_only_where_that_is_configured()
    {
        await using var upstream = ScriptedUpstream.Start();
        foreach (var (allowed, expected) in new[] { (false, (string?)null), (true, "https://dashboard.example") })
        {
            await using var daemon = await Daemon.Reading(
                upstream, allowed ? [("Relay:AllowedOrigins:0", "https://dashboard.example")] : []);
            using var request = new HttpRequestMessage(HttpMethod.Get, "/events");
            request.Headers.Add("Origin", "https://dashboard.example");
            using var response = await daemon.Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
            (response.Headers.TryGetValues("Access-Control-Allow-Origin", out var origins) ? origins.Single() : null).ShouldBe(expected);
        }
    }

    [Theory]
    [InlineData(null)]
    [InlineData("gzip")]
    [InlineData("br")]
    public async Task A_store_that_is_configured_anew_lets_its_clients_go_and_serves_them_again(string? encoding)
    {
        await using var upstream = ScriptedUpstream.Start();
        (string, string)[] source = [("Sources:0:Name", "feed"), ("Sources:0:Url", upstream.Url.ToString())];
        await using var daemon = await Daemon.StartFromFile(source);
        using var feed = await upstream.NextStream();
        await feed.Send(Sse.Full(1, 5, """{"a":0}"""));
        await daemon.UntilPanel("a", "0");
        await using var client = await RelaySubscriber.Connect(daemon.Http, acceptEncoding: encoding);
        await client.Expect("hello");
        var had = (await client.Expect("panel_full")).Id!.Value;
        await daemon.Edit([.. source, ("Sources:0:DiffForm", "structured")]);
        ((string?)(await client.NextOf("bye")).Payload["reason"]).ShouldBe("reconfigured");
        (await client.Next()).ShouldBeNull();

        using var again = await upstream.NextStream();
        await again.Send(Sse.Full(1, 5, """{"a":9}"""));
        await daemon.UntilPanel("a", "9");
        await using var back = await RelaySubscriber.Connect(daemon.Http, lastEventId: had);
        ((bool?)(await back.Expect("hello")).Payload["resumed"]).ShouldBe(false);
        var full = await back.Expect("panel_full");
        full.Payload.ToJsonString().ShouldBe("""{"status":{"a":9}}""");
        full.Id.ShouldNotBeNull().ShouldBeGreaterThan(had);
    }

    // Without instance and path, which are others at every start.
    private static string Payload(RelayFrame frame)
    {
        var payload = frame.Payload.DeepClone().AsObject();
        var instance = (string?)payload["instance"];
        payload["path"]!.ToJsonString().ShouldBe($"[\"{instance}:feed\"]");
        payload.Remove("instance");
        payload.Remove("path");
        return payload.ToJsonString();
    }
}
