using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using PanelActors.Http.Access;
using PanelActors.Tests.Support;

namespace PanelActors.Tests.EndToEnd;

public sealed class AccessKeysTests : IAsyncLifetime
{
    private TemporaryFolder _folder = null!;
    private ScriptedUpstream _feed = null!;
    private Daemon _daemon = null!;

    public async Task InitializeAsync()
    {
        (_folder, _feed) = (new TemporaryFolder(), ScriptedUpstream.Start());
        var keys = _folder.Write("wall.key", "wall-key-0123456789\n");
        _daemon = await Daemon.Start(
            ("Sources:0:Name", "market"), ("Sources:0:Url", _feed.Url.ToString()),
            ("Sources:1:Name", "secret"), ("Sources:1:Url", _feed.Url.ToString()),
            ("Composites:0:Name", "both"), ("Composites:0:Members:0", "market"), ("Composites:0:Members:1", "secret"),
            ("Default", "market"),
            ("Access:Keys:0:Name", "wall"), ("Access:Keys:0:KeyFile", keys), ("Access:Keys:0:May:0", "read"),
            ("Access:Keys:0:Stores:0", "market"), ("Access:Keys:0:Stores:1", "both"),
            ("Access:Keys:1:Name", "desk"), ("Access:Keys:1:Sha256:0", KeyHash.Of("desk-key").ToHex()),
            ("Access:Keys:1:May:0", "read"), ("Access:Keys:1:May:1", "control"), ("Access:Keys:1:May:2", "metrics"),
            ("Access:Keys:2:Name", "prometheus"), ("Access:Keys:2:Sha256:0", KeyHash.Of("scrape-key").ToHex()),
            ("Access:Keys:2:May:0", "metrics"), ("Access:Keys:2:Stores:0", "mar*"));
    }

    public async Task DisposeAsync()
    {
        await _daemon.DisposeAsync();
        await _feed.DisposeAsync();
        _folder.Dispose();
    }

    [Theory]
    [InlineData("/health/live", null, 200)]
    [InlineData("/", null, 200)]
    [InlineData("/api/session", null, 200)]
    [InlineData("/api/stores", null, 401)]
    [InlineData("/api/snapshot", null, 401)]
    [InlineData("/api/stores/nowhere/snapshot", null, 401)]
    [InlineData("/metrics", null, 401)]
    [InlineData("/health/ready", null, 401)]
    [InlineData("/openapi/v1.json", null, 401)]
    [InlineData("/events", null, 401)]
    [InlineData("/api/stores", "wrong", 401)]
    [InlineData("/health/live", "wrong", 200)]
    [InlineData("/api/stores", "wall-key-0123456789", 200)]
    [InlineData("/api/snapshot", "wall-key-0123456789", 200)]
    [InlineData("/api/stores/market/snapshot", "wall-key-0123456789", 200)]
    [InlineData("/api/stores/MARKET/heartbeat", "wall-key-0123456789", 200)]
    [InlineData("/api/stores/secret/snapshot", "wall-key-0123456789", 404)]
    [InlineData("/api/stores/secret/events", "wall-key-0123456789", 404)]
    [InlineData("/api/stores/both/snapshot", "wall-key-0123456789", 404)]
    [InlineData("/metrics", "wall-key-0123456789", 403)]
    [InlineData("/openapi/v1.json", "wall-key-0123456789", 200)]
    [InlineData("/api/stores/both/snapshot", "desk-key", 200)]
    [InlineData("/metrics", "desk-key", 200)]
    [InlineData("/metrics", "scrape-key", 200)]
    [InlineData("/api/stores", "scrape-key", 403)]
    [InlineData("/api/stores/market/snapshot", "scrape-key", 403)]
    [InlineData("/api/stores/secret/snapshot", "scrape-key", 404)]
    [InlineData("/nowhere", null, 404)]
    public async Task Each_endpoint_answers_each_credential_as_it_is_allowed(string path, string? key, int status)
    {
        using var answer = await Get(path, key);
        ((int)answer.StatusCode).ShouldBe(status);
        if (status == 401) answer.Headers.WwwAuthenticate.ToString().ShouldStartWith("Bearer");
        if (status >= 400) answer.Content.Headers.ContentType!.MediaType.ShouldBe("application/problem+json");
    }

    [Theory]
    [InlineData("/api/stores/market/request-full", null, 401)]
    [InlineData("/api/stores/market/request-full", "wall-key-0123456789", 403)]
    [InlineData("/api/stores/secret/request-full", "wall-key-0123456789", 404)]
    [InlineData("/api/sources/market/restart", "wall-key-0123456789", 403)]
    [InlineData("/api/sources/market/restart", "desk-key", 202)]
    public async Task Changes_need_control(string path, string? key, int status)
    {
        using var request = Request(HttpMethod.Post, path, key);
        using var answer = await _daemon.Http.SendAsync(request);
        ((int)answer.StatusCode).ShouldBe(status);
    }

