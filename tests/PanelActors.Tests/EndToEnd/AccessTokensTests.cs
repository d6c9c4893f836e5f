using System.Net;
using System.Net.Http.Headers;
using PanelActors.Http.Access;
using PanelActors.Tests.Support;

namespace PanelActors.Tests.EndToEnd;

public sealed class AccessTokensTests : IAsyncLifetime
{
    private TokenIssuer _issuer = null!;
    private TokenIssuer _stranger = null!;
    private TemporaryFolder _folder = null!;
    private ScriptedUpstream _feed = null!;
    private Daemon _daemon = null!;

    public async Task InitializeAsync()
    {
        (_issuer, _stranger, _folder, _feed) =
            (new TokenIssuer(), new TokenIssuer(), new TemporaryFolder(), ScriptedUpstream.Start());
        _daemon = await Daemon.Reading(
            _feed, ("Access:Jwt:KeysFile", _folder.Write("jwks.json", _issuer.KeySet())), ("Access:Jwt:Issuer", TokenIssuer.Issuer),
            ("Access:Jwt:Audience", TokenIssuer.Audience), ("Access:Jwt:ClockSkew", "00:00:02"),
            ("Access:Keys:0:Name", "desk"), ("Access:Keys:0:Sha256:0", KeyHash.Of("desk-key").ToHex()), ("Access:Keys:0:May:0", "read"));
    }

    public async Task DisposeAsync()
    {
        await _daemon.DisposeAsync();
        await _feed.DisposeAsync();
        _folder.Dispose();
        _issuer.Dispose();
        _stranger.Dispose();
    }

    [Fact]
    public async Task A_token_allows_what_its_claims_say()
    {
        (await Get("/api/snapshot", _issuer.Token())).ShouldBe(200);
        (await Get("/api/snapshot", _issuer.Token(stores: ["fe*", "other"]))).ShouldBe(200);
        (await Get("/api/snapshot", _issuer.Token(stores: ["other"]))).ShouldBe(404);
        (await Get("/api/snapshot", _issuer.Token(stores: []))).ShouldBe(404);
        (await Get("/api/snapshot", _issuer.Token(may: "metrics"))).ShouldBe(403);
        (await Get("/metrics", _issuer.Token(may: "read metrics"))).ShouldBe(200);
        (await Get("/api/snapshot", _issuer.Token(may: ""))).ShouldBe(403);
    }

    [Fact]
    public async Task A_token_that_is_not_valid_here_is_refused_with_401_and_nothing_of_it_is_logged()
    {
        var good = _issuer.Token();
        var bad = new Dictionary<string, string>
        {
            ["another's signature"] = _stranger.Token(),
            ["unsigned"] = _issuer.Unsigned(),
            ["signed with the public key"] = _issuer.SignedWithPublicKey(),
            ["a damaged signature"] = _issuer.Token()[..^4] + "AAAA",
            ["expired"] = _issuer.Token(lasts: TimeSpan.FromMinutes(-1)),
            ["not yet valid"] = _issuer.Token(startsIn: TimeSpan.FromHours(2)),
            ["another issuer"] = _issuer.Token(issuer: "https://id.example.org/realms/other"),
            ["another audience"] = _issuer.Token(audience: "other"),
            ["an unknown key"] = _issuer.Token(keyId: "two"),
            ["cut off"] = good[..(good.Length / 2)],
            ["without its signature"] = good[..(good.LastIndexOf('.') + 1)],
            ["no token"] = "ey.ey.ey",
            ["long"] = $"ey{new string('a', 8000)}.b.c",
        };
        foreach (var (what, token) in bad) (await Get("/api/snapshot", token)).ShouldBe(401, what);
        (await Get("/api/snapshot", good)).ShouldBe(200);
        (await Get("/api/snapshot", "desk-key")).ShouldBe(200);
        var log = string.Join('\n', _daemon.LoggedWarnings());
        log.ShouldContain("refused: unknown from 127.0.0.1, GET /api/snapshot, token");
        foreach (var token in bad.Values.Where(static token => token.Length > 20)) log.ShouldNotContain(token[..20]);
    }

    [Fact]
    public async Task A_token_of_a_hundred_kilobytes_is_refused_by_the_web_server()
    {
        (await Get("/api/snapshot", $"ey{new string('a', 100_000)}.b.c")).ShouldBe(431);
        (await Get("/api/snapshot", _issuer.Token())).ShouldBe(200);
    }

    [Fact]
    public async Task A_stream_ends_when_its_token_expires()
    {
        var token = _issuer.Token(lasts: TimeSpan.FromSeconds(2));
        using var request = new HttpRequestMessage(HttpMethod.Get, "/events") { Headers = { Authorization = new("Bearer", token) } };
        using var stream = await _daemon.Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        stream.StatusCode.ShouldBe(HttpStatusCode.OK);
        using var patience = new CancellationTokenSource(ScriptedUpstream.Patience);
        (await stream.Content.ReadAsStringAsync(patience.Token)).ShouldContain("\"reason\":\"access\"");
    }

    [Fact]
    public async Task Keys_that_changed_in_their_file_hold_at_the_next_look()
    {
        (await Get("/api/snapshot", _stranger.Token())).ShouldBe(401);
        _folder.Write("jwks.json", _stranger.KeySet());
        _daemon.Service<AccessControl>().Refresh();
        (await Get("/api/snapshot", _stranger.Token())).ShouldBe(200);
        (await Get("/api/snapshot", _issuer.Token())).ShouldBe(401);

        _folder.Write("jwks.json", "{ broken");
        _daemon.Service<AccessControl>().Refresh();
        (await Get("/api/snapshot", _stranger.Token())).ShouldBe(200);
        _daemon.LoggedWarnings().ShouldContain(static line => line.Contains("What was read before goes on", StringComparison.Ordinal));
    }

    private async Task<int> Get(string path, string token)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        using var answer = await _daemon.Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        return (int)answer.StatusCode;
    }
}
