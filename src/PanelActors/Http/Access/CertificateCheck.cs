using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Certificate;
using Microsoft.Extensions.Options;
using PanelActors.Configuration;

namespace PanelActors.Http.Access;

/// <summary>Checks client certificates by ASP.NET Core's handler for them, once for each certificate and configuration.</summary>
internal sealed class CertificateCheck(IOptionsMonitorCache<CertificateAuthenticationOptions> options, TimeProvider time)
{
    public const string SchemeName = "PanelActors.Certificate";

    private readonly VerifiedCredentials _verified = new();
    private readonly Lock _gate = new();
    private AccessStamp? _stamp;

    /// <summary>The principal of a certificate, or why it is refused.</summary>
    /// <param name="context">The request.</param>
    /// <param name="trust">The certificates that are accepted.</param>
    /// <param name="certificate">The one that was shown, which has proven its key in the handshake.</param>
    /// <param name="anonymous">The principal of a valid certificate that no entry names.</param>
    public async Task<Authentication> CheckAsync(
        HttpContext context, CertificateTrust trust, X509Certificate2 certificate, AccessPrincipal anonymous)
    {
        var hash = new KeyHash(SHA256.HashData(certificate.RawDataMemory.Span));
        var now = time.GetUtcNow();
        if (_verified.Find(hash) is { } known && known.Stamp == trust.Stamp && known.Expires > now) return new(known);
        Use(trust);
        if (!(await context.AuthenticateAsync(SchemeName)).Succeeded) return new(AccessRefusal.Certificate);
        if (trust.Options.FirstOrDefault(entry => IsMeant(entry, certificate, hash)) is not { } entry) return new(anonymous);
        var principal = new AccessPrincipal(CredentialKind.Certificate, entry.Name, AccessGrant.Of(entry.May, entry.Stores))
        {
            Expires = certificate.NotAfter.ToUniversalTime(),
            Stamp = trust.Stamp,
        };
        _verified.Add(hash, principal);
        return new(principal);
    }

    private static bool IsMeant(CertificateOptions entry, X509Certificate2 certificate, KeyHash hash) => entry.Sha256 is { } known
        ? KeyHash.Parse(known).Equals(hash)
        : new X500DistinguishedName(entry.Subject!).Name == certificate.SubjectName.Name;

    // The handler asks for its options at each request; these take the place of those that belong to the configuration before.
    private void Use(CertificateTrust trust)
    {
        lock (_gate)
        {
            if (_stamp == trust.Stamp) return;
            options.TryRemove(SchemeName);
            options.TryAdd(SchemeName, new CertificateAuthenticationOptions
            {
                AllowedCertificateTypes = CertificateTypes.Chained,
                ChainTrustValidationMode = X509ChainTrustMode.CustomRootTrust,
                CustomTrustStore = trust.Authorities,
                // No list of an authority is asked for: a certificate is taken back by its entry in Access.
                RevocationMode = X509RevocationMode.NoCheck,
                Events = new CertificateAuthenticationEvents(),
            });
            _stamp = trust.Stamp;
        }
    }
}
