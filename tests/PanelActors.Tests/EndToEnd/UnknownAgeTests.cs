using System.Net;
using System.Text.Json.Nodes;
using PanelActors.Tests.Support;

namespace PanelActors.Tests.EndToEnd;

/// <summary>What one daemon cannot know to be fresh, none behind it takes for fresh.</summary>
[Collection(AloneCollection.Name)]
public sealed class UnknownAgeTests : IAsyncLifetime
{
    private readonly ScriptedUpstream _live = ScriptedUpstream.Start();
    private int _refusedPort;

    public async Task InitializeAsync()
    {
        // An address where nothing listens.
        await using var refused = ScriptedUpstream.Start();
        _refusedPort = refused.Port;
    }

    public async Task DisposeAsync() => await _live.DisposeAsync();

    [Theory]
    [InlineData("namespace", "worst", false)]
    [InlineData("namespace", "best", true)]
    [InlineData("namespace", "quorum:1", true)]
    [InlineData("namespace", "quorum:2", false)]
    [InlineData("overlay", "worst", false)]
    [InlineData("overlay", "best", true)]
    [InlineData("failover", "worst", true)]
    public async Task A_member_that_never_came_counts_down_the_chain_as_it_does_at_home(string merge, string health, bool isFresh)
    {
        await using var first = await Desk(merge, health);
        await using var second = await Behind(first, "desk");
        using var feed = await _live.NextStream(Sse.Full(1, 1, """{"x":1}"""));
        await second.Until(state => state.Status is not null, "the desk's panels");
        if (isFresh) await ShouldBeFresh(first, second);
        else await ShouldBeOfUnknownAge(first, second);
        await feed.Send(Sse.Diff(2, 1, """{"x":2}"""));
        await second.Until(state => state.Status!.ToString().Contains("\"x\":2", StringComparison.Ordinal), "the change");
        if (!isFresh) await ShouldBeOfUnknownAge(first, second);
    }

    [Fact]
    public async Task It_is_fresh_everywhere_once_the_member_comes_and_stale_when_that_falls_silent()
    {
        (string, string)[] quick =
            [("Freshness:WarnAfter", "00:00:02"), ("Freshness:StaleAfter", "00:00:04"), ("Freshness:Tick", "00:00:00.100")];
        await using var first = await Desk("namespace", "worst", quick);
        await using var second = await Behind(first, "desk", quick);
        await using var third = await Behind(second, "feed", quick);
        using var feed = await _live.NextStream(Sse.Full(1, 1, """{"x":1}"""));
        await third.Until(state => state.Status is not null, "the desk's panels");
        await ShouldBeOfUnknownAge(first, second, third);

        await using var late = ScriptedUpstream.Start(_refusedPort);
        using var never = await late.NextStream(Sse.Full(1, 1, """{"y":1}"""));
        await feed.Send(Sse.Diff(2, 1, """{"x":2}"""));
        await ShouldBeFresh(first, second, third);

        // The other one goes on.
        for (var n = 3; (string?)(await third.Json("/api/heartbeat"))["health"] != "stale"; n++)
        {
            n.ShouldBeLessThan(100_000);
            await feed.Send(Sse.Diff(n, 1, $$"""{"x":{{n}}}"""));
        }

        ((double?)(await third.Json("/api/heartbeat"))["stale_seconds"]).ShouldNotBeNull().ShouldBeGreaterThan(3.5);
        await never.Send(Sse.Diff(2, 1, """{"y":2}"""));
        await feed.Send(Sse.Diff(200_000, 1, """{"x":0}"""));
        await ShouldBeFresh(first, second, third);
    }

    [Fact]
    public async Task Its_events_have_an_unknown_age_and_relayed_ones_always_have_theirs()
    {
        await using var first = await Desk("namespace", "worst");
        await using var second = await Behind(first, "live");
        using var feed = await _live.NextStream(Sse.Full(1, 1, """{"x":1}"""));
        await Daemon.Until(first.Stores.Default, state => state.Status is not null, "a baseline");
        await second.Until(state => state.Status is not null, "a baseline");

        await using var unknown = await RelaySubscriber.Connect(first.Http, "/api/stores/desk/events");
        await using var own = await RelaySubscriber.Connect(first.Http, "/api/stores/live/events");
        await using var relayed = await RelaySubscriber.Connect(second.Http);
        foreach (var client in new[] { unknown, own, relayed }) await client.Expect("hello");
        ShouldSayUnknown(await unknown.Expect("panel_full"));
        await own.Expect("panel_full");
        await relayed.Expect("panel_full");
        await feed.Send(Sse.Diff(2, 1, """{"x":2}"""));
        ShouldSayUnknown(await unknown.Expect("panel_diff"));
        (await relayed.Expect("panel_diff")).Data["age_seconds"].ShouldNotBeNull();
        (await own.Expect("panel_diff")).Data["age_seconds"].ShouldBeNull();

        static void ShouldSayUnknown(RelayFrame frame)
        {
            frame.Data.AsObject().ContainsKey("age_seconds").ShouldBeTrue();
            frame.Data["age_seconds"].ShouldBeNull();
        }
    }

    private static async Task ShouldBeOfUnknownAge(params Daemon[] chain)
    {
        foreach (var daemon in chain)
        {
            var beat = await daemon.UntilAnswer("/api/heartbeat", answer => (string?)answer["health"] == "stale");
            beat["stale_seconds"].ShouldBeNull();
            beat["last_event_epoch"].ShouldBeNull();
            var shown = (await daemon.Snapshot())["panel_push_meta"]!["sse_heartbeat"]!;
            (shown["stale_sec"], (string?)shown["health"]).ShouldBe(((JsonNode?)null, "stale"));
            await daemon.ShouldAnswer("/health/ready", HttpStatusCode.ServiceUnavailable);
            (await daemon.Metrics())[$"panelactors_heartbeat_stale_seconds{{store=\"{daemon.Feed.Name}\"}}"]
                .ShouldBe(double.PositiveInfinity);
        }
    }

    private static async Task ShouldBeFresh(params Daemon[] chain)
    {
        foreach (var daemon in chain)
        {
            var beat = await daemon.UntilAnswer("/api/heartbeat", answer => (string?)answer["health"] == "ok");
            beat["stale_seconds"].ShouldNotBeNull();
        }
    }

    private Task<Daemon> Desk(string merge, string health, params (string, string)[] more) => Daemon.Start(
    [
        ("Sources:0:Name", "live"), ("Sources:0:Url", _live.Url.ToString()),
        ("Sources:1:Name", "never"), ("Sources:1:Url", $"http://127.0.0.1:{_refusedPort}/events"), ("Sources:1:Required", "false"),
        ("Composites:0:Name", "desk"), ("Composites:0:Members:0", "live"), ("Composites:0:Members:1", "never"),
        ("Composites:0:Merge", merge), ("Composites:0:Health", health), .. more,
    ]);

    private static Task<Daemon> Behind(Daemon other, string store, params (string, string)[] more) => Daemon.Start(
        [
            ("Sources:0:Name", "feed"), ("Sources:0:Url", new Uri(other.Http.BaseAddress!, $"/api/stores/{store}/events").ToString()),
            .. more,
        ]);
}
