using System.Globalization;
using System.Text.RegularExpressions;

namespace PanelActors.Sources.Http;

/// <summary>
/// What a server's alert (RFC 8446 section 6.2) says about a handshake, or about the certificate that was shown in it. Pure.
/// </summary>
/// <remarks>
/// The runtime hands an alert on as the error of the TLS library alone (OpenSSL: 1000 and the alert's number), and since TLS 1.3 often not
/// before the first read. Where there is another library, the connection has just broken off, which is true too.
/// </remarks>
internal static partial class TlsAlert
{
    private const int FirstAlert = 1000;

    /// <summary>The end that an alert means; null where there is none that is known.</summary>
    /// <param name="failure">What the connection failed by.</param>
    public static ConnectionEnd? Of(Exception failure)
    {
        for (var e = failure; e is not null; e = e.InnerException)
        {
            if (Error().Match(e.Message) is { Success: true } match && Of(NumberIn(match)) is { } end) return end;
        }

        return null;
    }

    private static ConnectionEnd? Of(int alert) => alert switch
    {
        // handshake_failure is also how TLS 1.2 asks for a certificate that was not shown; protocol_version, insufficient_security.
        40 or 70 or 71 => ConnectionEnds.TlsHandshakeRefused,
        // bad_certificate, unsupported, revoked, expired, unknown, unknown_ca, access_denied
        >= 42 and <= 46 or 48 or 49 => ConnectionEnds.TlsCertificateRefused,
        116 => ConnectionEnds.TlsCertificateWanted,
        _ => null,
    };

    private static int NumberIn(Match error) =>
        int.Parse(error.Groups[1].ValueSpan, NumberStyles.HexNumber, CultureInfo.InvariantCulture) - FirstAlert;

    [GeneratedRegex("error:0A000([0-9A-F]{3}):", RegexOptions.IgnoreCase)]
    private static partial Regex Error();
}
