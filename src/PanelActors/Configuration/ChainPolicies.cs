using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace PanelActors.Configuration;

/// <summary>How the chains of certificates are checked.</summary>
internal static class ChainPolicies
{
    /// <summary>
    /// A chain has to lead to one of <paramref name="authorities"/>, whatever the system trusts. Nothing is fetched: no list of revoked
    /// certificates, and none that is missing between a certificate and its root.
    /// </summary>
    /// <param name="authorities">The roots, and what is known between them and certificates.</param>
    /// <param name="usage">
    /// What the certificate has to be for, unless it restricts nothing; such as <see cref="CertificatePair.ServerUsage"/>.
    /// </param>
    /// <returns>A policy for one check, which may add to it.</returns>
    public static X509ChainPolicy LeadingTo(X509Certificate2Collection authorities, string usage)
    {
        var policy = new X509ChainPolicy
        {
            TrustMode = X509ChainTrustMode.CustomRootTrust,
            RevocationMode = X509RevocationMode.NoCheck,
            DisableCertificateDownloads = true,
        };
        policy.CustomTrustStore.AddRange(authorities);
        policy.ApplicationPolicy.Add(new Oid(usage));
        return policy;
    }
}
