using System.Diagnostics;
using System.Net;
using PanelActors.Tests.Support;

namespace PanelActors.Tests.EndToEnd;

/// <summary>Connections that end, in every way they can.</summary>
[Collection(AloneCollection.Name)]
public sealed class ReconnectTests : IAsyncLifetime
{
    private const string BytesReceived = """panelactors_bytes_received_total{source="feed"}""";

    private readonly ScriptedUpstream _upstream = ScriptedUpstream.Start();

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await _upstream.DisposeAsync();

    [Fact]
    public async Task A_connection_cut_in_the_middle_of_an_event_resumes_with_nothing_half_applied()
    {
        await using var daemon = await Daemon.Reading(_upstream);
        using (var feed = await _upstream.NextStream())
        {
            var whole = Sse.Full(41, 5, """{"p":1}""") + Sse.Diff(42, 5, """{"q":1}""");
            var half = Sse.Diff(43, 5, """{"p":2}""")[..^3];
            await feed.Send(whole);
            await daemon.UntilPanel("q", "1");
            await feed.Send(half);
            await daemon.UntilMetric(BytesReceived, whole.Length + half.Length);
            feed.Abort();
        }

        using var again = await _upstream.NextStream();
        again.Header("Last-Event-ID").ShouldBe("42");
        again.Query("last_id").ShouldBe("42");
        again.Query("force_full").ShouldBeNull();
        (await daemon.Snapshot())["p"]!.ToJsonString().ShouldBe("1");
        await again.Send(Sse.Diff(43, 5, """{"p":2}"""));
        await daemon.UntilPanel("p", "2");
        daemon.State.DiffAppliedCount.ShouldBe(2);
        daemon.State.Need.IsNeeded.ShouldBeFalse();
    }

    [Fact]
    public async Task An_ids_own_event_that_was_cut_off_is_not_resumed_after()
    {
        await using var daemon = await Daemon.Reading(_upstream);
        using (var feed = await _upstream.NextStream())
        {
            var whole = Sse.Full(41, 5, """{"p":1}""");
            const string Half = "id: 42\ndata: {}\n";
            await feed.Send(whole);
            await daemon.UntilPanel("p", "1");
            await feed.Send(Half);
            await daemon.UntilMetric(BytesReceived, whole.Length + Half.Length);
            await feed.Close();
        }

        using var again = await _upstream.NextStream();
        again.Header("Last-Event-ID").ShouldBe("41");
    }

    [Fact]
    public async Task Retry_after_is_honoured()
    {
        await using var daemon = await Daemon.Reading(_upstream);
        using var busy = await _upstream.NextConnection();
        var refused = Stopwatch.GetTimestamp();
        await busy.Refuse(503, retryAfter: "1");
        var waiting = await daemon.UntilConnection("waiting");
        ((string?)waiting["last_error"]).ShouldBe("the upstream answered 503");

        using var feed = await _upstream.NextStream();
        Stopwatch.GetElapsedTime(refused).ShouldBeGreaterThanOrEqualTo(TimeSpan.FromSeconds(0.99));
        await feed.Send(Sse.Full(1, 5, """{"p":1}"""));
        await daemon.UntilPanel("p", "1");
        var open = await daemon.UntilConnection("open");
        open["last_error"].ShouldBeNull();
        (await daemon.Metrics())["""panelactors_reconnects_total{source="feed",reason="http_503"}"""].ShouldBe(1);
    }

    [Fact]
    public async Task Silence_past_the_idle_timeout_is_a_lost_connection()
    {
        await using var daemon = await Daemon.Reading(_upstream, ("Reconnect:IdleTimeout", "00:00:00.300"));
        using var silent = await _upstream.NextStream();
        await silent.Disconnected;
        using var again = await _upstream.NextStream();
        await daemon.UntilMetric("""panelactors_reconnects_total{source="feed",reason="idle_timeout"}""", 1);
    }

