using System.Net.Security;
using System.Security.Cryptography.X509Certificates;

namespace PanelActors.Tests.Support;

/// <summary>An HTTP client that trusts one authority, may show a certificate, and opens a connection for each request.</summary>
internal sealed class TlsClient : IDisposable
{
    private readonly HttpClient _http;
    private readonly X509Certificate2? _own;

    public TlsClient(TestAuthority trusted, TestCertificate? own = null)
    {
        var policy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
        policy.CustomTrustStore.Add(X509Certificate2.CreateFromPem(trusted.Pem));
        _own = own?.Load();
        var between = new X509Certificate2Collection();
        if (own is not null) between.ImportFromPem(own.Certificate);
        _http = new HttpClient(new SocketsHttpHandler
        {
            PooledConnectionLifetime = TimeSpan.Zero,
            UseProxy = false,
            UseCookies = false,
            SslOptions = new SslClientAuthenticationOptions
            {
                CertificateChainPolicy = policy,
                ClientCertificateContext = _own is null
                    ? null
                    : SslStreamCertificateContext.Create(_own, [.. between.Skip(1)], offline: true),
                RemoteCertificateValidationCallback = (_, certificate, _, errors) =>
                {
                    Shown = (certificate as X509Certificate2)?.ExportCertificatePem();
                    return errors == SslPolicyErrors.None;
                },
            },
        });
    }

    /// <summary>The certificate that the server showed last, in PEM.</summary>
    public string? Shown { get; private set; }

    /// <summary>GETs the body of what has to succeed.</summary>
    public Task<string> Get(Uri server, string path = "/health/live") => _http.GetStringAsync(new Uri(server, path));

    /// <summary>The status of a GET; null where no connection could be made.</summary>
    public async Task<int?> Status(Uri server, string path = "/health/live")
    {
        try
        {
            using var answer = await _http.GetAsync(new Uri(server, path));
            return (int)answer.StatusCode;
        }
        catch (HttpRequestException)
        {
            return null;
        }
    }

    /// <summary>Sends a request; done when the head of its answer is here.</summary>
    public Task<HttpResponseMessage> Send(HttpRequestMessage request) => _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);

    public void Dispose()
    {
        _http.Dispose();
        _own?.Dispose();
    }
}
