using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using PanelActors.Configuration;
using PanelActors.Http.Access;
using PanelActors.Telemetry;

namespace PanelActors.Hosting.Listening;

/// <summary>
/// How https addresses are encrypted (specification 8.11). It follows the configuration and looks at the files that this names; what it
/// has found serves the next handshake. Changed by one caller at a time, read by every handshake.
/// </summary>
internal sealed class ListenerTls : IReconfigurable, IDisposable
{
    /// <summary>How often the files are looked at.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    private const SslProtocols Protocols = SslProtocols.Tls12 | SslProtocols.Tls13;
    private const string BrokenFile = "broken";

    private readonly AuditLog _audit;
    private readonly TimeProvider _time;
    private readonly ILogger<ListenerTls> _log;
    private readonly LogThrottle _throttle;
    private readonly ITimer _timer;
    private readonly Lock _gate = new();
    private string? _suspect;
    private string? _refused;
    private volatile ListenerCertificates _current;

    /// <param name="options">A configuration without faults.</param>
    /// <param name="audit">Where refused handshakes go.</param>
    /// <param name="time">The present.</param>
    /// <param name="log">Where changes are logged.</param>
    /// <exception cref="CryptographicException">A file that the configuration names cannot be used.</exception>
    public ListenerTls(PanelActorsOptions options, AuditLog audit, TimeProvider time, ILogger<ListenerTls> log)
    {
        (_audit, _time, _log) = (audit, time, log);
        _throttle = new(time, TimeSpan.FromSeconds(10));
        var faults = new FaultList();
        var files = TlsFiles.Read(options.Tls, known: null, faults);
        if (files is null) throw new CryptographicException(string.Join("; ", faults.Faults));
        _current = ListenerCertificates.Of(options.Tls, files, before: null);
        Warn(files);
        _timer = time.CreateTimer(Look, state: null, Interval, Interval);
    }

    /// <summary>What the next handshake uses.</summary>
    public ListenerCertificates Current => _current;

    /// <inheritdoc/>
    public Action? Prepare(PanelActorsOptions next, FaultList faults)
    {
        var current = _current;
        if (TlsFiles.Read(next.Tls, next.Tls == current.Options ? current.Stamp : null, faults) is not { } files) return null;
        return () =>
        {
            lock (_gate) TakeOver(next.Tls, files);
        };
    }

    /// <summary>Looks at the files, and takes over what has changed in them.</summary>
    public void Refresh()
    {
        lock (_gate)
        {
            var options = _current.Options;
            if (options is { CertificateFile: null, ClientCaFile: null }) return;
            var faults = new FaultList();
            if (TlsFiles.Read(options, _current.Stamp, faults) is { } files) TakeOver(options, files);
            else if (faults.Faults.Count > 0) Refuse(faults.Faults);
            else (_suspect, _refused) = (null, null);
        }
    }

    /// <summary>Has handshakes of <paramref name="https"/> done by what is current at their time.</summary>
    public void Configure(HttpsConnectionAdapterOptions https)
    {
        https.SslProtocols = Protocols;
        // With another mode the web server would check the certificates too, by the system's authorities.
        https.ClientCertificateMode = ClientCertificateMode.NoCertificate;
        // Stands for what OnAuthenticate puts in its place. Without it the web server takes its own certificate.
        if (_current.Pair is not null) https.ServerCertificateSelector = (_, _) => _current.Pair?.TargetCertificate;
        https.OnAuthenticate = Apply;
    }

    public void Dispose() => _timer.Dispose();

    private void Apply(ConnectionContext connection, SslServerAuthenticationOptions handshake)
    {
        var current = _current;
        handshake.EnabledSslProtocols = Protocols;
        if (current.Pair is { } pair)
        {
            (handshake.ServerCertificate, handshake.ServerCertificateSelectionCallback) = (null, null);
            handshake.ServerCertificateContext = pair;
        }

        if (current.Options.ClientCertificates == ClientCertificates.None) return;
        handshake.ClientCertificateRequired = true;
        // A session that is resumed would bring a certificate without those between it and its root.
        handshake.AllowTlsResume = false;
        handshake.CertificateChainPolicy = ChainPolicies.LeadingTo(current.Authorities, CertificatePair.ClientUsage);
        // Where none is required, what a certificate allows is decided for each request.
        var isRequired = current.Options.ClientCertificates == ClientCertificates.Require;
        handshake.RemoteCertificateValidationCallback =
            (_, certificate, _, errors) => !isRequired || IsAccepted(connection, certificate, errors);
    }

    private bool IsAccepted(ConnectionContext connection, X509Certificate? certificate, SslPolicyErrors errors)
    {
        if (errors == SslPolicyErrors.None) return true;
        _audit.RefusedHandshake(connection.RemoteEndPoint, certificate is null ? AccessDenials.Missing : AccessDenials.Certificate);
        return false;
    }

    private void Look(object? state)
    {
        try
        {
            Refresh();
        }
        catch (Exception fault) when (fault is not OutOfMemoryException)
        {
            // A fault in one look must not end the process, nor later looks.
            _log.LogError(fault, "The files that Tls names could not be looked at");
        }
    }

    private void TakeOver(TlsOptions options, TlsFiles files)
    {
        _current = ListenerCertificates.Of(options, files, before: _current);
        (_suspect, _refused) = (null, null);
        if (files.Pair is not null)
            _log.LogInformation("The next TLS handshake is served by {Certificate:l}", LogText.Line($"{files.Pair}"));
        else if (_current.Pair is not null) _log.LogWarning("Tls:CertificateFile is gone; its certificate serves until the next start");
        else _log.LogInformation("The next TLS handshake is checked by the changed Tls");
        Warn(files);
    }

    private void Warn(TlsFiles files)
    {
        foreach (var warning in files.WarningsAt(_time.GetUtcNow())) _log.LogWarning("{Warning:l}", LogText.Line(warning));
    }

    // Certificate and key are replaced one after the other: only what is still broken at the next look is a fault.
    private void Refuse(IReadOnlyList<ConfigurationFault> faults)
    {
        var seen = string.Join('\n', faults);
        if (seen == _refused) return;
        if (seen != _suspect)
        {
            _suspect = seen;
            return;
        }

        if (!_throttle.TryPass(BrokenFile, out _)) return;
        _refused = seen;
        _log.LogWarning("{Fault:l}. What was read before goes on", LogText.Line(string.Join("; ", faults)));
    }
}
