using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using PanelActors.Sources.Http;

namespace PanelActors.Tests.Sources.Http;

public sealed class CertificateVerdictTests
{
    private const SslPolicyErrors Chain = SslPolicyErrors.RemoteCertificateChainErrors;
    private const SslPolicyErrors Name = SslPolicyErrors.RemoteCertificateNameMismatch;

    [Fact]
    public void What_is_wrong_is_named_and_what_is_wrong_with_the_chain_before_the_name()
    {
        var table = new (SslPolicyErrors Errors, X509ChainStatusFlags[] Statuses, ConnectionEnd? End)[]
        {
            (SslPolicyErrors.None, [], null),
            (SslPolicyErrors.RemoteCertificateNotAvailable, [], ConnectionEnds.Tls),
            (Name, [], ConnectionEnds.TlsOtherName),
            (Chain, [X509ChainStatusFlags.NotTimeValid], ConnectionEnds.TlsExpired),
            (Chain, [X509ChainStatusFlags.NoError, X509ChainStatusFlags.NotTimeValid], ConnectionEnds.TlsExpired),
            (Chain | Name, [X509ChainStatusFlags.NotTimeValid], ConnectionEnds.TlsExpired),
            (Chain, [X509ChainStatusFlags.NotValidForUsage], ConnectionEnds.TlsOtherUsage),
            (Chain, [X509ChainStatusFlags.UntrustedRoot], ConnectionEnds.TlsUntrusted),
            (Chain, [X509ChainStatusFlags.PartialChain], ConnectionEnds.TlsUntrusted),
            (Chain, [X509ChainStatusFlags.NotTimeValid, X509ChainStatusFlags.UntrustedRoot], ConnectionEnds.TlsUntrusted),
            (Chain, [X509ChainStatusFlags.NotValidForUsage, X509ChainStatusFlags.UntrustedRoot], ConnectionEnds.TlsUntrusted),
            (Chain | Name, [X509ChainStatusFlags.UntrustedRoot], ConnectionEnds.TlsUntrusted),
            // Where nothing is said of what is wrong, it is not trusted.
            (Chain, [], ConnectionEnds.TlsUntrusted),
        };
        foreach (var (errors, statuses, end) in table)
            CertificateVerdict.Of(errors, statuses).ShouldBe(end, $"{errors}: {string.Join(", ", statuses)}");
    }
}
