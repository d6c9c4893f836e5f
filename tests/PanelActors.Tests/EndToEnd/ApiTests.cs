using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using PanelActors.Tests.Support;

namespace PanelActors.Tests.EndToEnd;

/// <summary>The calls of the HTTP API, as a client sees them.</summary>
public sealed class ApiTests : IAsyncLifetime
{
    private readonly ScriptedUpstream _upstream = ScriptedUpstream.Start();
    private Daemon _daemon = null!;
    private ScriptedConnection _feed = null!;

    public async Task InitializeAsync()
    {
        _daemon = await Daemon.Reading(_upstream, ("Sources:0:Resync:Cooldown", "00:00:00.010"));
        _feed = await _upstream.NextConnection();
    }

    public async Task DisposeAsync()
    {
        await _daemon.DisposeAsync();
        await _upstream.DisposeAsync();
    }

    [Fact]
    public async Task Before_any_baseline_the_snapshot_has_its_shape_and_no_panels()
    {
        var snapshot = await _daemon.Snapshot();
        snapshot.AsObject().Select(member => member.Key).ShouldBe(["panel_push_meta", "adaptive_stream"], ignoreOrder: true);
        snapshot["adaptive_stream"]!.AsObject().ShouldBeEmpty();
        snapshot["panel_push_meta"]!.ToJsonString().ShouldBe(
            """
            {"sse_events":{"panel_full":0,"panel_diff_applied":0,"panel_diff_dropped":0},"ui_generation":0,
            "sse_heartbeat":{"last_evt":null,"last_full":null,"last_diff":null,"stale_sec":null,"health":"init"},
            "need_full":true,"need_full_reason":"snapshot_required","need_full_reasons":[],"panel_hashes":{}}
            """.ReplaceLineEndings(""));
    }

    [Fact]
    public async Task The_list_of_stores_tells_what_each_is_up_to()
    {
        var begun = Now();
        var store = (await _daemon.UntilConnection("connecting")).AsObject();
        TakeTime(store, "state_since").ShouldBe(begun, tolerance: 15);
        store.ToJsonString().ShouldBe(
            """
            {"name":"feed","kind":"source","health":"init","connection":"connecting","generation":null,"ui_generation":0,
            "need_full":true,"need_full_reason":"snapshot_required","panels":0,"last_error":null,"default":true,"stale_seconds":null,
            "last_error_at":null,"last_error_kind":null,"next_attempt_at":null,"subscribers":0,"size_bytes":0,
            "active_alerts":0,"critical_alerts":[],"members":null,"active_member":null}
            """.ReplaceLineEndings(""));
        await Baseline();
        store = (await _daemon.UntilConnection("open")).AsObject();
        TakeTime(store, "state_since").ShouldBe(begun, tolerance: 15);
        TakeTime(store, "stale_seconds").ShouldBeInRange(0, 15);
        store.ToJsonString().ShouldBe(
            """
            {"name":"feed","kind":"source","health":"ok","connection":"open","generation":5,"ui_generation":1,
            "need_full":false,"need_full_reason":null,"panels":2,"last_error":null,"default":true,
            "last_error_at":null,"last_error_kind":null,"next_attempt_at":null,"subscribers":0,"size_bytes":23,
            "active_alerts":0,"critical_alerts":[],"members":null,"active_member":null}
            """.ReplaceLineEndings(""));

        static double TakeTime(JsonObject store, string name)
        {
            var time = (double)store[name]!;
            store.Remove(name);
            return time;
        }
    }

