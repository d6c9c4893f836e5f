using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using PanelActors.Configuration;

namespace PanelActors.Hosting.Listening;

/// <summary>What TLS handshakes use, made once for each change of the files.</summary>
/// <param name="Options">The configuration.</param>
/// <param name="Stamp">That of the files.</param>
/// <param name="Pair">The certificate that is shown; null where it is the web server's.</param>
/// <param name="Authorities">Those that sign clients' certificates.</param>
internal sealed record ListenerCertificates(
    TlsOptions Options, string Stamp, SslStreamCertificateContext? Pair, X509Certificate2Collection Authorities)
{
    /// <param name="options">The configuration.</param>
    /// <param name="files">What its files hold.</param>
    /// <param name="before">Whose certificate goes on where there is none any more: the addresses stay encrypted.</param>
    public static ListenerCertificates Of(TlsOptions options, TlsFiles files, ListenerCertificates? before) => new(
        options, files.Stamp,
        // Offline: what is missing between certificate and root is not fetched.
        files.Pair is { } pair ? SslStreamCertificateContext.Create(pair.Certificate, pair.Between, offline: true) : before?.Pair,
        files.Authorities ?? []);
}
