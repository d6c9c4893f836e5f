using System.Security.Authentication;
using Microsoft.Extensions.Logging.Testing;
using Microsoft.Extensions.Time.Testing;
using PanelActors.Configuration;
using PanelActors.Sources.Http;
using PanelActors.Tests.Support;

namespace PanelActors.Tests.Sources.Http;

/// <summary>How a source encrypts its connections, against real handshakes.</summary>
public sealed class UpstreamTlsTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly TestAuthority _root = new();
    private readonly TestAuthority _other = new("Other authority");
    private readonly FakeLogger _log = new();

    public void Dispose()
    {
        _other.Dispose();
        _root.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task A_feed_is_trusted_by_the_authorities_of_CaFile_alone()
    {
        using var between = new TestAuthority("Between", _root);
        var cases = new (string What, TestCertificate Server, string? Authority, string? Text)[]
        {
            ("signed by it", _root.Server(), _root.Pem, null),
            ("signed below it", between.Server(), _root.Pem, null),
            ("one of two", _root.Server(), _other.Pem + "\n" + _root.Pem, null),
            ("signed below it, the one between is missing", Alone(between.Server()), _root.Pem, "signed by no trusted authority"),
            ("the one between is in CaFile", Alone(between.Server()), _root.Pem + "\n" + between.Pem, null),
            ("another authority", _other.Server(), _root.Pem, "signed by no trusted authority"),
            ("the system's", _root.Server(), null, "signed by no trusted authority"),
            ("another name", _root.Server("feeds.example"), _root.Pem, "for another name"),
            ("expired", _root.ServerUntil(DateTimeOffset.UtcNow.AddMinutes(-1)), _root.Pem, "has expired, or is not valid yet"),
            ("not yet valid", _root.ServerUntil(DateTimeOffset.UtcNow.AddDays(9)), _root.Pem, "has expired, or is not valid yet"),
            ("a client's", _root.Client("CN=wall"), _root.Pem, "not one for servers"),
        };
        foreach (var (what, server, authority, text) in cases)
        {
            await using var feed = new TlsServer(server);
            var file = authority is null ? null : _folder.Write("ca.pem", authority);
            var end = await Open(feed.Url, new() { CaFile = file });
            if (text is null) end.ShouldBeNull(what);
            else end.ShouldNotBeNull(what).Text.ShouldContain(text, customMessage: what);
            (end?.Reason ?? "tls").ShouldBe("tls");
        }
    }

    [Fact]
    public async Task The_certificate_is_shown_and_what_the_feed_says_of_it_is_said()
    {
        await using var feed = new TlsServer(_root.Server()) { WantsCertificate = true, Clients = _root };
        var ca = _root.WriteTo(_folder, "ca.pem");

        (await Open(feed.Url, Own(_root.Client("CN=edge")))).ShouldBeNull();
        feed.Shown.ShouldBe(["CN=edge"]);
        // This one closes the connection without an alert.
        (await Open(feed.Url, Own(_other.Client("CN=edge")))).ShouldBe(ConnectionEnds.NoAnswerOverTls);
        (await Open(feed.Url, new() { CaFile = ca })).ShouldBe(ConnectionEnds.NoAnswerOverTls);
        feed.Shown.Count.ShouldBe(1);
    }

    [ProgramsTheory("openssl")]
    [InlineData("-tls1_2")]
    [InlineData("-tls1_3")]
    public async Task An_alert_about_the_certificate_is_said(string version)
    {
        var (certificate, key) = _root.Server().WriteTo(_folder, "server");
        var ca = _root.WriteTo(_folder, "ca.pem");
        await using var feed = await OpensslServer.Start(
            [version, "-cert", certificate, "-key", key, "-CAfile", ca, "-Verify", "2", "-verify_return_error", "-www"]);

        (await Open(feed.Url, Own(_other.Client("CN=edge")))).ShouldBe(ConnectionEnds.TlsCertificateRefused);
        (await Open(feed.Url, Own(_root.Client("CN=edge", DateTimeOffset.UtcNow.AddHours(-1)))))
            .ShouldBe(ConnectionEnds.TlsCertificateRefused);
        var missing = await Open(feed.Url, new() { CaFile = ca });
        missing.ShouldBe(version == "-tls1_3" ? ConnectionEnds.TlsCertificateWanted : ConnectionEnds.TlsHandshakeRefused);
        // It answers with a page about itself.
        (await Open(feed.Url, Own(_root.Client("CN=edge")))).ShouldBe(ConnectionEnds.NoEventStream);
    }

    [Fact]
    public async Task A_replaced_certificate_is_shown_at_the_next_attempt_and_a_broken_one_is_not()
    {
        await using var feed = new TlsServer(_root.Server()) { WantsCertificate = true, Clients = _root };
        var options = Own(_root.Client("CN=one"));
        using var client = Client(options);
        (await Open(client, feed.Url)).ShouldBeNull();
        _root.Client("CN=two").WriteTo(_folder, "own");
        (await Open(client, feed.Url)).ShouldBeNull();
        _folder.Write("own.key", "damaged");
        (await Open(client, feed.Url)).ShouldBeNull();
        (await Open(client, feed.Url)).ShouldBeNull();
        File.Delete(options.CertificateFile!);
        (await Open(client, feed.Url)).ShouldBeNull();
        feed.Shown.ShouldBe(["CN=one", "CN=two", "CN=two", "CN=two", "CN=two"]);
        _log.Collector.GetSnapshot().Select(static line => line.Message).ShouldBe(
        [
            $"feed: Tls:KeyFile: '{_folder.Path}/own.key' is not allowed; expected a private key in PEM; "
                + "what it held before goes on to serve",
            $"feed: Tls:CertificateFile: '{_folder.Path}/own.pem' is not allowed; expected a file that can be read "
                + $"(Could not find file '{_folder.Path}/own.pem'.); what it held before goes on to serve",
        ]);
    }

    [Fact]
    public async Task Without_a_usable_file_from_the_start_there_is_no_attempt()
    {
        await using var feed = new TlsServer(_root.Server());
        var end = (await Open(feed.Url, new() { CaFile = Path.Combine(_folder.Path, "missing.pem") })).ShouldNotBeNull();
        (end.Reason, end.Text).ShouldBe(("bad_tls_file", "the file in Tls:CaFile cannot be used"));
    }

    [Fact]
    public async Task A_redirect_to_another_origin_is_not_shown_the_certificate()
    {
        await using var elsewhere = new TlsServer(_root.Server()) { Clients = _root };
        await using var feed = new TlsServer(_root.Server()) { WantsCertificate = true, Clients = _root, Location = elsewhere.Url };

        (await Open(feed.Url, Own(_root.Client("CN=edge")))).ShouldBeNull();

        (feed.Shown.Single(), elsewhere.Shown.Single()).ShouldBe(("CN=edge", null));
    }

    [Fact]
    public async Task A_way_back_that_another_origin_chose_is_not_shown_the_certificate_either()
    {
        // The first two know of each other only once both have their ports.
        await using var feed = new TlsServer(_root.Server()) { Clients = _root };
        await using var elsewhere = new TlsServer(_root.Server()) { Clients = _root, Location = feed.Url };
        feed.Locations.Enqueue(elsewhere.Url);

        (await Open(feed.Url, Own(_root.Client("CN=edge")))).ShouldBeNull();

        feed.Shown.ShouldBe(["CN=edge", null]);
        elsewhere.Shown.ShouldBe([null]);
    }

    [Fact]
    public async Task A_configured_host_is_the_name_that_the_certificate_has_to_be_for()
    {
        await using var feed = new TlsServer(_root.Server("feeds.example"));
        using var client = Client(new() { CaFile = _root.WriteTo(_folder, "ca.pem") });
        UpstreamRequest As(string host) => new(feed.Url) { Headers = new Dictionary<string, string> { ["Host"] = host } };

        (await Open(client, As("feeds.example"))).ShouldBeNull();
        (await Open(client, As("feeds.example:443"))).ShouldBeNull();
        (await Open(client, As("other.example"))).ShouldBe(ConnectionEnds.TlsOtherName);
        (await Open(client, feed.Url)).ShouldBe(ConnectionEnds.TlsOtherName);
    }

    [Fact]
    public async Task A_document_is_fetched_with_the_certificate_of_its_moment()
    {
        await using var feed = new TlsServer(_root.Server())
        {
            WantsCertificate = true,
            Clients = _root,
            ContentType = "application/json",
            IsKeptAlive = true,
        };
        using var client = Client(Own(_root.Client("CN=one")));
        async Task<string> Fetch() => System.Text.Encoding.UTF8.GetString(
            await client.FetchAsync(new UpstreamRequest(feed.Url), feed.Url, maxBytes: 100, CancellationToken.None));

        (await Fetch()).ShouldBe(TlsServer.Body);
        _root.Client("CN=two").WriteTo(_folder, "own");
        (await Fetch()).ShouldBe(TlsServer.Body);

        feed.Shown.ShouldBe(["CN=one", "CN=two"]);
    }

    [Fact]
    public async Task Older_versions_and_plain_HTTP_are_refused()
    {
#pragma warning disable CA5397, SYSLIB0039 // What is tested is that it is refused.
        await using var old = new TlsServer(_root.ServerWithRsaKey()) { Protocols = SslProtocols.Tls11 };
#pragma warning restore CA5397, SYSLIB0039
        var trust = new SourceTlsOptions { CaFile = _root.WriteTo(_folder, "ca.pem") };
        (await Open(old.Url, trust)).ShouldNotBeNull();
        await using var plain = ScriptedUpstream.Start();
        (await Open(new Uri($"https://127.0.0.1:{plain.Port}/"), trust)).ShouldNotBeNull();
    }

    [Fact]
    public async Task A_server_that_is_silent_in_the_handshake_is_left_after_the_connect_timeout()
    {
        using var listener = new System.Net.Sockets.TcpListener(System.Net.IPAddress.Loopback, 0);
        listener.Start();
        var url = new Uri($"https://127.0.0.1:{((System.Net.IPEndPoint)listener.LocalEndpoint).Port}/");
        using var client = new UpstreamClient(TimeSpan.FromMilliseconds(100), new FakeTimeProvider(), UpstreamTls.Usual);
        (await Open(client, url)).ShouldBe(ConnectionEnds.ConnectTimeout);
    }

    private static TestCertificate Alone(TestCertificate certificate)
    {
        const string End = "-----END CERTIFICATE-----";
        var text = certificate.Certificate;
        return certificate with { Certificate = text[..(text.IndexOf(End, StringComparison.Ordinal) + End.Length)] };
    }

    private SourceTlsOptions Own(TestCertificate certificate)
    {
        var (file, key) = certificate.WriteTo(_folder, "own");
        return new() { CaFile = _root.WriteTo(_folder, "ca.pem"), CertificateFile = file, KeyFile = key };
    }

    private UpstreamClient Client(SourceTlsOptions options) => new(
        ScriptedUpstream.Patience, new FakeTimeProvider(), new UpstreamTls(options, "feed", _log));

    // How it ended; null where there was an event stream.
    private async Task<ConnectionEnd?> Open(Uri url, SourceTlsOptions options)
    {
        using var client = Client(options);
        return await Open(client, url);
    }

    private static Task<ConnectionEnd?> Open(UpstreamClient client, Uri url) => Open(client, new UpstreamRequest(url));

    private static async Task<ConnectionEnd?> Open(UpstreamClient client, UpstreamRequest request)
    {
        try
        {
            using var response = await client.OpenAsync(request, CancellationToken.None);
            return null;
        }
        catch (Exception fault)
        {
            return UpstreamFailure.EndOf(fault);
        }
    }
}