    [Theory]
    [InlineData("/api/snapshot")]
    [InlineData("/api/stores/feed/snapshot")]
    [InlineData("/api/stores/FEED/snapshot")]
    public async Task A_snapshot_that_is_known_already_is_not_sent_again(string path)
    {
        await Baseline();
        using var first = await _daemon.Http.GetAsync(path);
        first.Content.Headers.ContentType!.MediaType.ShouldBe("application/json");
        var tag = first.Headers.ETag.ShouldNotBeNull();

        (await Conditional(path, tag.ToString())).ShouldBe(HttpStatusCode.NotModified);
        (await Conditional(path, "*")).ShouldBe(HttpStatusCode.NotModified);
        (await Conditional(path, $"\"other\", {tag}")).ShouldBe(HttpStatusCode.NotModified);
        (await Conditional(path, "\"other\"")).ShouldBe(HttpStatusCode.OK);
        (await Conditional(path, "rubbish")).ShouldBe(HttpStatusCode.OK);
        (await _daemon.Metrics())["""panelactors_snapshot_not_modified_total{store="feed"}"""].ShouldBe(3);

        await _feed.Send(Sse.Diff(2, 5, """{"p":2}"""));
        await _daemon.UntilPanel("p", "2");
        (await Conditional(path, tag.ToString())).ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_changed_health_is_a_changed_snapshot()
    {
        await using var daemon = await Daemon.Reading(_upstream, ("Freshness:WarnAfter", "00:00:02"));
        using var feed = await _upstream.NextStream();
        await feed.Send(Sse.Full(1, 5, """{"p":1}"""));
        await daemon.UntilPanel("p", "1");
        using var ok = await daemon.Http.GetAsync("/api/snapshot");
        await daemon.UntilAnswer("/api/heartbeat", heartbeat => (string?)heartbeat["health"] == "warn");
        using var warn = await daemon.Http.GetAsync("/api/snapshot");
        warn.Headers.ETag.ShouldNotBe(ok.Headers.ETag);
    }

    [Theory]
    [InlineData("/api/snapshot")]
    [InlineData("/api/stores/feed/snapshot")]
    public async Task The_head_of_a_snapshot_has_its_tag_and_no_body(string path)
    {
        await Baseline();
        using var get = await _daemon.Http.GetAsync(path);
        using var head = await _daemon.Http.SendAsync(new HttpRequestMessage(HttpMethod.Head, path));
        head.StatusCode.ShouldBe(HttpStatusCode.OK);
        head.Headers.ETag.ShouldBe(get.Headers.ETag);
        (await head.Content.ReadAsByteArrayAsync()).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("/api/heartbeat")]
    [InlineData("/api/stores/feed/heartbeat")]
    public async Task The_heartbeat_tells_when_and_how_fresh(string path)
    {
        (await _daemon.Json(path)).ToJsonString().ShouldBe(
            """
            {"last_event_epoch":null,"last_panel_full_epoch":null,"last_panel_diff_epoch":null,"stale_seconds":null,"health":"init",
            "warn_after":10,"stale_after":30}
            """.ReplaceLineEndings(""));
        await Baseline();
        var now = Now();
        var heartbeat = await _daemon.Json(path);
        ((double)heartbeat["last_event_epoch"]!).ShouldBe(now, tolerance: 15);
        ((double)heartbeat["last_panel_full_epoch"]!).ShouldBe((double)heartbeat["last_event_epoch"]!);
        heartbeat["last_panel_diff_epoch"].ShouldBeNull();
        ((double)heartbeat["stale_seconds"]!).ShouldBeInRange(0, 15);
        ((string?)heartbeat["health"]).ShouldBe("ok");
    }

    [Theory]
    [InlineData("GET", "/api/stores/nobody/snapshot")]
    [InlineData("GET", "/api/stores/nobody/heartbeat")]
    [InlineData("POST", "/api/stores/nobody/request-full")]
    [InlineData("POST", "/api/sources/nobody/restart")]
    [InlineData("GET", "/api/nothing")]
    public async Task What_is_not_there_is_told_as_problem_details(string method, string path)
    {
        using var response = await _daemon.Http.SendAsync(new HttpRequestMessage(new HttpMethod(method), path));
        response.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        await ShouldBeProblem(response);
    }

    [Theory]
    [InlineData(null, "api_request")]
    [InlineData("{}", "api_request")]
    [InlineData("""{"reason":null}""", "api_request")]
    [InlineData("""{"reason":"operator said so","more":1}""", "operator said so")]
    public async Task A_baseline_can_be_asked_for_with_or_without_a_reason(string? body, string reason)
    {
        await Baseline();
        using var response = await _daemon.Post("/api/stores/feed/request-full", body is null ? null : Text(body));
        response.StatusCode.ShouldBe(HttpStatusCode.Accepted);
        var state = await _daemon.Until(state => state.Need.IsNeeded, "a baseline is needed");
        state.Need.LastReason.ShouldBe(reason);

        using var again = await _upstream.NextConnection();
        again.Query("force_full").ShouldBe("1");
        await again.AcceptStream();
        await again.Send(Sse.Full(1, 5, """{"p":1}"""));
        await _daemon.Until(state => !state.Need.IsNeeded, "the baseline came");
        await _daemon.UntilMetric("""panelactors_full_requests_total{source="feed",outcome="fulfilled"}""", 2);
    }

    [Theory]
    [InlineData("application/x-www-form-urlencoded", """{"reason":"operator"}""", "operator")]
    [InlineData("application/json; charset=utf-8", """{"reason":"operator"}""", "operator")]
    [InlineData("application/x-www-form-urlencoded", "", "api_request")]
    public async Task What_curl_sends_by_itself_is_understood(string contentType, string body, string reason)
    {
        await Baseline();
        using var content = new StringContent(body);
        content.Headers.ContentType = MediaTypeHeaderValue.Parse(contentType);
        using var response = await _daemon.Post("/api/stores/feed/request-full", content);
        response.StatusCode.ShouldBe(HttpStatusCode.Accepted);
        ((string?)JsonNode.Parse(await response.Content.ReadAsStringAsync())!["reason"]).ShouldBe(reason);
    }

    [Theory]
    [InlineData("/api/stores/feed/request-full")]
    [InlineData("/api/sources/feed/restart")]
    public async Task Two_calls_of_a_kind_keep_their_distance_and_the_second_is_told_how_long(string path)
    {
        using (var first = await _daemon.Post(path)) first.StatusCode.ShouldBe(HttpStatusCode.Accepted);
        using var second = await _daemon.Post(path);
        second.StatusCode.ShouldBe(HttpStatusCode.TooManyRequests);
        second.Headers.RetryAfter!.Delta!.Value.TotalSeconds.ShouldBeInRange(1, 5);
        ((string?)JsonNode.Parse(await second.Content.ReadAsStringAsync())!["detail"]).ShouldNotBeNull().ShouldContain("Try again in");
        (await _daemon.Metrics())["""panelactors_http_refused_total{reason="cooldown"}"""].ShouldBe(1);
    }

    [Theory]
    [InlineData("rubbish")]
    [InlineData("reason=operator")]
    [InlineData("""{"reason":"invi\u200bsible"}""")]
    [InlineData("[]")]
    [InlineData("""{"reason":17}""")]
    [InlineData("""{"reason":"line\nbreak"}""")]
    [InlineData("""{"reason":"0123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789_"}""")]
    public async Task A_request_that_makes_no_sense_is_refused(string body)
    {
        await Baseline();
        using var response = await _daemon.Post("/api/stores/feed/request-full", Text(body));
        response.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        await ShouldBeProblem(response);
        _daemon.State.Need.IsNeeded.ShouldBeFalse();
    }

    [Fact]
    public async Task A_source_that_must_not_be_asked_answers_with_a_conflict()
    {
        await using var daemon = await Daemon.Reading(_upstream, ("Sources:0:Resync:Mode", "none"));
        using var response = await daemon.Post("/api/stores/feed/request-full");
        response.StatusCode.ShouldBe(HttpStatusCode.Conflict);
        await ShouldBeProblem(response);
    }

    [Fact]
    public async Task Another_site_cannot_make_a_browser_ask_for_something()
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/sources/feed/restart");
        request.Headers.Add("Sec-Fetch-Site", "cross-site");
        using var response = await _daemon.Http.SendAsync(request);
        response.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        _daemon.Connection.Attempt.ShouldBe(1);
    }

