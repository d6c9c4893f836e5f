using System.Net;
using PanelActors.Tests.Support;
using PanelActors.Watch;

namespace PanelActors.Tests.Watch;

/// <summary>What the client sends where, against servers that are scripted.</summary>
public sealed class DaemonClientTests : IAsyncLifetime, IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly ScriptedUpstream _daemon = ScriptedUpstream.Start();
    private readonly ScriptedUpstream _other = ScriptedUpstream.Start();

    private string KeyFile => Path.Combine(_folder.Path, "key");

    public Task InitializeAsync()
    {
        _folder.Write("key", "pa_first\n");
        return Task.CompletedTask;
    }

    public async Task DisposeAsync()
    {
        await _daemon.DisposeAsync();
        await _other.DisposeAsync();
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task The_key_is_read_for_each_request()
    {
        using var client = new DaemonClient(new DaemonAddress(_daemon.At("/")) { KeyFile = KeyFile });
        foreach (var key in new[] { "pa_first", "pa_second" })
        {
            _folder.Write("key", key);
            var asking = client.GetAsync(_daemon.At("/api/stores"), CancellationToken.None);
            using var request = await _daemon.NextConnection();
            request.Header("Authorization").ShouldBe($"Bearer {key}");
            await request.Answer(200, "application/json", "[]");
            using var answer = await asking;
        }
    }

    [Fact]
    public async Task A_redirect_within_the_daemon_keeps_the_key_and_one_to_another_origin_loses_it_for_good()
    {
        using var client = new DaemonClient(new DaemonAddress(_daemon.At("/")) { KeyFile = KeyFile });
        var asking = client.GetAsync(_daemon.At("/one"), CancellationToken.None);
        await Redirect(_daemon, "Bearer pa_first", "/two");
        await Redirect(_daemon, "Bearer pa_first", _other.At("/three").ToString());
        await Redirect(_other, null, _daemon.At("/four").ToString());
        using var last = await _daemon.NextConnection();
        (last.Path, last.Header("Authorization")).ShouldBe(("/four", null));
        await last.Answer(200, "application/json", "[]");
        (await asking).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Theory]
    [InlineData(401, false, "PanelActors at {0} wants a key: --key-file FILE.")]
    [InlineData(401, true, "PanelActors at {0} does not accept the key in {1}.")]
    [InlineData(403, true, "PanelActors at {0}: the key in {1} may not read its stores.")]
    [InlineData(403, false, "PanelActors at {0} refuses to show its stores.")]
    public async Task A_refusal_says_what_to_do(int status, bool hasKey, string line)
    {
        using var client = new DaemonClient(new DaemonAddress(_daemon.At("/")) { KeyFile = hasKey ? KeyFile : null });
        var asking = client.ListStoresAsync(CancellationToken.None);
        using (var request = await _daemon.NextConnection()) await request.Answer(status, "text/plain", "");
        (await Should.ThrowAsync<DaemonFaultException>(asking)).Message
            .ShouldBe(line.Replace("{0}", $"http://127.0.0.1:{_daemon.Port}", StringComparison.Ordinal)
                .Replace("{1}", KeyFile, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_refusal_behind_a_redirect_names_the_address_that_wants_the_key()
    {
        using var client = new DaemonClient(new DaemonAddress(_daemon.At("/")) { KeyFile = KeyFile });
        var asking = client.ListStoresAsync(CancellationToken.None);
        await Redirect(_daemon, "Bearer pa_first", _other.At("/api/stores").ToString());
        using (var request = await _other.NextConnection()) await request.Answer(401, "text/plain", "");
        (await Should.ThrowAsync<DaemonFaultException>(asking)).Message.ShouldBe(
            $"PanelActors at http://127.0.0.1:{_daemon.Port} redirects to http://127.0.0.1:{_other.Port}, which gets no key: "
            + "give that one as --url.");
    }

    private static async Task Redirect(ScriptedUpstream server, string? key, string target)
    {
        using var request = await server.NextConnection();
        request.Header("Authorization").ShouldBe(key);
        await request.Answer(302, null, "", $"Location: {target}\r\n");
    }
}
