using System.Text.Json.Nodes;
using PanelActors.Tests.Support;

namespace PanelActors.Tests.EndToEnd;

/// <summary>A store's health, connection, subscribers and members in the list of stores, as time goes by.</summary>
public sealed class StoreListTests : IAsyncLifetime
{
    private readonly ScriptedUpstream _upstream = ScriptedUpstream.Start();
    private readonly ScriptedUpstream _other = ScriptedUpstream.Start();

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        await _upstream.DisposeAsync();
        await _other.DisposeAsync();
    }

    [Fact]
    public async Task A_health_has_the_time_at_which_it_began()
    {
        await using var daemon = await Daemon.Reading(_upstream, ("Freshness:WarnAfter", "00:00:02"), ("Freshness:Tick", "00:00:00.050"));
        using var feed = await _upstream.NextStream();
        var init = Time((await Stores(daemon, stores => (string?)stores[0]!["health"] == "init"))[0]!, "state_since");
        await feed.Send(Sse.Full(1, 5, """{"p":1}"""));
        var ok = Time((await Stores(daemon, stores => (string?)stores[0]!["health"] == "ok"))[0]!, "state_since");
        await feed.Send(Sse.Diff(2, 5, """{"p":2}"""));
        await daemon.UntilPanel("p", "2");
        var before = (await Stores(daemon))[0]!;
        Time(before, "state_since").ShouldBe(ok, "another event does not begin another health");
        var warn = (await Stores(daemon, stores => (string?)stores[0]!["health"] == "warn"))[0]!;
        ok.ShouldBeGreaterThan(init);
        Time(warn, "state_since").ShouldBe(Now() - (Time(warn, "stale_seconds") - 2), tolerance: 1);
    }

    [Fact]
    public async Task An_error_has_its_kind_and_time_and_the_next_attempt_until_a_connection_is_open()
    {
        await using var daemon = await Daemon.Reading(
            _upstream, ("Reconnect:MinBackoff", "00:01:00"), ("Reconnect:MaxBackoff", "00:02:00"),
            ("Sources:0:Resync:Cooldown", "00:00:00.010"));
        using (var first = await _upstream.NextConnection()) await first.Refuse(503);
        var waiting = await daemon.UntilConnection("waiting");
        ((string?)waiting["last_error_kind"]).ShouldBe("http_503");
        Time(waiting, "last_error_at").ShouldBe(Now(), tolerance: 15);
        // Jitter takes a quarter away at most.
        (Time(waiting, "next_attempt_at") - Time(waiting, "last_error_at")).ShouldBeInRange(45, 60);

        using (await daemon.Post("/api/sources/feed/restart"))
        {
            var connecting = await daemon.UntilConnection("connecting");
            (connecting["last_error_at"]!.ToJsonString(), (string?)connecting["last_error_kind"])
                .ShouldBe((waiting["last_error_at"]!.ToJsonString(), "http_503"));
            connecting["next_attempt_at"].ShouldBeNull();
        }

        using var second = await _upstream.NextStream();
        ShouldHaveNoError(await daemon.UntilConnection("open"));
        await second.Close();
        ((string?)(await daemon.UntilConnection("waiting"))["last_error_kind"]).ShouldBe("closed");
    }

    [Fact]
    public async Task A_source_that_stopped_has_no_next_attempt()
    {
        await using var daemon = await Daemon.Reading(_upstream);
        using (var first = await _upstream.NextConnection()) await first.Refuse(204);
        var stopped = await daemon.UntilConnection("stopped");
        ((string?)stopped["last_error_kind"]).ShouldBe("http_204");
        stopped["last_error_at"].ShouldNotBeNull();
        stopped["next_attempt_at"].ShouldBeNull();
    }

    [Fact]
    public async Task A_fault_of_the_feed_has_a_kind_of_its_own_while_the_connection_is_open()
    {
        await using var daemon = await Daemon.Reading(_upstream, ("Limits:MaxEventBytes", "2000"), ("Sources:0:Resync:Mode", "none"));
        using var feed = await _upstream.NextStream(Sse.Full(1, 5, """{"p":1}"""));
        await daemon.UntilPanel("p", "1");
        await feed.Send(Sse.Diff(2, 5, $$"""{"p":"{{new string('x', 3000)}}"}"""));
        var store = (await Stores(daemon, stores => stores[0]!["last_error"] is not null))[0]!;
        ((string?)store["connection"], (string?)store["last_error_kind"]).ShouldBe(("open", "feed_fault"));
        Time(store, "last_error_at").ShouldBe(Now(), tolerance: 15);
        await feed.Send(Sse.Full(3, 6, """{"p":2}"""));
        ShouldHaveNoError((await Stores(daemon, stores => stores[0]!["last_error"] is null))[0]!);
    }

    [Fact]
    public async Task Subscribers_are_counted_while_they_are_connected_and_bytes_as_the_panels_grow()
    {
        await using var daemon = await Daemon.Reading(_upstream);
        using var feed = await _upstream.NextStream(Sse.Full(1, 5, """{"p":1}"""));
        await daemon.UntilPanel("p", "1");
        ((long)(await Stores(daemon))[0]!["size_bytes"]!).ShouldBe("""{"p":1}""".Length);
        await using (await RelaySubscriber.Connect(daemon.Http))
        {
            await using (await RelaySubscriber.Connect(daemon.Http, "/api/stores/feed/events"))
                await Stores(daemon, stores => (int)stores[0]!["subscribers"]! == 2);
            await Stores(daemon, stores => (int)stores[0]!["subscribers"]! == 1);
        }

        await Stores(daemon, stores => (int)stores[0]!["subscribers"]! == 0);
        await feed.Send(Sse.Diff(2, 5, """{"q":[1,2]}"""));
        await daemon.UntilPanel("q", "[1,2]");
        ((long)(await Stores(daemon))[0]!["size_bytes"]!).ShouldBe("""{"p":1,"q":[1,2]}""".Length);
    }

    [Fact]
    public async Task Alerts_are_counted_and_the_critical_ones_named()
    {
        await using var daemon = await Daemon.Reading(_upstream);
        using var feed = await _upstream.NextStream(Sse.Full(1, 5, """{"p":1}"""));
        await feed.Send(Sse.Envelope(2, "severity_state", """{"alert_type":"gap","active":"CRITICAL"}"""));
        await feed.Send(Sse.Envelope(3, "severity_state", """{"alert_type":"drift","active":"crit"}"""));
        await feed.Send(Sse.Envelope(4, "severity_state", """{"alert_type":"spike","active":"WARN"}"""));
        var store = (await Stores(daemon, stores => (int)stores[0]!["active_alerts"]! == 3))[0]!;
        store["critical_alerts"]!.ToJsonString().ShouldBe("""["drift","gap"]""");
        await feed.Send(Sse.Envelope(5, "severity_state", """{"alert_type":"gap","active":"CRITICAL","resolved":true}"""));
        store = (await Stores(daemon, stores => (int)stores[0]!["active_alerts"]! == 2))[0]!;
        store["critical_alerts"]!.ToJsonString().ShouldBe("""["drift"]""");
    }

    [Fact]
    public async Task A_composite_has_its_members_with_their_health_and_age()
    {
        await using var daemon = await Daemon.Start(
            ("Sources:0:Name", "one"), ("Sources:0:Url", _upstream.Url.ToString()),
            ("Sources:1:Name", "two"), ("Sources:1:Url", _other.Url.ToString()), ("Sources:1:Resync:Mode", "none"),
            ("Composites:0:Name", "both"), ("Composites:0:Members:0", "two"), ("Composites:0:Members:1", "one"),
            ("Composites:1:Name", "either"), ("Composites:1:Members:0", "one"), ("Composites:1:Members:1", "two"),
            ("Composites:1:Merge", "failover"),
            ("Composites:1:FailoverAfter", "00:00:00.1"), ("Freshness:Tick", "00:00:00.050"));
        var before = (await Stores(daemon)).ToDictionary(store => (string)store!["name"]!);
        before.Where(store => (bool)store.Value!["default"]!).Select(store => store.Key)
            .ShouldBe(["both"], "the first composite is the default");
        Members(before["both"]!).ShouldBe("two init -, one init -");
        before["both"]!["connection"].ShouldBeNull();
        before["one"]!["members"].ShouldBeNull();
        before["both"]!["active_member"].ShouldBeNull();

        using var one = await _upstream.NextStream(Sse.Full(1, 1, """{"p":1}"""));
        var after = await Stores(daemon, stores => Members(stores[2]!) == "two init -, one ok 0" && (string?)stores[3]!["health"] == "ok");
        ((string?)after[2]!["health"]).ShouldBe("stale", "a member that never came counts as stale beside one that did");
        ((string?)after[3]!["active_member"]).ShouldBe("one");
        ((double?)after[3]!["stale_seconds"]).ShouldNotBeNull().ShouldBeInRange(0, 15);

        using var two = await _other.NextStream(Sse.Full(1, 1, """{"q":1}"""));
        await Stores(daemon, stores => Members(stores[2]!) == "two ok 0, one ok 0");
        await one.Send(Sse.OldDiff(2, 1, 60, """{"p":2}"""));
        after = await Stores(daemon, stores => (string?)stores[3]!["active_member"] == "two");
        Members(after[3]!).ShouldBe("one stale 60, two ok 0");

        static string Members(JsonNode store) => string.Join(", ", store["members"]!.AsArray().Select(static member => Member(member!)));

        // The age to ten seconds, since it runs.
        static string Member(JsonNode member) => $"{member["name"]} {member["health"]} "
            + ((double?)member["stale_seconds"] is { } age ? $"{Math.Floor(age / 10) * 10}" : "-");
    }

    [Fact]
    public async Task A_store_that_is_judged_otherwise_keeps_its_time_and_one_that_is_made_anew_does_not()
    {
        (string, string)[] source =
            [("Sources:0:Name", "feed"), ("Sources:0:Url", _upstream.Url.ToString()), ("Freshness:Tick", "00:00:00.050")];
        (string, string)[] another = [("Sources:1:Name", "other"), ("Sources:1:Url", _other.Url.ToString())];
        await using var daemon = await Daemon.StartFromFile([.. source, .. another]);
        using var feed = await _upstream.NextStream(Sse.Full(1, 5, """{"p":1}"""));
        var since = Time((await Stores(daemon, stores => (string?)stores[0]!["health"] == "ok"))[0]!, "state_since");

        await daemon.Edit([.. source, .. another, ("Default", "other"), ("Sources:0:Freshness:WarnAfter", "00:00:20")]);
        var stores = await Stores(daemon);
        stores.Select(store => (bool)store!["default"]!).ShouldBe([false, true]);
        Time(stores[0]!, "state_since").ShouldBe(since);

        await daemon.Edit([.. source, .. another, ("Sources:0:DiffForm", "structured")]);
        using var again = await _upstream.NextConnection();
        var anew = (await Stores(daemon))[0]!;
        ((string?)anew["health"]).ShouldBe("init");
        Time(anew, "state_since").ShouldBeGreaterThan(since);
    }

    private static void ShouldHaveNoError(JsonNode store)
    {
        string[] members = ["last_error", "last_error_at", "last_error_kind", "next_attempt_at"];
        foreach (var member in members) store[member].ShouldBeNull(member);
    }

    private static async Task<JsonArray> Stores(Daemon daemon, Func<JsonNode, bool>? areLike = null) =>
        (await daemon.UntilAnswer("/api/stores", areLike ?? (_ => true))).AsArray();

    private static double Time(JsonNode store, string name) => (double)store[name]!;

    private static double Now() => DateTimeOffset.UtcNow.ToUnixTimeMilliseconds() / 1000.0;
}
