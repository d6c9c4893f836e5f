using PanelActors.Tests.Support;

namespace PanelActors.Tests.EndToEnd;

/// <summary>Receivers that answer in every way there is (specification 11.2).</summary>
public sealed class ReceiverFaultTests : IAsyncLifetime
{
    private readonly ScriptedUpstream _upstream = ScriptedUpstream.Start();
    private readonly ScriptedUpstream _hook = ScriptedUpstream.Start();
    private WebhookReceiver _other = null!;
    private Daemon _daemon = null!;

    public async Task InitializeAsync()
    {
        _other = await WebhookReceiver.Start();
        _daemon = await Daemon.Reading(
            _upstream, ("Notify:0:Name", "odd"), ("Notify:0:Url", _hook.At("/hook").ToString()), ("Notify:0:On:0", "followup:critical"),
            ("Notify:1:Name", "other"), ("Notify:1:Url", _other.Url), ("Notify:1:On:0", "followup:critical"));
    }

    public async Task DisposeAsync()
    {
        await _daemon.DisposeAsync();
        await _other.DisposeAsync();
        await _hook.DisposeAsync();
        await _upstream.DisposeAsync();
    }

    [Theory]
    [InlineData("")]
    [InlineData("HTTP/1.1 200 OK\r\nX-Slow: ")]
    public async Task One_that_never_answers_is_tried_again_and_delays_no_other(string beginning)
    {
        using var stream = await _upstream.NextStream(Sse.Full(1, 1, "{\"p\":1}") + Followup(2, "one"));
        using var hanging = await _hook.NextConnection();
        await hanging.Write(beginning);
        (await _other.NextText()).ShouldBe("Follow-up: one");
        await stream.Send(Followup(3, "two"));
        (await _other.NextText()).ShouldBe("Follow-up: two");
        hanging.IsDisconnected.ShouldBeFalse();

        await hanging.Disconnected;
        await _daemon.UntilMetric(Outcome("failed"), 1);
        using var again = await _hook.NextConnection();
        again.Header("webhook-id").ShouldBe(hanging.Header("webhook-id"));
        await again.Refuse(204);
        using var next = await _hook.NextConnection();
        next.Header("webhook-id").ShouldNotBe(hanging.Header("webhook-id"));
        await next.Refuse(204);
        await _daemon.UntilMetric(Outcome("sent"), 2);
    }

    [Theory]
    [InlineData("HTTP/1.1 302 Found\r\nLocation: /elsewhere\r\nContent-Length: 0\r\n\r\n", "it answered 302")]
    [InlineData("HTTP/1.1 308 Permanent Redirect\r\nLocation: /elsewhere\r\nContent-Length: 0\r\n\r\n", "it answered 308")]
    [InlineData("HTTP/1.1 410 Gone\r\nContent-Length: 0\r\n\r\n", "it answered 410")]
    [InlineData("HTTP/1.1 401 Unauthorized\r\nContent-Length: 0\r\n\r\n", "it answered 401")]
    [InlineData("HTTP/1.1 500 Oops\r\nContent-Length: 10000000000\r\n\r\n", "it answered 500")]
    [InlineData("something else\r\n\r\n", "invalid status line")]
    public async Task An_answer_that_is_no_yes_is_tried_again_at_the_same_address(string answer, string why)
    {
        using var stream = await _upstream.NextStream(Sse.Full(1, 1, "{\"p\":1}") + Followup(2, "one"));
        using var odd = await _hook.NextConnection();
        await odd.Write(answer);
        await odd.Close();
        using var again = await _hook.NextConnection();
        (again.Path, again.Header("webhook-id")).ShouldBe(("/hook", odd.Header("webhook-id")));
        await again.Refuse(204);
        await _daemon.UntilMetric(Outcome("sent"), 1);
        (await _daemon.Metrics())[Outcome("failed")].ShouldBe(1);
        _daemon.LoggedWarnings().ShouldHaveSingleItem().ShouldContain(why);
    }

    [Theory]
    [InlineData("")]
    [InlineData("HTTP/1.1 2")]
    [InlineData("HTTP/1.1 200 OK\r\nX-Slow: ")]
    public async Task One_that_hangs_up_in_the_middle_is_tried_again(string beginning)
    {
        using var stream = await _upstream.NextStream(Sse.Full(1, 1, "{\"p\":1}") + Followup(2, "one"));
        using var odd = await _hook.NextConnection();
        await odd.Write(beginning);
        odd.Abort();
        using var again = await _hook.NextConnection();
        again.Header("webhook-id").ShouldBe(odd.Header("webhook-id"));
        await again.Refuse(204);
        await _daemon.UntilMetric(Outcome("sent"), 1);
        (await _daemon.Metrics())[Outcome("failed")].ShouldBe(1);
    }

    [Theory]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 10000000000\r\n\r\nmuch more will come")]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nx\r\n")]
    [InlineData("HTTP/1.1 204 No Content\r\nConnection: close\r\n\r\n")]
    public async Task A_yes_counts_whatever_comes_after_it(string answer)
    {
        using var stream = await _upstream.NextStream(Sse.Full(1, 1, "{\"p\":1}") + Followup(2, "one") + Followup(3, "two"));
        using var endless = await _hook.NextConnection();
        await endless.Write(answer);
        using var next = await _hook.NextConnection();
        next.Header("webhook-id").ShouldNotBe(endless.Header("webhook-id"));
        await next.Refuse(200);
        await _daemon.UntilMetric(Outcome("sent"), 2);
        (await _daemon.Metrics())[Outcome("failed")].ShouldBe(0);
    }

    [Fact]
    public async Task One_that_says_when_is_left_alone_until_then()
    {
        using var stream = await _upstream.NextStream(Sse.Full(1, 1, "{\"p\":1}") + Followup(2, "one"));
        using var busy = await _hook.NextConnection();
        var asked = System.Diagnostics.Stopwatch.StartNew();
        await busy.Refuse(429, "3");
        using var again = await _hook.NextConnection();
        asked.Elapsed.ShouldBeGreaterThan(TimeSpan.FromSeconds(2.9));
        await again.Refuse(204);
        await _daemon.UntilMetric(Outcome("sent"), 1);
    }

    private static string Outcome(string outcome) => $"panelactors_notifications_total{{name=\"odd\",outcome=\"{outcome}\"}}";

    private static string Followup(long id, string message) => Sse.Envelope(
        id, "followup_alert", $$"""{"alert":{"severity":"critical","message":"{{message}}"},"ts":{{1690000000 + id}}}""");
}
