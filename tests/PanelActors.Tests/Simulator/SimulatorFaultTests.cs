using System.Globalization;
using System.Net;
using System.Text.Json;
using Microsoft.Extensions.Time.Testing;
using PanelActors.Simulator;

namespace PanelActors.Tests.Simulator;

/// <summary>The faults as a client meets them over real HTTP. Time stands still unless a test moves it.</summary>
public sealed class SimulatorFaultTests : IAsyncLifetime
{
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(500);

    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 1, 5, 3, 45, 0, TimeSpan.Zero));
    private SimulatorServer _server = null!;

    public async Task InitializeAsync() => _server = await SimulatorServer.StartAsync(_time);

    public async Task DisposeAsync() => await _server.DisposeAsync();

    [Fact]
    public async Task Drop_breaks_the_response_and_a_client_that_resumes_loses_nothing()
    {
        await using var client = await FeedReader.ConnectAsync(_server, "fault=drop:3", "?force_full=1");
        Advance(3);
        var last = 0L;
        await Should.ThrowAsync<IOException>(async () =>
        {
            while (true) last = (await client.IdsAsync(1))[0];
        });
        await ResumesAfterAsync("fault=drop:3", last);
    }

    [Fact]
    public async Task Close_ends_the_response_between_two_events_and_a_client_that_resumes_loses_nothing()
    {
        await using var client = await FeedReader.ConnectAsync(_server, "fault=close:3", "?force_full=1");
        Advance(3);
        var last = 0L;
        var line = "";
        while (await client.LineAsync() is { } next)
        {
            line = next;
            if (line.StartsWith("id: ", StringComparison.Ordinal)) last = long.Parse(line[4..], CultureInfo.InvariantCulture);
        }

        line.ShouldBe("");
        await ResumesAfterAsync("fault=close:3", last);
    }

    [Fact]
    public async Task Badjson_reaches_the_client_as_a_whole_frame_with_broken_data()
    {
        await using var client = await FeedReader.ConnectAsync(_server, "fault=badjson:1", "?force_full=1");
        await client.EventAsync();
        _time.Advance(Tick);
        await Should.ThrowAsync<JsonException>(client.EventAsync);
        _time.Advance(Tick);
        (await client.BlockAsync()).Count.ShouldBe(3);
    }

    [Theory]
    [InlineData("generation", "\"generation\":2")]
    [InlineData("incomplete", "\"truncated\":true")]
    [InlineData("old", "\"old\":\"never was\"")]
    public async Task A_spoiled_diff_reaches_the_client(string fault, string sign)
    {
        await using var client = await FeedReader.ConnectAsync(_server, $"fault={fault}:1", "?force_full=1&types=panel_diff");
        await client.EventAsync();
        _time.Advance(Tick);
        (await client.EventAsync()).ToJsonString().ShouldContain(sign);
    }

    [Fact]
    public async Task Silence_withholds_events_and_comments_and_then_sends_all_that_was_withheld()
    {
        // Silent are the ticks 40 to 49, that is the seconds 80 to 100, with comments due in between.
        const string Feed = "interval=00:00:02&fault=silence:40";
        var step = TimeSpan.FromSeconds(2);
        await using var client = await FeedReader.ConnectAsync(_server, Feed, "?force_full=1");
        await client.EventAsync();
        var twin = new MarketFeed(SimulatorSettings.Default, _time.GetUtcNow());
        for (var tick = 0; tick < 40; tick++) twin.Next();
        for (var tick = 1; tick < 40; tick++) _time.Advance(step);
        long seen;
        do seen = await NextIdAsync(client);
        while (seen < twin.LastId);

        _time.Advance(step);
        await using var late = await FeedReader.ConnectAsync(_server, Feed, "?last_id=1");
        var lateLine = late.LineAsync();
        var line = client.LineAsync();
        for (var tick = 41; tick < 50; tick++) _time.Advance(step);
        await using var later = await FeedReader.ConnectAsync(_server, Feed, "?last_id=1");
        lateLine.IsCompleted.ShouldBeFalse();
        line.IsCompleted.ShouldBeFalse();

        _time.Advance(step);
        (await lateLine).ShouldBe("retry: 1000");
        (await late.IdsAsync(3)).ShouldBe([2, 3, 4]);
        (await line).ShouldBe(string.Create(CultureInfo.InvariantCulture, $"id: {seen + 1}"));
    }

    [Fact]
    public async Task Refuse_turns_new_clients_away_for_a_while_and_leaves_the_others_alone()
    {
        const string Feed = "fault=refuse:8";
        await using var client = await FeedReader.ConnectAsync(_server, Feed, "?force_full=1");
        await client.EventAsync();
        Advance(8);
        for (var silentTick = 8; silentTick < 10; silentTick++)
        {
            await using var refused = await FeedReader.ConnectAsync(_server, Feed);
            refused.Response.StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
            refused.Response.Headers.RetryAfter!.Delta.ShouldBe(TimeSpan.FromSeconds(1));
            _time.Advance(Tick);
        }

        await using var accepted = await FeedReader.ConnectAsync(_server, Feed);
        accepted.Response.StatusCode.ShouldBe(HttpStatusCode.OK);
        (await client.IdsAsync(10))[0].ShouldBe(3);
    }

    private static async Task<long> NextIdAsync(FeedReader client) => (await client.IdsAsync(1))[0];

    private async Task ResumesAfterAsync(string feed, long last)
    {
        await using var resumed = await FeedReader.ConnectAsync(_server, feed, "", last.ToString(CultureInfo.InvariantCulture));
        (await NextIdAsync(resumed)).ShouldBe(last + 1);
    }

    private void Advance(int ticks)
    {
        for (var i = 0; i < ticks; i++) _time.Advance(Tick);
    }
}
