using PanelActors.Stores;
using PanelActors.Tests.Support;


namespace PanelActors.Tests.EndToEnd;

/// <summary>Feeds that repeat themselves, begin anew, or are this daemon itself.</summary>
public sealed class FeedLifeTests : IAsyncLifetime
{
    private readonly ScriptedUpstream _upstream = ScriptedUpstream.Start();

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await _upstream.DisposeAsync();

    [Fact]
    public async Task A_baseline_of_an_hour_ago_is_an_hour_old_at_each_connect()
    {
        await using var daemon = await Daemon.Reading(_upstream);
        var published = DateTimeOffset.UtcNow.AddHours(-1).ToUnixTimeSeconds();
        for (var times = 1; times <= 2; times++)
        {
            using var feed = await _upstream.NextStream(
                Sse.Envelope(7, "panel_full", $$$"""{"status":{"p":{{{times}}}},"publish_unixtime":{{{published}}}}""", 5));
            await daemon.UntilPanel("p", $"{times}");
            var heartbeat = await daemon.Json("/api/heartbeat");
            ((string?)heartbeat["health"]).ShouldBe("stale");
            ((double)heartbeat["stale_seconds"]!).ShouldBeInRange(3590, 3700);
            feed.Abort();
        }

        (await daemon.Metrics())["""panelactors_feed_latency_seconds_count{source="feed"}"""].ShouldBe(2);
    }

    [Theory]
    [InlineData(-4 * 3600)]
    [InlineData(5.5 * 3600)]
    [InlineData(-90)]
    public async Task Data_is_as_old_as_it_is_by_the_clock_of_its_feed(double clockAhead)
    {
        await using var daemon = await Daemon.Reading(_upstream);
        using var feed = await _upstream.NextConnection();
        var feedNow = DateTimeOffset.UtcNow.AddSeconds(clockAhead);
        await feed.Write($"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nDate: {feedNow:r}\r\nTransfer-Encoding: chunked\r\n\r\n");
        await feed.Send(Sse.Envelope(1, "panel_full", $$$"""{"status":{"p":1},"publish_unixtime":{{{feedNow.ToUnixTimeSeconds()}}}}""", 5));
        await daemon.UntilPanel("p", "1");
        ((string?)(await daemon.Json("/api/heartbeat"))["health"]).ShouldBe("ok");
        await feed.Send(
            Sse.Envelope(2, "panel_full", $$$"""{"status":{"p":2},"publish_unixtime":{{{feedNow.ToUnixTimeSeconds() - 15}}}}""", 5));
        await daemon.UntilPanel("p", "2");
        ((double)(await daemon.Json("/api/heartbeat"))["stale_seconds"]!).ShouldBeInRange(14, 19);
    }

    [Fact]
    public async Task Publish_times_that_are_not_trusted_say_nothing()
    {
        await using var daemon = await Daemon.Reading(_upstream, ("Sources:0:Freshness:PublishTime", "ignore"));
        using var feed = await _upstream.NextStream(Sse.Envelope(7, "panel_full", """{"status":{"p":1},"publish_unixtime":5}""", 5));
        await daemon.UntilPanel("p", "1");
        ((string?)(await daemon.Json("/api/heartbeat"))["health"]).ShouldBe("ok");
    }

    [Fact]
    public async Task A_replay_never_makes_data_younger_also_where_it_has_no_time_of_publication()
    {
        await using var daemon = await Daemon.Reading(_upstream);
        var backlog = Sse.Full(1, 5, """{"p":1}""") + Sse.Diff(2, 5, """{"p":2}""") + Sse.Counts(3, 1, 2, 3);
        DateTimeOffset? last;
        using (var feed = await _upstream.NextStream(backlog))
        {
            last = (await daemon.Until(state => state.SeverityCounts is not null, "the whole backlog")).LastEvent;
            feed.Abort();
        }

        using var again = await _upstream.NextStream(backlog);
        var replayed = await daemon.Until(state => state.UiGeneration == 6, "the backlog again");
        replayed.LastEvent.ShouldBe(last);
        await again.Send(Sse.Diff(4, 5, """{"p":3}"""));
        (await daemon.UntilPanel("p", "3")).LastEvent.ShouldNotBeNull().ShouldBeGreaterThan(last!.Value);
    }

