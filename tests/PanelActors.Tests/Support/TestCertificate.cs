using System.Security.Cryptography.X509Certificates;

namespace PanelActors.Tests.Support;

/// <summary>A certificate with its private key, in PEM.</summary>
/// <param name="Certificate">The certificate, and those between it and the root.</param>
/// <param name="Key">The private key.</param>
internal sealed record TestCertificate(string Certificate, string Key)
{
    /// <summary>The certificate with its key. The caller disposes of it.</summary>
    public X509Certificate2 Load() => X509Certificate2.CreateFromPem(Certificate, Key);

    /// <summary>Writes both as <c>name.pem</c> and <c>name.key</c>, over those that are there.</summary>
    public (string Certificate, string Key) WriteTo(TemporaryFolder folder, string name) =>
        (folder.Write($"{name}.pem", Certificate), folder.Write($"{name}.key", Key));
}