    [Fact]
    public async Task Alive_is_not_ready_until_every_required_store_has_a_fresh_baseline()
    {
        await using var daemon = await Daemon.Reading(
            _upstream, ("Sources:1:Name", "optional"), ("Sources:1:Url", "http://127.0.0.1:9/"), ("Sources:1:Required", "false"));
        await daemon.ShouldAnswer("/health/live", HttpStatusCode.OK);
        await daemon.ShouldAnswer("/health/ready", HttpStatusCode.ServiceUnavailable);

        using var feed = await _upstream.NextStream();
        await feed.Send(Sse.Full(1, 5, """{"p":1}"""));
        await daemon.UntilPanel("p", "1");
        await daemon.ShouldAnswer("/health/ready", HttpStatusCode.OK);

        await feed.Send(Sse.OldDiff(2, 5, 60, """{"p":2}"""));
        await daemon.UntilPanel("p", "2");
        await daemon.ShouldAnswer("/health/ready", HttpStatusCode.ServiceUnavailable);
        await daemon.ShouldAnswer("/health/live", HttpStatusCode.OK);
    }

    [Fact]
    public async Task Orchestrators_get_the_same_answers_by_the_names_they_ask_for()
    {
        await using var daemon = await Daemon.Reading(_upstream);
        await BothAnswer(HttpStatusCode.ServiceUnavailable);
        using var feed = await _upstream.NextStream();
        await feed.Send(Sse.Full(1, 5, """{"p":1}"""));
        await daemon.UntilPanel("p", "1");
        await BothAnswer(HttpStatusCode.OK);

        async Task BothAnswer(HttpStatusCode ready)
        {
            (await Answer("/healthz")).ShouldBe(await Answer("/health/live"));
            (await Answer("/readyz")).ShouldBe(await Answer("/health/ready"));
            (await Answer("/readyz")).Status.ShouldBe(ready);
        }

        async Task<(HttpStatusCode Status, string Body)> Answer(string path)
        {
            using var response = await daemon.Http.GetAsync(path);
            return (response.StatusCode, await response.Content.ReadAsStringAsync());
        }
    }