    [Fact]
    public async Task A_store_that_may_not_be_seen_is_nowhere()
    {
        using (var stores = await Get("/api/stores", "wall-key-0123456789"))
        {
            var list = JsonNode.Parse(await stores.Content.ReadAsStringAsync())!.AsArray();
            list.Select(static store => (string)store!["name"]!).ShouldBe(["market"]);
        }

        using var metrics = await Get("/metrics", "scrape-key");
        var text = await metrics.Content.ReadAsStringAsync();
        text.ShouldContain("store=\"market\"");
        text.ShouldNotContain("secret");
        text.ShouldNotContain("both");

        using var ready = await Get("/health/ready", "wall-key-0123456789");
        ready.StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
        (await ready.Content.ReadAsStringAsync()).ShouldNotContain("secret");

        using var hidden = await Get("/api/stores/secret/snapshot", "wall-key-0123456789");
        using var missing = await Get("/api/stores/absent/snapshot", "wall-key-0123456789");
        (await DetailOf(hidden)).ShouldBe((await DetailOf(missing)).Replace("absent", "secret", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_key_that_is_taken_out_of_its_file_ends_the_streams_that_it_opened()
    {
        using var request = Request(HttpMethod.Get, "/api/stores/market/events", "wall-key-0123456789");
        using var stream = await _daemon.Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        stream.StatusCode.ShouldBe(HttpStatusCode.OK);
        using var lines = new StreamReader(await stream.Content.ReadAsStreamAsync());

        _folder.Write("wall.key", "another-key-0123456789\n");
        using var patience = new CancellationTokenSource(ScriptedUpstream.Patience);
        string? line;
        var text = "";
        while ((line = await lines.ReadLineAsync(patience.Token)) is not null) text += line + "\n";
        text.ShouldContain("event: bye");
        text.ShouldContain("\"reason\":\"access\"");

        using var again = await Get("/api/stores/market/events", "wall-key-0123456789");
        again.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        using var other = await Get("/api/stores/market/snapshot", "another-key-0123456789");
        other.StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_session_is_the_key_until_it_is_logged_out()
    {
        using (var wrong = await _daemon.Http.PostAsJsonAsync("/api/session", new { key = "wrong" }))
        {
            wrong.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        }

        using var begun = await _daemon.Http.PostAsJsonAsync("/api/session", new { key = " wall-key-0123456789\n" });
        begun.StatusCode.ShouldBe(HttpStatusCode.OK);
        var cookie = begun.Headers.GetValues("Set-Cookie").Single();
        cookie.ShouldContain("httponly", Case.Insensitive);
        cookie.ShouldContain("samesite=strict", Case.Insensitive);
        var value = cookie.Split(';')[0];
        (await ByCookie(HttpMethod.Get, "/api/snapshot", value)).ShouldBe(200);
        (await ByCookie(HttpMethod.Get, "/metrics", value)).ShouldBe(403);
        (await ByCookie(HttpMethod.Get, "/api/snapshot", value[..^2] + "xx")).ShouldBe(401);
        (await ByCookie(HttpMethod.Delete, "/api/session", value)).ShouldBe(204);
        (await ByCookie(HttpMethod.Get, "/api/snapshot", value)).ShouldBe(401);
    }

    [Fact]
    public async Task Credentials_that_contradict_each_other_are_refused()
    {
        using var request = Request(HttpMethod.Get, "/api/stores", "desk-key");
        request.Headers.Add("X-Api-Key", "wall-key-0123456789");
        using var answer = await _daemon.Http.SendAsync(request);
        answer.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        (await answer.Content.ReadAsStringAsync()).ShouldContain("more than one credential");
        using var older = new HttpRequestMessage(HttpMethod.Get, "/api/stores") { Headers = { { "X-Api-Token", "desk-key" } } };
        using var accepted = await _daemon.Http.SendAsync(older);
        accepted.StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    private static async Task<string> DetailOf(HttpResponseMessage answer) =>
        (string)JsonNode.Parse(await answer.Content.ReadAsStringAsync())!["detail"]!;

    private async Task<int> ByCookie(HttpMethod method, string path, string cookie)
    {
        using var request = new HttpRequestMessage(method, path) { Headers = { { "Cookie", cookie } } };
        using var http = new HttpClient(new SocketsHttpHandler { UseCookies = false }) { BaseAddress = _daemon.Http.BaseAddress };
        using var answer = await http.SendAsync(request);
        return (int)answer.StatusCode;
    }

    private async Task<HttpResponseMessage> Get(string path, string? key)
    {
        using var request = Request(HttpMethod.Get, path, key);
        return await _daemon.Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
    }

    private static HttpRequestMessage Request(HttpMethod method, string path, string? key)
    {
        var request = new HttpRequestMessage(method, path);
        if (key is not null) request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", key);
        return request;
    }
}
