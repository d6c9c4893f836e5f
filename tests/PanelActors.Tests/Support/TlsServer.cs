using System.Collections.Concurrent;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace PanelActors.Tests.Support;

/// <summary>
/// A small https server on a free port: one request a connection, answered with an event stream that ends, or a redirect.
/// </summary>
internal sealed class TlsServer : IAsyncDisposable
{
    /// <summary>What it answers with.</summary>
    public const string Body = "{}";

    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly Task _accepting;

    public TlsServer(TestCertificate certificate)
    {
        Certificate = certificate;
        _listener.Start();
        _accepting = AcceptAsync();
    }

    /// <summary>Its address.</summary>
    public Uri Url => new($"https://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}/events");

    /// <summary>What the next handshake shows.</summary>
    public TestCertificate Certificate { get; set; }

    /// <summary>Whether a client has to show a certificate.</summary>
    public bool WantsCertificate { get; init; }

    /// <summary>Who may have signed that certificate.</summary>
    public TestAuthority? Clients { get; init; }

    public SslProtocols Protocols { get; init; } = SslProtocols.Tls12 | SslProtocols.Tls13;

    /// <summary>Where it redirects to; null where it answers itself.</summary>
    public Uri? Location { get; init; }

    /// <summary>Where it redirects the next requests to, one each, before that.</summary>
    public ConcurrentQueue<Uri> Locations { get; } = [];

    public string ContentType { get; init; } = "text/event-stream";

    /// <summary>Whether a connection stays for a next request, so far as the client wants that.</summary>
    public bool IsKeptAlive { get; init; }

    /// <summary>The subjects that clients have shown, one for each request; null for none.</summary>
    public ConcurrentQueue<string?> Shown { get; } = [];

    public async ValueTask DisposeAsync()
    {
        _listener.Stop();
        await _accepting;
    }

    private async Task AcceptAsync()
    {
        while (true)
        {
            Socket socket;
            try
            {
                socket = await _listener.AcceptSocketAsync();
            }
            catch (Exception stopped) when (stopped is SocketException or ObjectDisposedException or InvalidOperationException)
            {
                return;
            }

            try
            {
                await ServeAsync(new NetworkStream(socket, ownsSocket: true));
            }
            catch (Exception fault) when (fault is IOException or AuthenticationException)
            {
                // The client refuses the certificate, or this server the client's.
            }
        }
    }

    private async Task ServeAsync(Stream transport)
    {
        await using var stream = new SslStream(transport);
        using var certificate = Certificate.Load();
        var sent = new X509Certificate2Collection();
        sent.ImportFromPem(Certificate.Certificate);
        await stream.AuthenticateAsServerAsync(new SslServerAuthenticationOptions
        {
            ServerCertificateContext = SslStreamCertificateContext.Create(certificate, [.. sent.Skip(1)], offline: true),
            EnabledSslProtocols = Protocols,
            ClientCertificateRequired = WantsCertificate || Clients is not null,
            AllowTlsResume = false,
            RemoteCertificateValidationCallback = (_, shown, _, _) => !WantsCertificate || (shown is not null && IsGood(shown)),
        });
        var reader = new StreamReader(stream);
        while (await reader.ReadLineAsync() is { Length: > 0 })
        {
            while (await reader.ReadLineAsync() is { Length: > 0 })
            {
                // The rest of the head.
            }

            Shown.Enqueue(stream.RemoteCertificate?.Subject);
            await stream.WriteAsync(Encoding.ASCII.GetBytes(Answer()));
            if (!IsKeptAlive) break;
        }

        await stream.ShutdownAsync();
    }

    private string Answer()
    {
        var location = Locations.TryDequeue(out var next) ? next : Location;
        var (status, content, body) = location is null
            ? ("200 OK", $"Content-Type: {ContentType}", Body)
            : ("302 Found", $"Location: {location}", "");
        var connection = IsKeptAlive ? "keep-alive" : "close";
        return $"HTTP/1.1 {status}\r\n{content}\r\nContent-Length: {body.Length}\r\nConnection: {connection}\r\n\r\n{body}";
    }

    private bool IsGood(X509Certificate shown)
    {
        if (Clients is null) return true;
        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        chain.ChainPolicy.CustomTrustStore.ImportFromPem(Clients.Pem);
        return chain.Build(new X509Certificate2(shown));
    }
}