    [Fact]
    public async Task The_api_describes_its_calls()
    {
        var paths = (await _daemon.Json("/openapi/v1.json"))["paths"]!.AsObject();
        string[] calls =
        [
            "/api/stores", "/api/snapshot", "/api/heartbeat", "/api/stores/{name}/snapshot", "/api/stores/{name}/heartbeat",
            "/api/stores/{name}/request-full", "/api/sources/{name}/restart", "/health/live", "/health/ready", "/healthz", "/readyz",
        ];
        foreach (var call in calls) paths.ShouldContainKey(call);
        paths["/api/stores/{name}/request-full"]!["post"]!["responses"]!.AsObject().Select(answer => answer.Key)
            .ShouldBe(["202", "400", "404", "409", "429"], ignoreOrder: true);
    }

    [Theory]
    [InlineData("GET", "/api/stores")]
    [InlineData("GET", "/api/heartbeat")]
    [InlineData("GET", "/api/stores/feed/heartbeat")]
    [InlineData("POST", "/api/stores/feed/request-full")]
    [InlineData("GET", "/health/live")]
    [InlineData("GET", "/health/ready")]
    [InlineData("GET", "/healthz")]
    [InlineData("GET", "/readyz")]
    public async Task A_body_has_the_members_that_are_described(string method, string path)
    {
        await Baseline();
        using var response = await _daemon.Http.SendAsync(new HttpRequestMessage(new HttpMethod(method), path));
        var sent = JsonNode.Parse(await response.Content.ReadAsStringAsync())!;
        var description = await _daemon.Json("/openapi/v1.json");
        var call = description["paths"]![path.Replace("/feed/", "/{name}/", StringComparison.Ordinal)]![method.ToLowerInvariant()]!;
        var body = Resolve(call["responses"]![$"{(int)response.StatusCode}"]!["content"]!["application/json"]!["schema"]!);
        if ((string?)body["type"] == "array") (sent, body) = (sent[0]!, Resolve(body["items"]!));

        var members = body["properties"]!.AsObject();
        // Only what shows a replay says so.
        members.Select(member => member.Key).Where(static name => name != "replay")
            .ShouldBe(sent.AsObject().Select(member => member.Key), ignoreOrder: true);
        foreach (var (name, value) in sent.AsObject())
        {
            if (value?.GetValueKind() == JsonValueKind.Number)
                members[name]!["type"]!.ToJsonString().ShouldNotContain("string", Case.Sensitive, name);
        }

        JsonNode Resolve(JsonNode schema) => schema["$ref"] is { } reference
            ? description["components"]!["schemas"]![((string)reference!).Split('/')[^1]]!
            : schema;
    }

    [Fact]
    public async Task The_page_is_served_with_a_policy_that_loads_nothing_foreign()
    {
        using var page = await _daemon.Http.GetAsync("/");
        page.StatusCode.ShouldBe(HttpStatusCode.OK);
        page.Content.Headers.ContentType!.MediaType.ShouldBe("text/html");
        page.Headers.GetValues("Content-Security-Policy").Single().ShouldContain("default-src 'self'");
    }

    private async Task Baseline()
    {
        await _feed.AcceptStream();
        await _feed.Send(Sse.Full(1, 5, """{"p":1,"q":{"a":[1,2]}}"""));
        await _daemon.UntilPanel("p", "1");
    }

    private async Task<HttpStatusCode> Conditional(string path, string ifNoneMatch)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.TryAddWithoutValidation("If-None-Match", ifNoneMatch);
        using var response = await _daemon.Http.SendAsync(request);
        if (response.StatusCode == HttpStatusCode.NotModified) (await response.Content.ReadAsByteArrayAsync()).ShouldBeEmpty();
        return response.StatusCode;
    }

    private static async Task ShouldBeProblem(HttpResponseMessage response)
    {
        response.Content.Headers.ContentType!.MediaType.ShouldBe("application/problem+json");
        var problem = JsonNode.Parse(await response.Content.ReadAsStringAsync())!;
        problem.AsObject().Select(member => member.Key).ShouldBeSubsetOf(["type", "title", "status", "detail", "traceId"]);
        ((int?)problem["status"]).ShouldBe((int)response.StatusCode);
        ((string?)problem["title"]).ShouldNotBeNullOrEmpty();
    }

    private static double Now() => DateTimeOffset.UtcNow.ToUnixTimeMilliseconds() / 1000.0;

    private static StringContent Text(string body) => new(body, Encoding.UTF8, new MediaTypeHeaderValue("application/json"));
}
