using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace PanelActors.Tests.Support;

/// <summary>An authority that signs certificates for one test: a root, or one below another.</summary>
internal sealed class TestAuthority : IDisposable
{
    private const string ServerUsage = "1.3.6.1.5.5.7.3.1";
    private const string ClientUsage = "1.3.6.1.5.5.7.3.2";

    private readonly ECDsa _key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private readonly X509Certificate2 _certificate;

    // What a certificate needs to lead to the root.
    private readonly string _between;

    public TestAuthority(string name = "Test authority", TestAuthority? above = null)
    {
        var request = new CertificateRequest($"CN={name}", _key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, critical: true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign, critical: true));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, critical: false));
        var years = TimeSpan.FromDays(above is null ? 7300 : 3650);
        if (above is null)
        {
            _certificate = request.CreateSelfSigned(DateTimeOffset.UtcNow - years, DateTimeOffset.UtcNow + years);
            _between = "";
            return;
        }

        using var signed = above.Sign(request, DateTimeOffset.UtcNow - years, DateTimeOffset.UtcNow + years);
        _certificate = signed.CopyWithPrivateKey(_key);
        _between = $"{signed.ExportCertificatePem()}\n{above._between}";
    }

    /// <summary>The authority's own certificate in PEM.</summary>
    public string Pem => _certificate.ExportCertificatePem();

    /// <summary>A certificate for a server with these names and addresses; 127.0.0.1 and localhost without any.</summary>
    public TestCertificate Server(params string[] names) =>
        Issue("CN=server", ServerUsage, names is [] ? ["127.0.0.1", "localhost"] : names);

    /// <summary>The same with an RSA key.</summary>
    public TestCertificate ServerWithRsaKey()
    {
        using var key = RSA.Create(2048);
        return Issue("CN=server", ServerUsage, ["127.0.0.1", "localhost"], key: key);
    }

    /// <summary>A server's certificate that ends at <paramref name="end"/>.</summary>
    public TestCertificate ServerUntil(DateTimeOffset end) => Issue("CN=server", ServerUsage, ["127.0.0.1", "localhost"], end);

    /// <summary>A certificate for a client.</summary>
    /// <param name="subject">Its distinguished name, such as <c>CN=wall</c>.</param>
    /// <param name="end">When it ends; tomorrow without one.</param>
    public TestCertificate Client(string subject, DateTimeOffset? end = null) => Issue(subject, ClientUsage, [], end);

    /// <summary>Writes the authority's own certificate.</summary>
    public string WriteTo(TemporaryFolder folder, string file) => folder.Write(file, Pem);

    public void Dispose()
    {
        _certificate.Dispose();
        _key.Dispose();
    }

    private TestCertificate Issue(string subject, string usage, string[] names, DateTimeOffset? end = null, RSA? key = null)
    {
        using var elliptic = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = key is null
            ? new CertificateRequest(subject, elliptic, HashAlgorithmName.SHA256)
            : new CertificateRequest(subject, key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid(usage)], critical: false));
        var alternative = new SubjectAlternativeNameBuilder();
        foreach (var name in names)
        {
            if (IPAddress.TryParse(name, out var address)) alternative.AddIpAddress(address);
            else alternative.AddDnsName(name);
        }

        if (names.Length > 0) request.CertificateExtensions.Add(alternative.Build());
        var until = end ?? DateTimeOffset.UtcNow.AddDays(1);
        using var certificate = Sign(request, until.AddDays(-2), until);
        var privateKey = key is null ? elliptic.ExportPkcs8PrivateKeyPem() : key.ExportPkcs8PrivateKeyPem();
        return new TestCertificate($"{certificate.ExportCertificatePem()}\n{_between}", privateKey);
    }

    private X509Certificate2 Sign(CertificateRequest request, DateTimeOffset start, DateTimeOffset end) => request.Create(
        _certificate.SubjectName, X509SignatureGenerator.CreateForECDsa(_key), start, end, RandomNumberGenerator.GetBytes(16));
}
