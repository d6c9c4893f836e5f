using System.Net;
using System.Net.Http.Json;
using PanelActors.Http.Access;
using PanelActors.Tests.Support;

namespace PanelActors.Tests.EndToEnd;

/// <summary>Access while the configuration and its files change, and over restarts.</summary>
public sealed class AccessReloadTests : IAsyncLifetime
{
    private TemporaryFolder _folder = null!;
    private ScriptedUpstream _feed = null!;

    private (string Key, string Value)[] Base => [("Sources:0:Name", "feed"), ("Sources:0:Url", _feed.Url.ToString())];

    public Task InitializeAsync()
    {
        (_folder, _feed) = (new TemporaryFolder(), ScriptedUpstream.Start());
        return Task.CompletedTask;
    }

    public async Task DisposeAsync()
    {
        await _feed.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task Access_can_be_switched_on_changed_and_off_while_the_daemon_runs()
    {
        await using var daemon = await Daemon.StartFromFile(Base);
        (await Get(daemon, null)).ShouldBe(200);
        using var open = await Follow(daemon, null);

        await daemon.Edit([.. Base, .. KeyOf("desk", "one")]);
        (await Get(daemon, null)).ShouldBe(401);
        (await Get(daemon, "one")).ShouldBe(200);
        (await RestOf(open)).ShouldContain("\"reason\":\"access\"");

        using var followed = await Follow(daemon, "one");
        await daemon.Edit([.. Base, .. KeyOf("desk", "one"), ("Access:Keys:0:Stores:0", "other")]);
        (await Get(daemon, "one")).ShouldBe(404);
        (await RestOf(followed)).ShouldContain("\"reason\":\"access\"");

        await daemon.Edit(Base);
        (await Get(daemon, null)).ShouldBe(200);
    }

    [Fact]
    public async Task A_stream_goes_on_through_an_edit_that_leaves_its_right_as_it_is()
    {
        await using var daemon = await Daemon.StartFromFile([.. Base, .. KeyOf("desk", "one")]);
        using var followed = await Follow(daemon, "one");
        await daemon.Edit([.. Base, .. KeyOf("desk", "one"), .. KeyOf("wall", "two", 1)]);
        daemon.Service<AccessWatch>().Look();
        (await Get(daemon, "two")).ShouldBe(200);
        var reading = RestOf(followed);
        reading.IsCompleted.ShouldBeFalse();
        await daemon.Edit(Base);
        (await reading).ShouldContain("\"reason\":\"access\"");
    }

    [Theory]
    [InlineData("Access:Keys:0:May:0", "fly")]
    [InlineData("Access:Keys:0:Sha256:0", "abc")]
    [InlineData("Access:Keys:0:KeyFile", "/nowhere/key")]
    [InlineData("Access:Keys:0:Stores:0", "a b")]
    [InlineData("Access:Jwt:KeysFile", "/nowhere/jwks.json")]
    [InlineData("Access:Certificates:0:Name", "a")]
    public async Task A_faulty_edit_is_refused_whole(string key, string value)
    {
        (string, string)[] right = [.. Base, .. KeyOf("desk", "one")];
        await using var daemon = await Daemon.StartFromFile(right);
        await daemon.Edit([.. right, .. KeyOf("wall", "two", 1), (key, value)]);
        (await Get(daemon, "one")).ShouldBe(200);
        (await Get(daemon, "two")).ShouldBe(401);
        string.Join('\n', daemon.LoggedWarnings()).ShouldContain("is refused, the configuration before it goes on");
    }

    [Fact]
    public async Task A_file_that_is_missing_for_a_moment_keeps_its_keys_and_one_that_stays_missing_has_none()
    {
        var file = _folder.Write("desk.key", "one");
        await using var daemon = await Daemon.Start(
            [.. Base, ("Access:Keys:0:Name", "desk"), ("Access:Keys:0:KeyFile", file), ("Access:Keys:0:May:0", "read")]);
        var control = daemon.Service<AccessControl>();
        (await Get(daemon, "one")).ShouldBe(200);
        _folder.Write("desk.key", "one\ntwo\n");
        control.Refresh();
        (await Get(daemon, "one")).ShouldBe(200);
        (await Get(daemon, "two")).ShouldBe(200);
        _folder.Write("desk.key", "two words\n");
        control.Refresh();
        (await Get(daemon, "one")).ShouldBe(200);
        File.Delete(file);
        control.Refresh();
        control.Refresh();
        (await Get(daemon, "one")).ShouldBe(401);
        string.Join('\n', daemon.LoggedWarnings()).ShouldNotContain("two words");
    }

    [Fact]
    public async Task A_session_is_valid_over_a_restart_and_one_that_was_logged_out_is_not()
    {
        var database = Path.Combine(_folder.Path, "data", "panelactors.db");
        (string, string)[] keys =
            [.. Base, .. KeyOf("desk", "one"), ("Persistence:Enabled", "true"), ("Persistence:Path", database)];
        string kept, ended;
        await using (var first = await Daemon.Start(keys))
        {
            (kept, ended) = (await LogIn(first, "one"), await LogIn(first, "one"));
            (await ByCookie(first, HttpMethod.Delete, "/api/session", ended)).ShouldBe(204);
        }

        await using (var second = await Daemon.Start(keys))
        {
            (await ByCookie(second, HttpMethod.Get, "/api/snapshot", kept)).ShouldBe(200);
            (await ByCookie(second, HttpMethod.Get, "/api/snapshot", ended)).ShouldBe(401);
        }

        // A daemon with other signing keys refuses the cookie, by whatever name it comes.
        await using var other = await Daemon.Start([.. Base, .. KeyOf("desk", "one")]);
        var foreign = $"{(await LogIn(other, "one")).Split('=')[0]}={kept.Split('=')[1]}";
        (await ByCookie(other, HttpMethod.Get, "/api/snapshot", foreign)).ShouldBe(401);
        Directory.GetFiles(Path.Combine(_folder.Path, "data", "session-keys")).ShouldNotBeEmpty();
    }

    private static (string, string)[] KeyOf(string name, string key, int index = 0) =>
    [
        ($"Access:Keys:{index}:Name", name), ($"Access:Keys:{index}:Sha256:0", KeyHash.Of(key).ToHex()),
        ($"Access:Keys:{index}:May:0", "read"),
    ];

    private static async Task<string> LogIn(Daemon daemon, string key)
    {
        using var http = Client(daemon);
        using var answer = await http.PostAsJsonAsync("/api/session", new { key });
        return answer.Headers.GetValues("Set-Cookie").Single().Split(';')[0];
    }

    private static async Task<int> ByCookie(Daemon daemon, HttpMethod method, string path, string cookie)
    {
        using var http = Client(daemon);
        using var request = new HttpRequestMessage(method, path) { Headers = { { "Cookie", cookie } } };
        using var answer = await http.SendAsync(request);
        return (int)answer.StatusCode;
    }

    private static HttpClient Client(Daemon daemon) =>
        new(new SocketsHttpHandler { UseCookies = false }) { BaseAddress = daemon.Http.BaseAddress };

    private static async Task<HttpResponseMessage> Follow(Daemon daemon, string? key)
    {
        using var request = Request("/events", key);
        var stream = await daemon.Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        stream.StatusCode.ShouldBe(HttpStatusCode.OK);
        return stream;
    }

    private static async Task<string> RestOf(HttpResponseMessage stream)
    {
        using var patience = new CancellationTokenSource(ScriptedUpstream.Patience);
        return await stream.Content.ReadAsStringAsync(patience.Token);
    }

    private static async Task<int> Get(Daemon daemon, string? key)
    {
        using var request = Request("/api/snapshot", key);
        using var answer = await daemon.Http.SendAsync(request);
        return (int)answer.StatusCode;
    }

    private static HttpRequestMessage Request(string path, string? key)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, path);
        if (key is not null) request.Headers.Add("X-Api-Key", key);
        return request;
    }
}