    [Fact]
    public async Task A_feed_that_began_anew_and_answers_the_resume_with_silence_is_noticed()
    {
        await using var daemon = await Daemon.Reading(
            _upstream, ("Freshness:WarnAfter", "00:00:00.100"), ("Freshness:StaleAfter", "00:00:00.300"));
        using (var feed = await _upstream.NextStream(Sse.Full(100, 9, """{"p":"old"}""")))
        {
            await daemon.UntilPanel("p", "\"old\"");
            feed.Abort();
        }

        using var silent = await _upstream.NextStream(Sse.Comment());
        silent.Query("last_id").ShouldBe("100");
        using var forced = await _upstream.NextConnection();
        forced.Query("force_full").ShouldBe("1");
        forced.Query("last_id").ShouldBeNull();
        silent.IsDisconnected.ShouldBeFalse("it works, and is given up when the other one is accepted");
        var waiting = await daemon.Snapshot();
        ((string?)waiting["panel_push_meta"]!["need_full_reason"]).ShouldBe("resume_silent");
        await forced.AcceptStream();
        await silent.Disconnected;
        await forced.Send(Sse.Full(1, 1, """{"p":"new"}""") + Sse.Diff(2, 1, """{"q":1}"""));
        await daemon.UntilPanel("q", "1");
        daemon.State.Need.IsNeeded.ShouldBeFalse();
    }

    [Fact]
    public async Task A_relay_that_is_made_of_this_very_source_is_refused()
    {
        await using var daemon = await Daemon.Reading(_upstream, ("Reconnect:MaxBackoff", "00:01:00"));
        var own = StorePath.Of(InstanceOf(daemon), "feed");
        using var feed = await _upstream.NextStream(
            $"event: hello\ndata: {{\"type\":\"hello\",\"payload\":{{\"store\":\"desk\",\"path\":[\"other:desk\",\"{own}\"]}}}}\n\n"
                + Sse.Full(1, 5, """{"p":1}"""));
        var waiting = await daemon.UntilConnection("waiting");
        ((string?)waiting["last_error"]).ShouldNotBeNull().ShouldContain("contains this source");
        daemon.State.Status.ShouldBeNull("what a loop brings is an echo");
        await feed.Disconnected;
        (await daemon.Metrics())["""panelactors_reconnects_total{source="feed",reason="loop"}"""].ShouldBe(1);
    }

    [Fact]
    public async Task A_relay_that_comes_to_be_made_of_this_very_source_is_refused_too()
    {
        await using var daemon = await Daemon.Reading(_upstream, ("Reconnect:MaxBackoff", "00:01:00"));
        using var feed = await _upstream.NextStream(
            "event: hello\ndata: {\"type\":\"hello\",\"payload\":{\"path\":[\"b:desk\"]}}\n\n" + Sse.Full(1, 5, """{"p":1}"""));
        feed.Header("X-Relay-Heartbeats").ShouldBe("1");
        await daemon.UntilPanel("p", "1");
        var own = StorePath.Of(InstanceOf(daemon), "feed");
        await feed.Send(
            $"event: heartbeat\ndata: {{\"type\":\"heartbeat\",\"payload\":{{\"health\":\"ok\",\"path\":[\"b:desk\",\"{own}\"]}}}}\n\n");
        ((string?)(await daemon.UntilConnection("waiting"))["last_error"]).ShouldNotBeNull().ShouldContain("contains this source");
        await feed.Disconnected;
    }

    [Fact]
    public async Task What_a_relay_is_made_of_becomes_part_of_the_path()
    {
        await using var daemon = await Daemon.Reading(_upstream);
        using var feed = await _upstream.NextStream(
            "event: hello\ndata: {\"type\":\"hello\",\"payload\":{\"path\":[\"b:desk\",\"c:live\"]}}\n\n" + Sse.Full(1, 5, """{"p":1}"""));
        await daemon.UntilPanel("p", "1");
        daemon.Feed.PathIn(InstanceOf(daemon)).ShouldBe([StorePath.Of(InstanceOf(daemon), "feed"), "b:desk", "c:live"]);
    }

    private static string InstanceOf(Daemon daemon) => daemon.Service<DaemonInstance>().Name;
}