    [Fact]
    public async Task No_content_stops_the_source_until_it_is_started_again()
    {
        await using var daemon = await Daemon.Reading(_upstream);
        using (var stop = await _upstream.NextConnection()) await stop.Refuse(204);
        var stopped = await daemon.UntilConnection("stopped");
        ((string?)stopped["last_error"]).ShouldNotBeNull().ShouldContain("204");
        using (var refused = await daemon.Post("/api/stores/feed/request-full")) refused.StatusCode.ShouldBe(HttpStatusCode.Conflict);
        _upstream.HasConnection.ShouldBeFalse();

        using (var restart = await daemon.Post("/api/sources/feed/restart")) restart.StatusCode.ShouldBe(HttpStatusCode.Accepted);
        using var feed = await _upstream.NextStream();
        await feed.Send(Sse.Full(1, 5, """{"p":1}"""));
        await daemon.UntilPanel("p", "1");
        ((string?)(await daemon.UntilConnection("open"))["name"]).ShouldBe("feed");
    }

    [Fact]
    public async Task Configured_headers_are_not_carried_to_another_origin()
    {
        await using var other = ScriptedUpstream.Start();
        await using var daemon = await Daemon.Reading(_upstream, ("Sources:0:Headers:X-Token", "s3cret"));
        using (var first = await _upstream.NextConnection())
        {
            first.Header("X-Token").ShouldBe("s3cret");
            await first.Redirect(307, other.At("/moved").ToString());
        }

        using var feed = await other.NextConnection();
        feed.Path.ShouldBe("/moved");
        feed.Header("X-Token").ShouldBeNull();
        await feed.AcceptStream();
        await feed.Send(Sse.Full(1, 5, """{"p":1}"""));
        await daemon.UntilPanel("p", "1");
    }

    [Fact]
    public async Task An_answer_that_is_not_an_event_stream_is_shown_as_the_last_error()
    {
        await using var daemon = await Daemon.Reading(_upstream, ("Reconnect:MaxBackoff", "00:01:00"));
        using (var page = await _upstream.NextConnection()) await page.Answer(200, "text/html", "<html>Log in</html>");
        var waiting = await daemon.UntilConnection("waiting");
        ((string?)waiting["last_error"]).ShouldBe("the response is no event stream");
        ((string?)waiting["health"]).ShouldBe("init");
    }

    [Fact]
    public async Task A_refused_connection_is_shown_and_tried_again_until_it_is_accepted()
    {
        var port = _upstream.Port;
        await using var daemon = await Daemon.Reading(_upstream);
        await _upstream.DisposeAsync();
        await daemon.UntilAnswer("/api/stores", stores => (string?)stores[0]!["last_error"] == "the connection was refused");
        await using var back = ScriptedUpstream.Start(port);
        using var feed = await back.NextStream();
        await feed.Send(Sse.Full(1, 5, """{"p":1}"""));
        await daemon.UntilPanel("p", "1");
    }

    [Fact]
    public async Task A_feed_that_closes_at_once_is_asked_less_and_less_often()
    {
        await using var daemon = await Daemon.Reading(_upstream, ("Reconnect:MaxBackoff", "00:00:00.400"));
        var closed = 0L;
        for (var times = 0; times < 7; times++)
        {
            using var feed = await _upstream.NextStream();
            closed = Stopwatch.GetTimestamp();
            await feed.Close();
        }

        // 10, 20, 40, 80, 160, 320, 400 ms, each less a quarter at most.
        using var last = await _upstream.NextStream();
        Stopwatch.GetElapsedTime(closed).ShouldBeGreaterThan(TimeSpan.FromMilliseconds(290));
        daemon.Connection.Attempt.ShouldBe(8);
        await last.Send(Sse.Full(1, 5, """{"p":1}"""));
        await daemon.UntilPanel("p", "1");
    }

    [Fact]
    public async Task What_came_before_an_immediate_close_is_applied()
    {
        await using var daemon = await Daemon.Reading(_upstream);
        for (var times = 1; times <= 5; times++)
        {
            using var feed = await _upstream.NextConnection();
            await feed.Answer(200, "text/event-stream", Sse.Full(times, times, $$"""{"p":{{times}}}"""));
            await daemon.UntilPanel("p", $"{times}");
        }
    }
}
