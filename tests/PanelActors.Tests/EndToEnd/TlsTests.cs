using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using PanelActors.Hosting.Listening;
using PanelActors.Tests.Support;

namespace PanelActors.Tests.EndToEnd;

/// <summary>How a daemon encrypts what it listens on, by handshakes over real sockets.</summary>
public sealed class TlsTests : IAsyncLifetime, IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly TestAuthority _root = new();
    private readonly ScriptedUpstream _feed = ScriptedUpstream.Start();
    private TestCertificate _shown = null!;
    private Daemon? _daemon;

    private Uri Url => _daemon!.Http.BaseAddress!;

    private (string, string)[] Keys =>
    [
        ("Sources:0:Name", "feed"), ("Sources:0:Url", _feed.Url.ToString()), ("Urls", "https://127.0.0.1:0"),
        ("Tls:CertificateFile", Path.Combine(_folder.Path, "server.pem")), ("Tls:KeyFile", Path.Combine(_folder.Path, "server.key")),
    ];

    public Task InitializeAsync()
    {
        _shown = _root.Server();
        _shown.WriteTo(_folder, "server");
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
        _root.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task A_changed_pair_serves_the_next_handshake_and_leaves_open_connections_alone()
    {
        _daemon = await Daemon.Start(Keys);
        using var client = new TlsClient(_root);
        await client.Get(Url);
        client.Shown.ShouldBe(Leaf(_shown));
        using var open = await Handshake(SslProtocols.None);

        using var between = new TestAuthority("Between", _root);
        foreach (var next in new[] { _root.ServerWithRsaKey(), between.Server(), _root.Server() })
        {
            next.WriteTo(_folder, "server");
            _daemon.Service<ListenerTls>().Refresh();
            await client.Get(Url);
            client.Shown.ShouldBe(Leaf(next));
        }

        await Answer(open, "200 OK");
        _daemon.LoggedWarnings().ShouldBeEmpty();
    }

    [Fact]
    public async Task It_looks_at_the_files_by_itself()
    {
        _daemon = await Daemon.Start(Keys);
        using var client = new TlsClient(_root);
        var next = _root.Server();
        next.WriteTo(_folder, "server");
        using var patience = new CancellationTokenSource(ScriptedUpstream.Patience);
        do
        {
            patience.IsCancellationRequested.ShouldBeFalse();
            await client.Get(Url);
        }
        while (client.Shown != Leaf(next));
    }

    [Fact]
    public async Task A_broken_pair_is_refused_with_one_line_and_the_one_before_goes_on()
    {
        _daemon = await Daemon.Start(Keys);
        using var client = new TlsClient(_root);
        _folder.Write("server.key", _root.Server().Key);
        for (var look = 0; look < 4; look++)
        {
            _daemon.Service<ListenerTls>().Refresh();
            await client.Get(Url);
            client.Shown.ShouldBe(Leaf(_shown));
        }

        _daemon.LoggedWarnings().ShouldHaveSingleItem().ShouldEndWith(
            $"PanelActors:Tls:KeyFile: '{_folder.Path}/server.key' is not allowed; expected the private key (RSA or ECDSA) of the first "
            + "certificate in CertificateFile. What was read before goes on");

        var mended = _root.Server();
        mended.WriteTo(_folder, "server");
        _daemon.Service<ListenerTls>().Refresh();
        await client.Get(Url);
        client.Shown.ShouldBe(Leaf(mended));
    }

    [Fact]
    public async Task An_edit_names_other_files_and_one_with_a_broken_pair_is_refused_whole()
    {
        _daemon = await Daemon.StartFromFile(Keys);
        using var client = new TlsClient(_root);
        var next = _root.Server();
        var (certificate, key) = next.WriteTo(_folder, "next");

        await _daemon.Edit([.. Keys, ("Tls:CertificateFile", certificate), ("Tls:KeyFile", key)]);
        await client.Get(Url);
        client.Shown.ShouldBe(Leaf(next));
        _daemon.LoggedWarnings().ShouldBeEmpty();

        await _daemon.Edit([.. Keys, ("Tls:CertificateFile", certificate), ("Default", "feed")]);
        await client.Get(Url);
        client.Shown.ShouldBe(Leaf(next));
        _daemon.LoggedWarnings().ShouldContain(line => line.EndsWith(
            $"PanelActors:Tls:KeyFile: '{_folder.Path}/server.key' is not allowed; expected the private key (RSA or ECDSA) of the first "
                + "certificate in CertificateFile", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Nothing_older_than_TLS_1_2_is_spoken_and_HTTP_2_is_offered()
    {
        _daemon = await Daemon.Start(Keys);
        (await Greet(0x02)).ShouldBe([21, 3, 2, 0, 2, 2, 70]);
        (await Greet(0x03))[..2].ShouldBe([22, 3]);
        foreach (var protocol in new[] { SslProtocols.Tls12, SslProtocols.Tls13 })
        {
            using var tls = await Handshake(protocol, SslApplicationProtocol.Http2, SslApplicationProtocol.Http11);
            (tls.SslProtocol, tls.NegotiatedApplicationProtocol).ShouldBe((protocol, SslApplicationProtocol.Http2));
        }
    }

    [Fact]
    public async Task Hundreds_of_handshakes_share_what_was_made_once_and_what_is_replaced_is_let_go()
    {
        _daemon = await Daemon.Start(Keys);
        var tls = _daemon.Service<ListenerTls>();
        using var client = new TlsClient(_root);
        var first = new WeakReference(tls.Current);
        for (var handshake = 0; handshake < 200; handshake++) await client.Get(Url);
        IsStill(first).ShouldBeTrue();

        _root.Server().WriteTo(_folder, "server");
        tls.Refresh();
        await client.Get(Url);
        IsStill(first).ShouldBeFalse();
        for (var collection = 0; first.IsAlive; collection++)
        {
            collection.ShouldBeLessThan(20);
            await Task.Yield();
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }

        bool IsStill(WeakReference known) => ReferenceEquals(known.Target, tls.Current);
    }

    private static string Leaf(TestCertificate certificate)
    {
        using var loaded = certificate.Load();
        return loaded.ExportCertificatePem();
    }

    private async Task<SslStream> Handshake(SslProtocols protocol, params SslApplicationProtocol[] offered)
    {
        var tls = new SslStream(new NetworkStream(await RawExchange.Connect(Url), ownsSocket: true));
        await tls.AuthenticateAsClientAsync(new SslClientAuthenticationOptions
        {
            TargetHost = "localhost",
            EnabledSslProtocols = protocol,
            ApplicationProtocols = offered is [] ? null : [.. offered],
            RemoteCertificateValidationCallback = static (_, certificate, _, _) => certificate is not null,
        });
        return tls;
    }

    private static async Task Answer(SslStream tls, string status)
    {
        await tls.WriteAsync("GET /health/live HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"u8.ToArray());
        using var reader = new StreamReader(tls);
        (await reader.ReadLineAsync()).ShouldBe($"HTTP/1.1 {status}");
    }

    // A client hello for one version at most, as RFC 5246 section 7.4.1.2 has it; the first bytes of what is answered.
    private async Task<byte[]> Greet(byte version)
    {
        byte[] suites = [0xC0, 0x2B, 0xC0, 0x2F, 0xC0, 0x09, 0xC0, 0x13];
        byte[] extensions = [0, 10, 0, 4, 0, 2, 0, 23, 0, 11, 0, 2, 1, 0, 0, 13, 0, 6, 0, 4, 4, 3, 4, 1];
        byte[] hello = [3, version, .. new byte[32], 0, 0, (byte)suites.Length, .. suites, 1, 0, 0, (byte)extensions.Length, .. extensions];
        byte[] record = [22, 3, 1, 0, (byte)(hello.Length + 4), 1, 0, 0, (byte)hello.Length, .. hello];
        using var socket = await RawExchange.Connect(Url);
        await socket.SendAsync(record);
        var answer = new byte[7];
        await using var stream = new NetworkStream(socket);
        await stream.ReadExactlyAsync(answer);
        return answer;
    }
}
