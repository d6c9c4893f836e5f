using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using PanelActors.Tests.Support;

namespace PanelActors.Tests.Hosting;

/// <summary>What a start takes, and what it does not touch when it cannot succeed.</summary>
public sealed class StartTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_port_in_use_is_found_before_anything_else_is_begun()
    {
        await using var upstream = ScriptedUpstream.Start();
        using var other = new TcpListener(IPAddress.Loopback, 0);
        other.Start();
        await using var program = DaemonProcess.Start(
            _folder.Path, ["run", "--urls", $"http://127.0.0.1:0;http://{other.LocalEndpoint}", "--source", $"feed={upstream.Url}"]);
        var (code, _, error) = await program.EndAsync();

        code.ShouldBe(1);
        error.ShouldEndWith("address already in use.\n");
        error.Count(c => c == '\n').ShouldBe(1);
        upstream.HasConnection.ShouldBeFalse();
        Directory.Exists(Path.Combine(_folder.Path, "data")).ShouldBeFalse();
    }

    [Fact]
    public async Task A_client_that_connects_during_the_start_waits_and_sees_the_saved_state()
    {
        await using var upstream = ScriptedUpstream.Start();
        int port;
        using (var free = new TcpListener(IPAddress.Loopback, 0))
        {
            free.Start();
            port = ((IPEndPoint)free.LocalEndpoint).Port;
        }

        string[] arguments = ["run", "--urls", $"http://127.0.0.1:{port}", "--source", $"feed={upstream.Url}"];
        await using (var first = DaemonProcess.Start(_folder.Path, arguments))
        {
            using var http = await first.ClientAsync();
            using var feed = await upstream.NextStream(Sse.Full(1, 5, """{"p":1}"""));
            while (!(await http.GetStringAsync("/api/snapshot")).Contains("\"p\":1", StringComparison.Ordinal))
            {
                // Not yet.
            }

            await first.TerminateAsync();
            await first.EndAsync();
        }

        await using var second = DaemonProcess.Start(_folder.Path, arguments);
        string? answer = null;
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (answer is null)
        {
            patience.Token.ThrowIfCancellationRequested();
            try
            {
                answer = await RawExchange.Send(
                    new Uri($"http://127.0.0.1:{port}"), "GET /api/snapshot HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
            }
            catch (SocketException)
            {
                // It has not even begun.
            }
        }

        answer.ShouldContain("\"p\":1");
    }

    [Fact]
    public async Task It_watches_no_files_so_that_it_starts_where_no_inotify_instance_is_left()
    {
        if (!OperatingSystem.IsLinux()) return;
        var (certificate, key) = Certificate();
        await using var program = DaemonProcess.Start(
            _folder.Path, ["run", "--urls", "https://127.0.0.1:0", "--source", "x=simulator:"], ("ASPNETCORE_ENVIRONMENT", "Development"),
            ("Kestrel__Certificates__Default__Path", certificate), ("Kestrel__Certificates__Default__KeyPath", key));
        await program.LineWithAsync("listens on https://");
        Directory.EnumerateFiles($"/proc/{program.Id}/fd").Select(file => new FileInfo(file).LinkTarget ?? "")
            .ShouldNotContain(target => target.Contains("inotify", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_surplus_connection_over_tls_is_just_closed()
    {
        var (certificate, key) = Certificate();
        await using var upstream = ScriptedUpstream.Start();
        await using var daemon = await Daemon.Reading(
            upstream, ("Urls", "https://127.0.0.1:0"), ("ClientLimits:Connections", "1"),
            ("Kestrel:Certificates:Default:Path", certificate), ("Kestrel:Certificates:Default:KeyPath", key));
        using var first = await RawExchange.Connect(daemon.Http.BaseAddress!);
        using var second = await RawExchange.Connect(daemon.Http.BaseAddress!);
        (await RawExchange.ReadToEnd(second)).ShouldBeEmpty();
    }

    private (string Certificate, string Key) Certificate()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256);
        using var certificate = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        var file = _folder.Write("server.pem", certificate.ExportCertificatePem());
        return (file, _folder.Write("server.key", key.ExportPkcs8PrivateKeyPem()));
    }
}
