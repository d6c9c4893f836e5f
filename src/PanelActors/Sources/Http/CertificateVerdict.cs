using System.Net.Security;
using System.Security.Cryptography.X509Certificates;

namespace PanelActors.Sources.Http;

/// <summary>What is wrong with a server's certificate, for people. Pure.</summary>
internal static class CertificateVerdict
{
    /// <summary>The end that a check means; null where nothing is wrong.</summary>
    /// <param name="errors">What the check found.</param>
    /// <param name="statuses">What it found in the chain.</param>
    public static ConnectionEnd? Of(SslPolicyErrors errors, IEnumerable<X509ChainStatusFlags> statuses)
    {
        if (errors == SslPolicyErrors.None) return null;
        if (errors.HasFlag(SslPolicyErrors.RemoteCertificateNotAvailable)) return ConnectionEnds.Tls;
        if (!errors.HasFlag(SslPolicyErrors.RemoteCertificateChainErrors)) return ConnectionEnds.TlsOtherName;
        // Time or use is what is wrong where nothing else is.
        return statuses.Where(static status => status != X509ChainStatusFlags.NoError).Distinct().ToList() switch
        {
            [X509ChainStatusFlags.NotTimeValid] => ConnectionEnds.TlsExpired,
            [X509ChainStatusFlags.NotValidForUsage] => ConnectionEnds.TlsOtherUsage,
            _ => ConnectionEnds.TlsUntrusted,
        };
    }

    /// <inheritdoc cref="Of(SslPolicyErrors, IEnumerable{X509ChainStatusFlags})"/>
    public static ConnectionEnd? Of(SslPolicyErrors errors, X509Chain? chain) =>
        Of(errors, chain?.ChainStatus.Select(static status => status.Status) ?? []);
}
