using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using Microsoft.Extensions.Logging.Abstractions;
using PanelActors.Configuration;
using PanelActors.Telemetry;

namespace PanelActors.Sources.Http;

/// <summary>
/// Encrypts the connections of one source (specification 8.12). The files are read for each connection, so that a certificate which was
/// replaced serves the next attempt. While they cannot be used, what they held before goes on to serve.
/// </summary>
internal sealed class UpstreamTls
{
    private const SslProtocols Protocols = SslProtocols.Tls12 | SslProtocols.Tls13;

    private static readonly SslApplicationProtocol[] Http = [SslApplicationProtocol.Http11];

    private readonly SourceTlsOptions _options;
    private readonly string _section;
    private readonly Uri? _origin;
    private readonly ILogger _log;

    private SourceTlsFiles? _files;
    private string? _warned;

    /// <summary>By the system's authorities, and without a certificate.</summary>
    public static readonly UpstreamTls Usual = new(new(), "", origin: null, NullLogger.Instance);

    /// <param name="options">Which files.</param>
    /// <param name="section">The section of the configuration that they are in, for messages.</param>
    /// <param name="origin">The address of the feed: to its scheme, host and port alone the source shows its certificate.</param>
    /// <param name="log">Where is said that files cannot be used.</param>
    public UpstreamTls(SourceTlsOptions options, string section, Uri? origin, ILogger log) =>
        (_options, _section, _origin, _log) = (options, section, origin, log);

    /// <summary>Makes a secure connection of <paramref name="transport"/>, which it disposes of where there is none.</summary>
    /// <param name="transport">The TCP connection.</param>
    /// <param name="target">The https address that it is for.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <exception cref="UpstreamRefusedException">The certificate of the server is refused, or a file cannot be used.</exception>
    /// <exception cref="AuthenticationException">The handshake fails for another reason.</exception>
    /// <exception cref="IOException">The connection ends meanwhile.</exception>
    public async Task<Stream> SecureAsync(Stream transport, Uri target, CancellationToken cancellation)
    {
        var stream = new SslStream(transport, leaveInnerStreamOpen: false);
        ConnectionEnd? verdict = null;
        try
        {
            await stream.AuthenticateAsClientAsync(Handshake(target, end => verdict = end), cancellation);
            return stream;
        }
        catch (Exception fault)
        {
            await stream.DisposeAsync();
            if (fault is AuthenticationException && verdict is not null) throw new UpstreamRefusedException(verdict, fault);
            // What came was no handshake, or ended it.
            if (fault is IOException { InnerException: not SocketException })
                throw new UpstreamRefusedException(TlsAlert.Of(fault) ?? ConnectionEnds.Tls, fault);
            throw;
        }
    }

    private SslClientAuthenticationOptions Handshake(Uri target, Action<ConnectionEnd?> judged)
    {
        var files = Files();
        var isOwn = _origin is not null && Redirect.SameOrigin(_origin, target);
        return new SslClientAuthenticationOptions
        {
            TargetHost = target.IdnHost,
            EnabledSslProtocols = Protocols,
            ApplicationProtocols = [.. Http],
            CertificateChainPolicy = files.Authorities is { } authorities
                ? ChainPolicies.LeadingTo(authorities, CertificatePair.ServerUsage)
                : null,
            CertificateRevocationCheckMode = X509RevocationMode.NoCheck,
            ClientCertificateContext = isOwn && files.Pair is { } pair
                ? SslStreamCertificateContext.Create(pair.Certificate, pair.Between, offline: true)
                : null,
            RemoteCertificateValidationCallback = (_, _, chain, errors) =>
            {
                var end = CertificateVerdict.Of(errors, chain);
                judged(end);
                return end is null;
            },
        };
    }

    private SourceTlsFiles Files()
    {
        var faults = new FaultList();
        var read = SourceTlsFiles.Read(_options, _section, faults);
        if (faults.Faults is [])
        {
            _warned = null;
            return _files = read;
        }

        var fault = faults.Faults[0];
        if (_files is null) throw new UpstreamRefusedException(ConnectionEnds.BadTlsFile(fault.Key));
        // One line for each fault, and not for each attempt.
        if (_warned != $"{fault}")
        {
            _warned = $"{fault}";
            _log.LogWarning("{Fault:l}; what it held before goes on to serve", LogText.Line(_warned));
        }

        return _files;
    }
}
