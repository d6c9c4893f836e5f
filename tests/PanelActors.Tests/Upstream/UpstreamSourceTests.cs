using System.Text;
using Akka.Streams;
using Akka.TestKit.Xunit2;
using Microsoft.Extensions.Time.Testing;
using PanelActors.Tests.Support;
using PanelActors.Upstream;

namespace PanelActors.Tests.Upstream;

public sealed class UpstreamSourceTests : TestKit, IAsyncLifetime
{
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2024, 1, 1, 0, 0, 0, TimeSpan.Zero));
    private readonly ScriptedUpstream _upstream = ScriptedUpstream.Start();
    private readonly UpstreamClient _client;
    private readonly TransportClock _clock;
    private readonly ActorMaterializer _materializer;

    public UpstreamSourceTests()
    {
        _client = new UpstreamClient(ScriptedUpstream.Patience, _time);
        _clock = new TransportClock(_time);
        _materializer = Sys.Materializer();
    }

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        await _upstream.DisposeAsync();
        _client.Dispose();
    }

    [Fact]
    public async Task Bytes_arrive_as_they_are_sent_and_a_clean_end_completes()
    {
        var reading = Read();
        using var peer = await _upstream.NextConnection();
        await peer.AcceptStream();
        await reading.Accepted;

        await peer.Send("data: one\n\n");
        await reading.Expect("data: one\n\n");
        await peer.Send(": keep-alive\n\ndata: ");
        await reading.Expect(": keep-alive\n\ndata: ");
        await peer.Send("zwei ü\n\n");
        await reading.Expect("zwei ü\n\n");

        await peer.Close();
        (await reading.Next()).ShouldBeNull();
        await peer.Disconnected;
    }

    [Theory]
    [InlineData("gzip")]
    [InlineData("deflate")]
    [InlineData("br")]
    public async Task A_compressed_stream_is_read_event_by_event(string encoding)
    {
        var reading = Read();
        using var peer = await _upstream.NextConnection();
        peer.Header("Accept-Encoding").ShouldNotBeNull().ShouldContain(encoding);
        await peer.AcceptStream(encoding);
        for (var i = 0; i < 3; i++)
        {
            await peer.Send($"data: {i}\n\n");
            await reading.Expect($"data: {i}\n\n");
        }
        await peer.Close();
        (await reading.Next()).ShouldBeNull();
    }

    [Fact]
    public async Task Elements_are_exact_bounded_and_never_change_afterwards()
    {
        var sent = new byte[300_000];
        new Random(7).NextBytes(sent);
        var reading = Read();
        using var peer = await _upstream.NextConnection();
        await peer.AcceptStream();
        var sending = peer.Send(sent);
        var elements = new List<ReadOnlyMemory<byte>>();
        while (elements.Sum(e => e.Length) < sent.Length)
            elements.Add((await reading.Next()).ShouldNotBeNull());
        await sending;
        elements.ShouldAllBe(e => e.Length > 0 && e.Length <= 64 * 1024);
        elements.SelectMany(e => e.ToArray()).ShouldBe(sent);
    }

    [Fact]
    public async Task The_request_says_what_was_asked_for()
    {
        Read(new UpstreamRequest(_upstream.At("/sse?k=v"))
        {
            Types = ["panel_full", "panel_diff"],
            LastEventId = "42",
            Headers = new Dictionary<string, string> { ["Authorization"] = "Bearer abc", ["X-Name"] = "größe" },
        });
        using var peer = await _upstream.NextConnection();
        peer.Method.ShouldBe("GET");
        peer.Target.ShouldBe("/sse?k=v&types=panel_full,panel_diff&last_id=42");
        peer.Header("Accept").ShouldBe("text/event-stream");
        peer.Header("Cache-Control").ShouldBe("no-cache");
        peer.Header("Last-Event-ID").ShouldBe("42");
        peer.Header("Authorization").ShouldBe("Bearer abc");
        peer.Header("X-Name").ShouldBe("größe");
    }

    [Fact]
    public async Task A_resume_id_travels_as_utf_8()
    {
        Read(new UpstreamRequest(_upstream.Url) { LastEventId = "größe € 😀" });
        using var peer = await _upstream.NextConnection();
        peer.Header("Last-Event-ID").ShouldBe("größe € 😀");
        peer.Query("last_id").ShouldBeNull();
    }

    [Fact]
    public async Task Credentials_in_the_address_become_basic_authorization()
    {
        Read(new UpstreamRequest(new Uri($"http://us%3Aer:p%C3%A4ss@127.0.0.1:{_upstream.Port}/")));
        using var peer = await _upstream.NextConnection();
        peer.Header("Authorization").ShouldBe("Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes("us:er:päss")));
    }

    [Fact]
    public async Task A_reset_in_the_middle_fails_the_stream()
    {
        var reading = Read();
        using var peer = await _upstream.NextConnection();
        await peer.AcceptStream();
        await peer.Send("data: one\n\n");
        await reading.Expect("data: one\n\n");
        peer.Abort();
        (await Failure(reading)).Reason.ShouldBeOneOf("connection_reset", "premature_end");
    }

    [Theory]
    [InlineData(null)]
    [InlineData("gzip")]
    public async Task An_end_without_the_last_chunk_is_premature(string? encoding)
    {
        var reading = Read();
        using var peer = await _upstream.NextConnection();
        await peer.AcceptStream(encoding);
        await peer.Send("data: one\n\n");
        await reading.Expect("data: one\n\n");
        peer.Dispose();
        (await Failure(reading)).Reason.ShouldBe("premature_end");
    }

    [Fact]
    public async Task A_body_that_is_not_what_its_coding_says_fails_as_bad_encoding()
    {
        var reading = Read();
        using var peer = await _upstream.NextConnection();
        await peer.Answer(200, "text/event-stream", "data: not gzip at all\n\n", "Content-Encoding: gzip\r\n");
        (await Failure(reading)).Reason.ShouldBe("bad_encoding");
    }

    [Fact]
    public async Task Cancelling_an_open_stream_disconnects_the_peer()
    {
        var reading = Read();
        using var peer = await _upstream.NextConnection();
        await peer.AcceptStream();
        await peer.Send("data: one\n\n");
        await reading.Expect("data: one\n\n");
        reading.Cancel();
        await peer.Disconnected;
        (await reading.Next()).ShouldBeNull();
    }

    [Theory]
    [InlineData("gzip")]
    [InlineData("br")]
    public async Task Cancelling_a_compressed_stream_disconnects_the_peer(string encoding)
    {
        var reading = Read();
        using var peer = await _upstream.NextConnection();
        await peer.AcceptStream(encoding);
        await peer.Send("data: one\n\n");
        await reading.Expect("data: one\n\n");
        reading.Cancel();
        await peer.Disconnected;
    }

    [Fact]
    public async Task Cancelling_while_bytes_wait_for_demand_disconnects_the_peer()
    {
        var reading = Read();
        using var peer = await _upstream.NextConnection();
        await peer.AcceptStream();
        await reading.Accepted;
        await peer.Send(new byte[200_000]);
        reading.Cancel();
        await peer.Disconnected;
    }

    [Fact]
    public async Task Cancelling_before_any_answer_disconnects_the_peer_and_cancels_the_task()
    {
        var reading = Read();
        using var peer = await _upstream.NextConnection();
        reading.Cancel();
        await peer.Disconnected;
        await Should.ThrowAsync<TaskCanceledException>(() => reading.Accepted);
    }

    [Fact]
    public async Task Cancelling_at_once_leaves_no_connection_open()
    {
        for (var i = 0; i < 20; i++)
        {
            var reading = Read();
            reading.Cancel();
            await Should.ThrowAsync<TaskCanceledException>(() => reading.Accepted);
        }
        while (_upstream.HasConnection)
        {
            using var peer = await _upstream.NextConnection();
            await peer.Disconnected;
        }
    }

    [Fact]
    public async Task A_response_that_comes_after_the_cancel_is_disposed()
    {
        using var handler = new LateHandler();
        using var client = new UpstreamClient(handler, _time);
        var reading = Reading.Start(_materializer, client, new UpstreamRequest(_upstream.Url), _clock);
        var cancellation = await handler.Asked.WaitAsync(ScriptedUpstream.Patience);
        reading.Cancel();
        var cancelled = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using (cancellation.Register(cancelled.SetResult))
            await cancelled.Task.WaitAsync(ScriptedUpstream.Patience);
        handler.Answer();
        await handler.Disposed.WaitAsync(ScriptedUpstream.Patience);
    }

    [Fact]
    public async Task An_upstream_that_is_not_there_fails_the_stream_and_the_task()
    {
        await _upstream.DisposeAsync();
        var reading = Read();
        (await Failure(reading)).Reason.ShouldBe("connection_refused");
        UpstreamFailure.Classify(await Should.ThrowAsync<HttpRequestException>(() => reading.Accepted)).Reason.ShouldBe("connection_refused");
    }

    [Fact]
    public async Task A_name_without_an_address_is_a_dns_failure()
    {
        var reading = Read(new UpstreamRequest(new Uri("http://nowhere.invalid/")));
        (await Failure(reading)).Reason.ShouldBe("dns");
    }

    [Fact]
    public async Task A_host_that_does_not_speak_tls_is_a_tls_failure()
    {
        var reading = Read(new UpstreamRequest(new Uri($"https://127.0.0.1:{_upstream.Port}/")));
        (await Failure(reading)).Reason.ShouldBe("tls");
    }

    [Fact]
    public async Task An_answer_that_is_not_http_is_a_bad_response()
    {
        var reading = Read();
        using var peer = await _upstream.NextConnection();
        await peer.Write("SSH-2.0-hello\r\n\r\n");
        (await Failure(reading)).Reason.ShouldBe("bad_response");
    }

    [Theory]
    [InlineData(204, typeof(ResponseVerdict.Stopped))]
    [InlineData(503, typeof(ResponseVerdict.Retry))]
    [InlineData(404, typeof(ResponseVerdict.RetrySlowly))]
    [InlineData(304, typeof(ResponseVerdict.RetrySlowly))]
    public async Task A_refusal_fails_the_stream_and_the_task_with_its_verdict(int status, Type verdict)
    {
        var reading = Read();
        using var peer = await _upstream.NextConnection();
        await peer.Refuse(status, retryAfter: "7");
        var refused = await Should.ThrowAsync<UpstreamRefusedException>(reading.Next);
        refused.Verdict.ShouldBeOfType(verdict);
        refused.Verdict.Reason.ShouldBe($"http_{status}");
        if (refused.Verdict is ResponseVerdict.Retry retry)
            retry.After.ShouldBe(TimeSpan.FromSeconds(7));
        (await Should.ThrowAsync<UpstreamRefusedException>(() => reading.Accepted)).ShouldBeSameAs(refused);
        await peer.Disconnected;
    }

    [Fact]
    public async Task A_retry_after_date_is_measured_by_the_clients_clock()
    {
        var reading = Read();
        using var peer = await _upstream.NextConnection();
        await peer.Refuse(429, retryAfter: "Mon, 01 Jan 2024 00:00:09 GMT");
        var refused = await Should.ThrowAsync<UpstreamRefusedException>(reading.Next);
        refused.Verdict.ShouldBeOfType<ResponseVerdict.Retry>().After.ShouldBe(TimeSpan.FromSeconds(9));
    }

    [Theory]
    [InlineData("text/html", "", "bad_content_type")]
    [InlineData(null, "", "bad_content_type")]
    [InlineData("text/event-stream", "Content-Encoding: zstd\r\n", "bad_content_encoding")]
    public async Task A_body_that_is_no_readable_event_stream_is_refused_slowly(string? contentType, string headers, string reason)
    {
        var reading = Read();
        using var peer = await _upstream.NextConnection();
        await peer.Answer(200, contentType, "<html>", headers);
        var refused = await Should.ThrowAsync<UpstreamRefusedException>(reading.Next);
        refused.Verdict.ShouldBeOfType<ResponseVerdict.RetrySlowly>().Reason.ShouldBe(reason);
    }

    [Fact]
    public async Task The_clock_is_touched_at_the_start_the_answer_and_every_read()
    {
        _time.Advance(TimeSpan.FromSeconds(5));
        var reading = Read();
        using var peer = await _upstream.NextConnection();
        _clock.Idle.ShouldBe(TimeSpan.Zero);

        _time.Advance(TimeSpan.FromSeconds(5));
        _clock.Idle.ShouldBe(TimeSpan.FromSeconds(5));
        await peer.AcceptStream();
        await reading.Accepted;
        _clock.Idle.ShouldBe(TimeSpan.Zero);

        _time.Advance(TimeSpan.FromSeconds(5));
        _clock.Idle.ShouldBe(TimeSpan.FromSeconds(5));
        await peer.Send(":\n\n");
        await reading.Expect(":\n\n");
        _clock.Idle.ShouldBe(TimeSpan.Zero);
    }

    private Reading Read(UpstreamRequest? request = null) =>
        Reading.Start(_materializer, _client, request ?? new UpstreamRequest(_upstream.Url), _clock);

    private static async Task<UpstreamFailure> Failure(Reading reading) =>
        UpstreamFailure.Classify(await Should.ThrowAsync<Exception>(reading.Next));
}
