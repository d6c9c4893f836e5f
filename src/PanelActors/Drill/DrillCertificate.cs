using System.Net;
using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace PanelActors.Drill;

/// <summary>A certificate that signs itself, for a feed over TLS. Nothing outside of the drill trusts it.</summary>
internal sealed class DrillCertificate : IAsyncDisposable
{
    private readonly X509Certificate2 _certificate;

    /// <summary>For <paramref name="host"/>, valid for a day.</summary>
    public DrillCertificate(string host)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=drill", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName(host);
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        using var signed = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        _certificate = X509CertificateLoader.LoadPkcs12(signed.Export(X509ContentType.Pkcs12), null);
    }

    /// <summary>As a file that names authorities has it.</summary>
    public string Pem => _certificate.ExportCertificatePem();

    /// <summary>How a feed shows it; <paramref name="wantsClient"/> whether it takes only clients that show one as well.</summary>
    public SslServerAuthenticationOptions Options(bool wantsClient = false) => new()
    {
        ServerCertificate = _certificate,
        ClientCertificateRequired = wantsClient,
        RemoteCertificateValidationCallback = wantsClient ? static (_, certificate, _, _) => certificate is not null : null,
    };

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        _certificate.Dispose();
        return ValueTask.CompletedTask;
    }
}
