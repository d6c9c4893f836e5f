using System.Net;
using System.Text.Json.Nodes;
using PanelActors.Tests.Support;

namespace PanelActors.Tests.EndToEnd;

/// <summary>Which requests are answered at all, and what every answer has.</summary>
public sealed class AccessTests : IAsyncLifetime
{
    private readonly ScriptedUpstream _upstream = ScriptedUpstream.Start();

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await _upstream.DisposeAsync();

    [Theory]
    [InlineData("evil.example")]
    [InlineData("localhost.evil.example:80")]
    [InlineData("192.0.2.1")]
    public async Task A_request_for_a_host_that_is_not_ours_is_misdirected_whatever_it_asks_for(string host)
    {
        await using var daemon = await Daemon.Reading(_upstream);
        foreach (var path in (string[])["/", "/api/snapshot", "/events", "/metrics", "/health/live", "/openapi/v1.json", "/nothing"])
        {
            using var answer = await Send(daemon, HttpMethod.Get, path, ("Host", host));
            answer.StatusCode.ShouldBe(HttpStatusCode.MisdirectedRequest, path);
            answer.Content.Headers.ContentType!.MediaType.ShouldBe("application/problem+json");
            var problem = JsonNode.Parse(await answer.Content.ReadAsStringAsync())!;
            ((string?)problem["detail"]).ShouldNotBeNull().ShouldContain("AllowedHosts");
            ((string?)problem["title"]).ShouldBe("Misdirected Request");
        }

        (await daemon.Metrics())["""panelactors_http_refused_total{reason="host"}"""].ShouldBe(7);
    }

    [Fact]
    public async Task Hosts_that_are_configured_are_answered_and_so_is_where_the_request_came_in()
    {
        await using var daemon = await Daemon.Reading(
            _upstream, ("AllowedHosts:0", "panel.example.org"), ("AllowedHosts:1", "*.desk.example"));
        foreach (var host in (string[])["panel.example.org:8080", "a.desk.example", "127.0.0.1"])
            (await Send(daemon, HttpMethod.Get, "/health/live", ("Host", host))).StatusCode.ShouldBe(HttpStatusCode.OK, host);
        (await Send(daemon, HttpMethod.Get, "/health/live", ("Host", "localhost"))).StatusCode.ShouldBe(HttpStatusCode.MisdirectedRequest);
    }

    [Theory]
    [InlineData("GET /health/live HTTP/1.0\r\n\r\n", "HTTP/1.1 200 ")]
    [InlineData("GET /health/live HTTP/1.0\r\nHost: evil.example\r\n\r\n", "HTTP/1.1 421 ")]
    [InlineData("GET /health/live HTTP/1.1\r\nConnection: close\r\n\r\n", "HTTP/1.1 400 ")]
    [InlineData("GET /health/live HTTP/1.1\r\nHost:\r\nConnection: close\r\n\r\n", "HTTP/1.1 421 ")]
    [InlineData("GET /health/live HTTP/1.1\r\nHost: localhost\r\nHost: localhost\r\nConnection: close\r\n\r\n", "HTTP/1.1 400 ")]
    [InlineData("GET /health/live HTTP/1.1\r\nHost: local host\r\nConnection: close\r\n\r\n", "HTTP/1.1 400 ")]
    [InlineData("GET http://evil.example/health/live HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n", "HTTP/1.1 421 ")]
    [InlineData("GET http://evil.example/health/live HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n", "HTTP/1.1 400 ")]
    public async Task A_host_that_is_missing_doubled_or_malformed_is_refused_but_for_health_checks_that_know_none(
        string request, string status)
    {
        await using var daemon = await Daemon.Reading(_upstream);
        (await RawExchange.Send(daemon.Http.BaseAddress!, request)).ShouldStartWith(status);
    }

    [Theory]
    [InlineData("http://evil.example", HttpStatusCode.Forbidden)]
    [InlineData("null", HttpStatusCode.Forbidden)]
    [InlineData("https://localhost:5080", HttpStatusCode.Forbidden)]
    [InlineData("own", HttpStatusCode.Accepted)]
    [InlineData(null, HttpStatusCode.Accepted)]
    public async Task Only_the_daemons_own_page_and_no_page_at_all_may_change_something(string? origin, HttpStatusCode status)
    {
        await using var daemon = await Daemon.Reading(_upstream, ("Relay:AllowedOrigins:0", "http://evil.example"));
        using var answer = origin is null
            ? await Send(daemon, HttpMethod.Post, "/api/sources/feed/restart")
            : await Send(
                daemon, HttpMethod.Post, "/api/sources/feed/restart",
                ("Origin", origin == "own" ? daemon.Http.BaseAddress!.ToString().TrimEnd('/') : origin));
        answer.StatusCode.ShouldBe(status);
        (await daemon.Metrics())["""panelactors_http_refused_total{reason="origin"}"""]
            .ShouldBe(status == HttpStatusCode.Forbidden ? 1 : 0);
    }

