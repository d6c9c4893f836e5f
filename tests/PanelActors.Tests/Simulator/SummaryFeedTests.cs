using System.Text;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Time.Testing;
using PanelActors.Simulator;
using PanelActors.Tests.Support;

namespace PanelActors.Tests.Simulator;

/// <summary>The built-in feed as a summary stream.</summary>
public sealed class SummaryFeedTests
{
    private static readonly DateTimeOffset Start = new(2026, 1, 5, 3, 45, 0, TimeSpan.Zero);
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(500);

    [Theory]
    [InlineData("dialect=summary", "full_snapshot heartbeat panel_update")]
    [InlineData("dialect=summary&form=structured&full_every=7", "full_snapshot heartbeat panel_diff")]
    // Some of these change with every tick.
    [InlineData("dialect=summary&panels=20", "full_snapshot panel_update")]
    public void A_client_that_reads_everything_has_the_feeds_panels_after_every_tick(string settings, string expected)
    {
        var feed = new SummaryFeed(Settings(settings), Start);
        var model = new SummaryModel();
        var types = new HashSet<string>();
        for (var tick = 0; tick <= 100; tick++)
        {
            foreach (var sent in feed.Next())
            {
                var (type, data) = Read(sent);
                types.Add(type);
                model.Apply(type, data);
            }

            JsonNode.DeepEquals(model.Panels, feed.Panels).ShouldBeTrue();
        }

        string.Join(' ', types.Order(StringComparer.Ordinal)).ShouldBe(expected);
    }

    [Fact]
    public void Equal_settings_and_start_give_the_same_bytes()
    {
        var one = new SummaryFeed(Settings("dialect=summary&seed=3"), Start);
        var other = new SummaryFeed(Settings("dialect=summary&seed=3"), Start);
        for (var tick = 0; tick < 50; tick++)
            Encoding.UTF8.GetString(one.Next()[0].Frame.Span).ShouldBe(Encoding.UTF8.GetString(other.Next()[0].Frame.Span));
        one.Opening(false).Frame.Span.SequenceEqual(other.Opening(false).Frame.Span).ShouldBeTrue();
        one.Opening(false).Frame.Span.SequenceEqual(
            new SummaryFeed(Settings("dialect=summary&seed=3"), Start.AddSeconds(1)).Opening(false).Frame.Span)
            .ShouldBeFalse("a feed that was started again says another hello");
    }

    [Theory]
    [InlineData("")]
    [InlineData("?types=panel_full&last_id=3")]
    [InlineData("?force_full=1")]
    public async Task Every_client_gets_the_whole_history_whatever_it_asks_for(string query)
    {
        var time = new FakeTimeProvider(Start);
        await using var server = await SimulatorServer.StartAsync(time);
        await using (await FeedReader.ConnectAsync(server, "dialect=summary"))
        {
            for (var i = 0; i < 20; i++) time.Advance(Tick);
        }

        var twin = new SummaryFeed(Settings("dialect=summary"), Start);
        for (var tick = 0; tick <= 20; tick++) twin.Next();
        await using var client = await FeedReader.ConnectAsync(server, "dialect=summary", query);
        var (types, model) = await ReadAsync(client, 22);
        types[..2].ShouldBe(["hello", "full_snapshot"]);
        types.ShouldContain("panel_update");
        JsonNode.DeepEquals(model.Panels, twin.Panels).ShouldBeTrue();
    }

    [Fact]
    public async Task What_no_longer_fits_the_backlog_is_said_to_be_truncated()
    {
        var time = new FakeTimeProvider(Start);
        await using var server = await SimulatorServer.StartAsync(time);
        await using (await FeedReader.ConnectAsync(server, "dialect=summary&backlog=5"))
        {
            for (var i = 0; i < 20; i++) time.Advance(Tick);
        }

        await using var client = await FeedReader.ConnectAsync(server, "dialect=summary&backlog=5");
        (await ReadAsync(client, 8)).Types[..3].ShouldBe(["hello", "full_snapshot", "truncated"]);
    }

    [Fact]
    public void The_faults_that_make_sense_are_committed()
    {
        var feed = new SummaryFeed(Settings("dialect=summary&fault=incomplete:10,badjson:15,drop:20,silence:40,refuse:40"), Start);
        var (truncated, broken, cut, silent, refusing) = (0, 0, 0, 0, 0);
        for (var tick = 0; tick < 60; tick++)
        {
            var sent = feed.Next().Single();
            if (sent.Type == "truncated") truncated++;
            if (!Encoding.UTF8.GetString(sent.Frame.Span).EndsWith("}\n\n", StringComparison.Ordinal)) broken++;
            if (sent.Cut is not null) cut++;
            if (feed.Silent) silent++;
            if (feed.Refusing) refusing++;
        }

        (truncated, broken, cut, silent, refusing).ShouldBe((5, 3, 2, 10, 10));
    }

    private static async Task<(List<string> Types, SummaryModel Model)> ReadAsync(FeedReader client, int events)
    {
        var types = new List<string>();
        var model = new SummaryModel();
        while (types.Count < events)
        {
            var block = await client.BlockAsync();
            block.ShouldAllBe(line => !line.StartsWith("id:", StringComparison.Ordinal));
            if (block.FirstOrDefault(line => line.StartsWith("event: ", StringComparison.Ordinal)) is not { } name) continue;
            types.Add(name[7..]);
            model.Apply(name[7..], JsonNode.Parse(block.Single(line => line.StartsWith("data: ", StringComparison.Ordinal))[6..])!);
        }

        return (types, model);
    }

    private static (string Type, JsonNode Data) Read(FeedEvent sent)
    {
        var lines = Encoding.UTF8.GetString(sent.Frame.Span).Split('\n');
        lines[0].ShouldBe($"event: {sent.Type}");
        return (sent.Type, JsonNode.Parse(lines[1][6..])!);
    }

    private static SimulatorSettings Settings(string key)
    {
        SimulatorSettings.TryParseKey(key, out var settings, out var error).ShouldBeTrue(error);
        return settings!;
    }
}
