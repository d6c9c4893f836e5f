using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography;
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

    /// <summary>By the system's authorities, and without a certificate.</summary>
    public static readonly UpstreamTls Usual = new(new(), source: "", NullLogger.Instance);

    /// <summary>
    /// Whether a request goes to where the configuration sends it, and no other origin had a say in that. Only there the source shows its
    /// certificate.
    /// </summary>
    public static readonly HttpRequestOptionsKey<bool> IsOwnWay = new("panelactors.own-way");

    private const string Section = nameof(SourceOptions.Tls);

    private readonly SourceTlsOptions _options;
    private readonly string _source;
    private readonly ILogger _log;

    private SourceTlsFiles? _files;
    private string? _warned;

    /// <param name="options">Which files.</param>
    /// <param name="source">The name of the source, for the log.</param>
    /// <param name="log">Where is said that files cannot be used.</param>
    public UpstreamTls(SourceTlsOptions options, string source, ILogger log) => (_options, _source, _log) = (options, source, log);

    /// <summary>Makes a secure connection of <paramref name="transport"/>, which it disposes of where there is none.</summary>
    /// <param name="transport">The TCP connection.</param>
    /// <param name="request">The request to an https address that it is for.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <exception cref="UpstreamRefusedException">The certificate of the server is refused, or a file cannot be used.</exception>
    /// <exception cref="AuthenticationException">The handshake fails for another reason.</exception>
    /// <exception cref="IOException">The connection ends meanwhile.</exception>
    public async Task<Stream> SecureAsync(Stream transport, HttpRequestMessage request, CancellationToken cancellation)
    {
        var stream = new SslStream(transport, leaveInnerStreamOpen: false);
        ConnectionEnd? verdict = null;
        try
        {
            await stream.AuthenticateAsClientAsync(Handshake(request, end => verdict = end), cancellation);
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

    private SslClientAuthenticationOptions Handshake(HttpRequestMessage request, Action<ConnectionEnd?> judged)
    {
        var files = Files();
        var isOwn = request.Options.TryGetValue(IsOwnWay, out var own) && own;
        return new SslClientAuthenticationOptions
        {
            TargetHost = HostOf(request),
            // What is resumed would be what an earlier certificate began.
            AllowTlsResume = false,
            EnabledSslProtocols = Protocols,
            ApplicationProtocols = [.. Http],
            CertificateChainPolicy = files.Authorities is { } authorities
                ? ChainPolicies.LeadingTo(authorities, CertificatePair.ServerUsage)
                : null,
            CertificateRevocationCheckMode = X509RevocationMode.NoCheck,
            ClientCertificateContext = isOwn && files.Pair is { } pair ? Context(pair) : null,
            RemoteCertificateValidationCallback = (_, _, chain, errors) =>
            {
                var end = CertificateVerdict.Of(errors, chain);
                judged(end);
                return end is null;
            },
        };
    }

    // A configured Host is who the feed is, though it be reached at another address.
    private static string HostOf(HttpRequestMessage request) =>
        request.Headers.Host is { } host && Uri.TryCreate($"https://{host}/", UriKind.Absolute, out var named)
            ? named.IdnHost
            : request.RequestUri!.IdnHost;

    private static SslStreamCertificateContext Context(CertificatePair pair)
    {
        try
        {
            return SslStreamCertificateContext.Create(pair.Certificate, pair.Between, offline: true);
        }
        catch (Exception fault) when (fault is CryptographicException or NotSupportedException or ArgumentException)
        {
            throw new UpstreamRefusedException(ConnectionEnds.BadTlsFile($"{Section}:{nameof(SourceTlsOptions.CertificateFile)}"), fault);
        }
    }

    private SourceTlsFiles Files()
    {
        var faults = new FaultList();
        var read = SourceTlsFiles.Read(_options, Section, faults);
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
            _log.LogWarning("{Source:l}: {Fault:l}; what it held before goes on to serve", _source, LogText.Line(_warned));
        }

        return _files;
    }
}
