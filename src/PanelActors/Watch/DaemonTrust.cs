using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using PanelActors.Configuration;
using PanelActors.Sources.Http;

namespace PanelActors.Watch;

/// <summary>Checks the daemon's certificate, and keeps what was wrong with the last one.</summary>
/// <param name="authorities">Those that may have signed it; null for those of the system.</param>
internal sealed class DaemonTrust(X509Certificate2Collection? authorities)
{
    private volatile string? _verdict;

    /// <summary>Why the last certificate was refused; null where it was not.</summary>
    public string? Verdict => _verdict;

    /// <summary>Whether a certificate is accepted.</summary>
    public bool Check(object sender, X509Certificate? certificate, X509Chain? chain, SslPolicyErrors errors)
    {
        var end = authorities is null || certificate is null
            ? CertificateVerdict.Of(errors, chain)
            : Check(authorities, certificate, chain, errors & ~SslPolicyErrors.RemoteCertificateChainErrors);
        _verdict = end is null ? null : end == ConnectionEnds.TlsUntrusted ? $"{end.Text} (--ca-file FILE)" : end.Text;
        return end is null;
    }

    private static ConnectionEnd? Check(
        X509Certificate2Collection authorities, X509Certificate certificate, X509Chain? shown, SslPolicyErrors errors)
    {
        using var chain = new X509Chain { ChainPolicy = ChainPolicies.LeadingTo(authorities, CertificatePair.ServerUsage) };
        // What the server sent along.
        if (shown is not null) chain.ChainPolicy.ExtraStore.AddRange(shown.ChainPolicy.ExtraStore);
        using var copy = new X509Certificate2(certificate);
        if (!chain.Build(copy)) errors |= SslPolicyErrors.RemoteCertificateChainErrors;
        return CertificateVerdict.Of(errors, chain);
    }
}
