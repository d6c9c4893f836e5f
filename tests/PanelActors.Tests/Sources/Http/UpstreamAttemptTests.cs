using PanelActors.Sources.Http;
using PanelActors.Tests.Support;

namespace PanelActors.Tests.Sources.Http;

/// <summary>What an attempt sends, and how it fails when there is no stream to be had.</summary>
public sealed class UpstreamAttemptTests : UpstreamTestKit
{
    [Fact]
    public async Task The_request_says_what_was_asked_for()
    {
        Read(new UpstreamRequest(Upstream.At("/sse?k=v"))
        {
            Types = ["panel_full", "panel_diff"],
            LastEventId = EventId.Of("42"),
            Headers = new Dictionary<string, string> { ["Authorization"] = "Bearer abc", ["X-Name"] = "größe" },
        });
        using var peer = await Upstream.NextConnection();
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
        Read(new UpstreamRequest(Upstream.Url) { LastEventId = EventId.Of("größe € 😀") });
        using var peer = await Upstream.NextConnection();
        peer.Header("Last-Event-ID").ShouldBe("größe € 😀");
        peer.Query("last_id").ShouldBeNull();
    }

    [Fact]
    public async Task An_upstream_that_is_not_there_fails_the_stream_and_the_task()
    {
        await Upstream.DisposeAsync();
        var reading = Read();
        (await Failure(reading)).Reason.ShouldBe("connection_refused");
        UpstreamFailure.EndOf(await Should.ThrowAsync<HttpRequestException>(() => reading.Accepted)).Reason.ShouldBe("connection_refused");
    }

    [Fact]
    public async Task A_name_without_an_address_is_a_dns_failure()
    {
        // A label of 64 letters is invalid, so no resolver asks the network about it.
        var reading = Read(new UpstreamRequest(new Uri($"http://{new string('a', 64)}.invalid/")));
        (await Failure(reading)).Reason.ShouldBe("dns");
    }

    [Fact]
    public async Task A_host_that_does_not_speak_tls_is_a_tls_failure()
    {
        var reading = Read(new UpstreamRequest(new Uri($"https://127.0.0.1:{Upstream.Port}/")));
        (await Failure(reading)).Reason.ShouldBe("tls");
    }

    [Fact]
    public async Task An_answer_that_is_not_http_is_a_bad_response()
    {
        var reading = Read();
        using var peer = await Upstream.NextConnection();
        await peer.Write("SSH-2.0-hello\r\n\r\n");
        (await Failure(reading)).Reason.ShouldBe("bad_response");
    }

    [Theory]
    [InlineData(204, nameof(Retry.No))]
    [InlineData(503, nameof(Retry.WithBackoff))]
    [InlineData(404, nameof(Retry.Slowly))]
    [InlineData(304, nameof(Retry.Slowly))]
    public async Task A_refusal_fails_the_stream_and_the_task_with_its_end(int status, string retry)
    {
        var reading = Read();
        using var peer = await Upstream.NextConnection();
        await peer.Refuse(status, retryAfter: "7");
        var refused = await Should.ThrowAsync<UpstreamRefusedException>(reading.Next);
        (refused.End.Reason, refused.End.Retry).ShouldBe(($"http_{status}", retry.As<Retry>()));
        refused.End.After.ShouldBe(refused.End.Retry == Retry.WithBackoff ? TimeSpan.FromSeconds(7) : null);
        (await Should.ThrowAsync<UpstreamRefusedException>(() => reading.Accepted)).ShouldBeSameAs(refused);
        await peer.Disconnected;
    }

    [Fact]
    public async Task A_retry_after_date_is_measured_by_the_clients_clock()
    {
        var reading = Read();
        using var peer = await Upstream.NextConnection();
        await peer.Refuse(429, retryAfter: "Mon, 01 Jan 2024 00:00:09 GMT");
        var refused = await Should.ThrowAsync<UpstreamRefusedException>(reading.Next);
        (refused.End.Retry, refused.End.After).ShouldBe((Retry.WithBackoff, TimeSpan.FromSeconds(9)));
    }

    [Theory]
    [InlineData("text/html", "", "bad_content_type")]
    [InlineData(null, "", "bad_content_type")]
    [InlineData("text/event-stream", "Content-Encoding: zstd\r\n", "bad_content_encoding")]
    public async Task A_body_that_is_no_readable_event_stream_is_refused_slowly(string? contentType, string headers, string reason)
    {
        var reading = Read();
        using var peer = await Upstream.NextConnection();
        await peer.Answer(200, contentType, "<html>", headers);
        var refused = await Should.ThrowAsync<UpstreamRefusedException>(reading.Next);
        (refused.End.Retry, refused.End.Reason).ShouldBe((Retry.Slowly, reason));
    }

    [Fact]
    public async Task A_request_says_which_program_asks()
    {
        Read();
        using var peer = await Upstream.NextConnection();
        peer.Header("User-Agent").ShouldNotBeNull().ShouldMatch(@"^PanelActors/\d+\.\d+\.\d+$");
    }

    [Fact]
    public async Task One_attempt_is_one_connection_also_where_the_server_closes_without_an_answer()
    {
        var reading = Read();
        using (var peer = await Upstream.NextConnection()) peer.Dispose();
        (await Failure(reading)).Reason.ShouldBe("premature_end");
        Upstream.HasConnection.ShouldBeFalse();
    }
}