    [Fact]
    public async Task A_proxy_is_believed_only_where_it_is_known()
    {
        (string, string)[] outer =
            [("X-Forwarded-Host", "panel.example.org"), ("X-Forwarded-Proto", "https"), ("Origin", "https://panel.example.org")];
        await using (var daemon = await Daemon.Reading(
            _upstream, ("AllowedHosts:0", "panel.example.org"), ("KnownProxies:0", "127.0.0.0/8")))
        {
            (await Send(daemon, HttpMethod.Post, "/api/sources/feed/restart", outer)).StatusCode.ShouldBe(HttpStatusCode.Accepted);
            (await Send(daemon, HttpMethod.Get, "/health/live", ("X-Forwarded-Host", "evil.example"))).StatusCode
                .ShouldBe(HttpStatusCode.MisdirectedRequest);
            using var described = await Send(daemon, HttpMethod.Get, "/openapi/v1.json", [.. outer, ("X-Forwarded-Prefix", "/panels")]);
            ((string?)JsonNode.Parse(await described.Content.ReadAsStringAsync())!["servers"]![0]!["url"])
                .ShouldBe("https://panel.example.org/panels");
        }

        await using (var daemon = await Daemon.Reading(_upstream, ("AllowedHosts:0", "panel.example.org"), ("KnownProxies:0", "192.0.2.1")))
        {
            (await Send(daemon, HttpMethod.Post, "/api/sources/feed/restart", outer)).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
            (await Send(daemon, HttpMethod.Get, "/health/live", ("X-Forwarded-Host", "evil.example"))).StatusCode
                .ShouldBe(HttpStatusCode.OK);
        }
    }

    [Fact]
    public async Task Every_answer_has_its_type_for_certain_and_what_it_varies_by()
    {
        await using var daemon = await Daemon.Reading(_upstream, ("Relay:AllowedOrigins:0", "https://dashboard.example"));
        using var feed = await _upstream.NextStream(Sse.Full(1, 5, """{"p":1}"""));
        await daemon.UntilPanel("p", "1");
        (HttpMethod Method, string Path, (string, string)[] Headers)[] calls =
        [
            (HttpMethod.Get, "/", []), (HttpMethod.Get, "/api/stores", []), (HttpMethod.Get, "/api/snapshot", []),
            (HttpMethod.Head, "/api/snapshot", []), (HttpMethod.Get, "/api/snapshot", [("If-None-Match", "*")]),
            (HttpMethod.Get, "/api/snapshot", [("Origin", "https://dashboard.example")]),
            (HttpMethod.Get, "/api/stores/nobody/snapshot", []),
            (HttpMethod.Get, "/events", []),
            (HttpMethod.Get, "/events", [("Origin", "https://dashboard.example"), ("Accept-Encoding", "gzip")]),
            (HttpMethod.Head, "/events", []), (HttpMethod.Get, "/metrics", []), (HttpMethod.Get, "/openapi/v1.json", []),
            (HttpMethod.Get, "/nothing", []),
            (HttpMethod.Get, "/nothing", [("Accept", "text/plain")]), (HttpMethod.Delete, "/api/snapshot", []),
            (HttpMethod.Get, "/health/live", []),
            (HttpMethod.Get, "/", [("Host", "evil.example")]),
            (HttpMethod.Options, "/events", [("Origin", "https://dashboard.example"), ("Access-Control-Request-Method", "GET")]),
        ];
        foreach (var (method, path, headers) in calls)
        {
            using var answer = await Send(daemon, method, path, headers);
            answer.Headers.GetValues("X-Content-Type-Options").ShouldBe(["nosniff"], $"{method} {path}");
            answer.Headers.Vary.Count(header => header.Equals("Origin", StringComparison.OrdinalIgnoreCase))
                .ShouldBe(1, $"{method} {path}");
            if (path == "/events" && method != HttpMethod.Options) answer.Headers.Vary.ShouldContain("Accept-Encoding");
        }
    }

    [Fact]
    public async Task The_description_carries_the_programs_name_and_version()
    {
        await using var daemon = await Daemon.Reading(_upstream);
        var info = (await daemon.Json("/openapi/v1.json"))["info"]!;
        ((string?)info["title"]).ShouldBe("PanelActors");
        ((string?)info["version"]).ShouldBe(typeof(Daemon).Assembly.GetName().Version!.ToString(3));
    }

    private static Task<HttpResponseMessage> Send(
        Daemon daemon, HttpMethod method, string path, params (string Name, string Value)[] headers)
    {
        var request = new HttpRequestMessage(method, path);
        foreach (var (name, value) in headers) request.Headers.TryAddWithoutValidation(name, value).ShouldBeTrue();
        return daemon.Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
    }
}
