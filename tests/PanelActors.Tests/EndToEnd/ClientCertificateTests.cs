using PanelActors.Hosting.Listening;
using PanelActors.Telemetry;
using PanelActors.Tests.Support;

namespace PanelActors.Tests.EndToEnd;

/// <summary>What a handshake asks of its client, over real sockets.</summary>
public sealed class ClientCertificateTests : IAsyncLifetime, IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly TestAuthority _root = new();
    private readonly TestAuthority _other = new("Other authority");
    private readonly ScriptedUpstream _feed = ScriptedUpstream.Start();
    private Daemon? _daemon;

    private Uri Url => _daemon!.Http.BaseAddress!;

    private (string, string)[] Keys =>
    [
        ("Sources:0:Name", "feed"), ("Sources:0:Url", _feed.Url.ToString()), ("Urls", "https://127.0.0.1:0"),
        ("Tls:CertificateFile", Path.Combine(_folder.Path, "server.pem")), ("Tls:KeyFile", Path.Combine(_folder.Path, "server.key")),
        ("Tls:ClientCaFile", Path.Combine(_folder.Path, "clients.pem")),
    ];

    public Task InitializeAsync()
    {
        _root.Server().WriteTo(_folder, "server");
        _root.WriteTo(_folder, "clients.pem");
        return Task.CompletedTask;
    }

    public async Task DisposeAsync()
    {
        if (_daemon is not null) await _daemon.DisposeAsync();
        await _feed.DisposeAsync();
    }

    public void Dispose()
    {
        _other.Dispose();
        _root.Dispose();
        _folder.Dispose();
    }

    [Theory]
    [InlineData("none", true)]
    [InlineData("allow", true)]
    [InlineData("require", false)]
    public async Task A_handshake_succeeds_as_the_mode_has_it(string mode, bool whatever)
    {
        _daemon = await Daemon.Start([.. Keys, ("Tls:ClientCertificates", mode)]);
        using var between = new TestAuthority("Between", _root);
        var clients = new (string What, TestCertificate? Own, bool IsGood)[]
        {
            ("none", null, false),
            ("of another authority", _other.Client("CN=wall"), false),
            ("expired", _root.Client("CN=wall", DateTimeOffset.UtcNow.AddHours(-1)), false),
            ("of a server", _root.Server(), false),
            ("signed by the root", _root.Client("CN=wall"), true),
            ("signed below the root", between.Client("CN=wall"), true),
        };
        foreach (var (what, own, isGood) in clients)
        {
            using var client = new TlsClient(_root, own);
            // Twice: a session is not resumed past the check.
            for (var call = 0; call < 2; call++) (await client.Status(Url)).ShouldBe(whatever || isGood ? 200 : null, what);
        }

        var denied = _daemon.Service<PanelActorsMetrics>().Denied;
        var (missing, bad) = (denied[AccessDenials.Missing], denied[AccessDenials.Certificate]);
        var lines = _daemon.LoggedWarnings();
        lines.Length.ShouldBe((int)(missing + bad));
        if (whatever)
        {
            lines.ShouldBeEmpty();
            return;
        }

        // The client tries again by itself.
        missing.ShouldBeGreaterThanOrEqualTo(2);
        bad.ShouldBe(3 * missing);
        lines[0].ShouldEndWith("refused: unknown from 127.0.0.1, a TLS handshake, missing");
    }

    [Fact]
    public async Task What_a_request_may_follows_from_the_certificate_of_its_connection()
    {
        _daemon = await Daemon.Start([
            .. Keys, ("Tls:ClientCertificates", "allow"),
            ("Access:Certificates:0:Name", "wall"), ("Access:Certificates:0:Subject", "CN=wall"), ("Access:Certificates:0:May:0", "read")]);
        var clients = new (TestCertificate? Own, int Status)[]
        {
            (null, 401),
            (_other.Client("CN=wall"), 401),
            (_root.Client("CN=wall", DateTimeOffset.UtcNow.AddHours(-1)), 401),
            (_root.Client("CN=wall"), 200),
        };
        foreach (var (own, status) in clients)
        {
            using var client = new TlsClient(_root, own);
            (await client.Status(Url, "/api/stores")).ShouldBe(status);
        }
    }

    [Fact]
    public async Task Another_authority_holds_from_the_next_handshake()
    {
        _daemon = await Daemon.Start([.. Keys, ("Tls:ClientCertificates", "require")]);
        using var before = new TlsClient(_root, _root.Client("CN=wall"));
        using var after = new TlsClient(_root, _other.Client("CN=wall"));
        (await before.Status(Url), await after.Status(Url)).ShouldBe((200, null));

        _other.WriteTo(_folder, "clients.pem");
        _daemon.Service<ListenerTls>().Refresh();
        (await before.Status(Url), await after.Status(Url)).ShouldBe((null, 200));

        _folder.Write("clients.pem", "nothing");
        _daemon.Service<ListenerTls>().Refresh();
        (await before.Status(Url), await after.Status(Url)).ShouldBe((null, 200));
    }

    [Fact]
    public async Task An_edit_of_the_mode_holds_from_the_next_handshake()
    {
        _daemon = await Daemon.StartFromFile(Keys);
        using var without = new TlsClient(_root);
        (await without.Status(Url)).ShouldBe(200);
        await _daemon.Edit([.. Keys, ("Tls:ClientCertificates", "require")]);
        (await without.Status(Url)).ShouldBeNull();
        await _daemon.Edit([.. Keys, ("Tls:ClientCertificates", "allow")]);
        (await without.Status(Url)).ShouldBe(200);
    }
}
