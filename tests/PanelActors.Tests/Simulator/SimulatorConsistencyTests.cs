using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Time.Testing;
using PanelActors.Simulator;

namespace PanelActors.Tests.Simulator;

/// <summary>Many clients that come while a feed runs: each holds what the feed holds, whenever it came.</summary>
public sealed class SimulatorConsistencyTests
{
    [Fact]
    public async Task A_forced_baseline_and_the_live_events_after_it_leave_no_gap_and_no_duplicate()
    {
        const string Feed = "backlog=2000&seed=2";
        const int Ticks = 200, TicksPerClient = 5, ClientsOnTheWay = 4;
        var start = new DateTimeOffset(2026, 1, 5, 3, 45, 0, TimeSpan.Zero);
        SimulatorSettings.TryParseKey(Feed, out var settings, out _).ShouldBeTrue();

        // Equal settings and start: the twin has the state of the feed after the last event of each tick.
        var twin = new MarketFeed(settings!, start);
        var held = new Dictionary<long, string>();
        for (var tick = 0; tick <= Ticks; tick++)
        {
            twin.Next();
            held[twin.LastId] = twin.Status.ToJsonString();
        }

        var time = new FakeTimeProvider(start);
        await using var server = await SimulatorServer.StartAsync(time);
        await using var witness = await FeedReader.ConnectAsync(server, Feed, "?last_id=0");
        var clients = new List<Task<FeedReader>>();
        for (var tick = 0; tick < Ticks; tick++)
        {
            if (tick % TicksPerClient == 0) clients.Add(FeedReader.ConnectAsync(server, Feed, "?force_full=1"));

            // A few clients are on their way while the feed ticks; all of them together would just wait for its end.
            if (clients.Count > ClientsOnTheWay) await clients[^ClientsOnTheWay];
            time.Advance(settings!.Interval);
        }

        var baselines = await Task.WhenAll(clients.Select(async connecting =>
        {
            await using var client = await connecting;
            var applier = new FeedApplier();
            var baseline = await client.EventAsync();
            var id = (long)baseline["id"]!;
            var first = id;
            held[id].ShouldBe(baseline["payload"]!["status"]!.ToJsonString());
            applier.Apply(baseline);
            while (id < twin.LastId)
            {
                var next = await client.EventAsync();
                ((long)next["id"]!).ShouldBe(++id);
                applier.Apply(next);
            }

            JsonNode.DeepEquals(applier.Status, twin.Status).ShouldBeTrue();
            return first;
        }));
        baselines.Distinct().Count().ShouldBeGreaterThan(baselines.Length / (ClientsOnTheWay + 1));
        for (var id = 1L; id <= twin.LastId; id++) (await witness.IdsAsync(1))[0].ShouldBe(id);
    }

    [Fact]
    public async Task Two_hundred_feeds_and_as_many_clients_tick_side_by_side_on_the_real_clock()
    {
        await using var server = await SimulatorServer.StartAsync();
        await Task.WhenAll(Enumerable.Range(0, 200).Select(async seed =>
        {
            var feed = string.Create(CultureInfo.InvariantCulture, $"seed={seed}&interval=00:00:00.200");
            await using var client = await FeedReader.ConnectAsync(server, feed, "?force_full=1");
            var ids = await client.IdsAsync(4);
            ids.ShouldBe([ids[0], ids[0] + 1, ids[0] + 2, ids[0] + 3]);
        }));
    }
}
