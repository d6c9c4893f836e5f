using System.Diagnostics;
using System.Globalization;
using System.Net;
using Microsoft.Extensions.Time.Testing;
using PanelActors.Simulator;

namespace PanelActors.Tests.Simulator;

/// <summary>The protocol of specification 1 over real HTTP. Time stands still unless a test moves it.</summary>
public sealed class SimulatorServerTests : IAsyncLifetime
{
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(500);

    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 1, 5, 3, 45, 0, TimeSpan.Zero));
    private SimulatorServer _server = null!;

    public async Task InitializeAsync() => _server = await SimulatorServer.StartAsync(_time);

    public async Task DisposeAsync() => await _server.DisposeAsync();

    [Fact]
    public async Task A_response_is_an_unbuffered_event_stream()
    {
        await using var client = await FeedReader.ConnectAsync(_server, "");
        client.Response.StatusCode.ShouldBe(HttpStatusCode.OK);
        client.Response.Content.Headers.ContentType!.ToString().ShouldBe("text/event-stream");
        client.Response.Headers.CacheControl!.NoCache.ShouldBeTrue();
        client.Response.Headers.GetValues("X-Accel-Buffering").ShouldBe(["no"]);
    }

    [Fact]
    public async Task The_retry_field_comes_first_and_shares_a_block_with_the_first_event()
    {
        await using var client = await FeedReader.ConnectAsync(_server, "", "?force_full=1");
        var block = await client.BlockAsync();
        block[0].ShouldBe("retry: 1000");
        block[1].ShouldBe(": keep-alive");
        block[2].ShouldBe("id: 2");
        block[3].ShouldBe("event: panel_full");
        block[4].ShouldStartWith("data: {");
        block.Count.ShouldBe(5);
    }

    [Fact]
    public async Task A_client_that_does_not_resume_gets_what_comes_from_now_on()
    {
        await using var client = await LiveAsync("");
        _time.Advance(Tick);
        var first = await client.EventAsync();
        ((long)first["id"]!).ShouldBe(3);
        ((string)first["type"]!).ShouldBe("panel_diff");
    }

    [Fact]
    public async Task A_types_filter_lets_only_those_types_through()
    {
        await using var client = await LiveAsync("", "?types=severity_counts,followup_alert");
        Advance(20);
        for (var i = 0; i < 2; i++) ((string)(await client.EventAsync())["type"]!).ShouldBeOneOf("severity_counts", "followup_alert");
    }

    [Theory]
    [InlineData("?last_id=5", null)]
    [InlineData("", "5")]
    [InlineData("?last_id=2", "5")]
    public async Task A_client_that_resumes_gets_exactly_what_came_after(string query, string? lastEventId)
    {
        await using (await LiveAsync("")) Advance(10);
        await using var client = await FeedReader.ConnectAsync(_server, "", query, lastEventId);
        (await client.IdsAsync(5)).ShouldBe([6, 7, 8, 9, 10]);
    }

    [Fact]
    public async Task A_client_that_resumes_at_the_end_gets_only_what_comes_next()
    {
        await using var live = await LiveAsync("");
        _time.Advance(Tick);
        var last = (await live.IdsAsync(1))[0];
        await using var client = await LiveAsync("", string.Create(CultureInfo.InvariantCulture, $"?last_id={last}"));
        _time.Advance(Tick);
        (await client.IdsAsync(1))[0].ShouldBe(last + 1);
    }

    [Theory]
    [InlineData("0")]
    [InlineData("999999")]
    [InlineData("not-an-id")]
    public async Task An_id_that_is_too_old_or_unknown_gets_the_whole_backlog(string lastId)
    {
        var twin = new MarketFeed(SimulatorSettings.Default, _time.GetUtcNow());
        for (var tick = 0; tick <= 30; tick++) twin.Next();
        await using (await LiveAsync("backlog=5")) Advance(30);
        await using var client = await FeedReader.ConnectAsync(_server, "backlog=5", "?last_id=" + lastId);
        (await client.IdsAsync(5)).ShouldBe([twin.LastId - 4, twin.LastId - 3, twin.LastId - 2, twin.LastId - 1, twin.LastId]);
    }

    [Fact]
    public async Task A_forced_baseline_is_followed_by_the_backlog_with_its_older_generations()
    {
        await using (await LiveAsync("full_every=5")) Advance(6);
        await using var client = await FeedReader.ConnectAsync(_server, "full_every=5", "?force_full=1&last_id=2");
        var baseline = await client.EventAsync();
        ((string)baseline["type"]!).ShouldBe("panel_full");
        ((long)baseline["generation"]!).ShouldBe(2);
        var replayed = await client.EventAsync();
        ((long)replayed["id"]!).ShouldBe(3);
        ((long)replayed["generation"]!).ShouldBe(1);
    }

    [Fact]
    public async Task An_idle_client_gets_comments()
    {
        await using var client = await LiveAsync("interval=01:00:00");
        _time.Advance(SimulatorServer.KeepAlive);
        for (var i = 0; i < 3; i++)
        {
            _time.Advance(SimulatorServer.KeepAlive);
            (await client.BlockAsync()).ShouldBe([": keep-alive"]);
        }
    }

    [Fact]
    public async Task Equal_settings_share_one_feed_and_others_have_their_own()
    {
        await using var one = await LiveAsync("seed=4");
        await using var same = await LiveAsync("backlog=500&seed=4");
        await using var other = await LiveAsync("seed=5");
        _time.Advance(Tick);
        var expected = (await one.EventAsync()).ToJsonString();
        (await same.EventAsync()).ToJsonString().ShouldBe(expected);
        (await other.EventAsync()).ToJsonString().ShouldNotBe(expected);
    }

    [Theory]
    [InlineData("", HttpStatusCode.NotFound)]
    [InlineData("feeds/seed=x/events", HttpStatusCode.NotFound)]
    [InlineData("feeds/events", HttpStatusCode.NotFound)]
    [InlineData("feeds/seed=1/", HttpStatusCode.NotFound)]
    [InlineData("feeds//events", HttpStatusCode.OK)]
    public async Task Only_the_address_of_a_feed_answers(string path, HttpStatusCode expected)
    {
        await using var client = await FeedReader.ConnectAsync(new Uri(_server.BaseAddress, path));
        client.Response.StatusCode.ShouldBe(expected);
    }

    [Fact]
    public async Task Only_get_is_allowed()
    {
        using var http = new HttpClient();
        using var response = await http.PostAsync(_server.AddressOf(SimulatorSettings.Default), null);
        response.StatusCode.ShouldBe(HttpStatusCode.MethodNotAllowed);
    }

    [Fact]
    public async Task One_feed_more_than_the_limit_is_refused()
    {
        using var http = new HttpClient();
        for (var seed = 0; seed < SimulatorServer.MaxFeeds; seed++)
        {
            using var accepted = await http.GetAsync(Address(seed), HttpCompletionOption.ResponseHeadersRead);
            accepted.StatusCode.ShouldBe(HttpStatusCode.OK);
        }

        using var refused = await http.GetAsync(Address(-1), HttpCompletionOption.ResponseHeadersRead);
        refused.StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);

        Uri Address(int seed) =>
            FeedReader.AddressOf(_server, string.Create(CultureInfo.InvariantCulture, $"seed={seed}&interval=01:00:00"));
    }

    [Fact]
    public async Task Stopping_ends_every_response_cleanly_and_soon()
    {
        var clients = new List<FeedReader>();
        for (var i = 0; i < 20; i++) clients.Add(await LiveAsync(string.Create(CultureInfo.InvariantCulture, $"seed={i % 4}")));
        var started = Stopwatch.GetTimestamp();
        await _server.DisposeAsync();
        Stopwatch.GetElapsedTime(started).ShouldBeLessThan(TimeSpan.FromSeconds(5));
        foreach (var client in clients)
        {
            (await client.LineAsync()).ShouldBeNull();
            await client.DisposeAsync();
        }
    }

    [Fact]
    public async Task A_client_that_does_not_read_is_cut_off_and_not_buffered_for()
    {
        await using var client = await LiveAsync("panels=2000&full_every=1");
        Advance(80);
        var events = 0;
        await Should.ThrowAsync<IOException>(async () =>
        {
            while (true)
            {
                await client.EventAsync();
                events++;
            }
        });
        events.ShouldBeLessThan(80);
    }

    private void Advance(int ticks)
    {
        for (var i = 0; i < ticks; i++) _time.Advance(Tick);
    }

    /// <summary>A client that has been taken in: its first comment has arrived.</summary>
    private async Task<FeedReader> LiveAsync(string feed, string query = "")
    {
        var client = await FeedReader.ConnectAsync(_server, feed, query);
        (await client.LineAsync()).ShouldBe("retry: 1000");
        (await client.LineAsync()).ShouldBe(": keep-alive");
        return client;
    }
}
