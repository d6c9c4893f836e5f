using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using PanelActors.Http.Access;
using PanelActors.Tests.Support;

namespace PanelActors.Tests.Http.Access;

public sealed class TokenAuthorityTests : IAsyncLifetime, IDisposable
{
    private readonly FakeTimeProvider _time = new();
    private TokenIssuer _issuer = null!;
    private IdentityProvider _provider = null!;
    private TokenAuthority _authority = null!;

    public async Task InitializeAsync()
    {
        _issuer = new TokenIssuer();
        _provider = await IdentityProvider.Start(_issuer.KeySet());
        _authority = new TokenAuthority(_provider.Url, null, _time, NullLogger.Instance);
    }

    public async Task DisposeAsync()
    {
        await _provider.DisposeAsync();
    }

    public void Dispose()
    {
        _authority.Dispose();
        _issuer.Dispose();
    }

    [Fact]
    public async Task All_who_ask_at_once_share_one_fetch_and_its_keys_last()
    {
        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => _authority.IsAvailableAsync(default)));
        answers.ShouldAllBe(static answer => answer);
        (await _authority.GetConfigurationAsync(default)).SigningKeys.Count.ShouldBe(1);
        _time.Advance(TimeSpan.FromHours(11));
        (await _authority.IsAvailableAsync(default)).ShouldBeTrue();
        _provider.Asked.ShouldBe(1);
    }

    [Fact]
    public async Task A_provider_that_is_down_is_asked_every_five_seconds_and_no_more_often()
    {
        _provider.Fault = 500;
        for (var i = 0; i < 20; i++) (await _authority.IsAvailableAsync(default)).ShouldBeFalse();
        _provider.Asked.ShouldBe(1);
        _time.Advance(TimeSpan.FromSeconds(4));
        (await _authority.IsAvailableAsync(default)).ShouldBeFalse();
        _provider.Asked.ShouldBe(1);
        _provider.Fault = null;
        _time.Advance(TimeSpan.FromSeconds(1));
        (await _authority.IsAvailableAsync(default)).ShouldBeTrue();
    }

    [Fact]
    public async Task Unknown_keys_have_the_provider_asked_every_thirty_seconds_and_the_old_ones_serve_meanwhile()
    {
        await _authority.IsAvailableAsync(default);
        for (var i = 0; i < 20; i++)
        {
            _authority.RequestRefresh();
            (await _authority.IsAvailableAsync(default)).ShouldBeTrue();
        }

        _provider.Asked.ShouldBe(1);
        _provider.Fault = 503;
        _time.Advance(TimeSpan.FromSeconds(30));
        (await _authority.IsAvailableAsync(default)).ShouldBeTrue();
        using var patience = new CancellationTokenSource(ScriptedUpstream.Patience);
        while (_provider.Asked < 2) await Task.Delay(1, patience.Token);
        (await _authority.GetConfigurationAsync(default)).SigningKeys.Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_provider_that_is_down_stops_tokens_and_nothing_else()
    {
        _provider.Fault = 500;
        await using var feed = ScriptedUpstream.Start();
        await using var daemon = await Daemon.Reading(
            feed, ("Access:Jwt:Authority", _provider.Url.ToString()), ("Access:Jwt:Audience", TokenIssuer.Audience),
            ("Access:Keys:0:Name", "desk"), ("Access:Keys:0:Sha256:0", KeyHash.Of("desk-key").ToHex()), ("Access:Keys:0:May:0", "read"));
        (await Get(daemon, _issuer.Token())).ShouldBe(503);
        (await Get(daemon, "desk-key")).ShouldBe(200);
        (await Get(daemon, "another-key")).ShouldBe(401);
        daemon.LoggedWarnings().Count(static line => line.Contains("cannot be had from", StringComparison.Ordinal)).ShouldBe(1);
    }

    [Fact]
    public async Task A_token_is_checked_by_the_keys_of_its_provider()
    {
        await using var feed = ScriptedUpstream.Start();
        await using var daemon = await Daemon.Reading(
            feed, ("Access:Jwt:Authority", _provider.Url.ToString()), ("Access:Jwt:Audience", TokenIssuer.Audience));
        (await Get(daemon, _issuer.Token())).ShouldBe(200);
        (await Get(daemon, _issuer.Token(issuer: "https://other.example"))).ShouldBe(401);
    }

    private static async Task<int> Get(Daemon daemon, string token)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/snapshot") { Headers = { Authorization = new("Bearer", token) } };
        using var answer = await daemon.Http.SendAsync(request);
        return (int)answer.StatusCode;
    }
}
