namespace PanelActors.Sources.Http;

/// <summary>
/// What a server's alert (RFC 8446 section 6.2) says about the certificate that was shown to it, or was not. Pure.
/// </summary>
/// <remarks>
/// The runtime gives an alert as text of the TLS library alone, and since TLS 1.3 often not before the first read. Where the text is
/// another one, the connection has just broken off, which is true too.
/// </remarks>
internal static class TlsAlert
{
    private static readonly string[] Refusals =
    [
        "alert bad certificate", "alert unknown ca", "alert certificate unknown", "alert certificate expired", "alert certificate revoked",
        "alert unsupported certificate", "alert access denied",
    ];

    /// <summary>The end that an alert means; null where there is none about certificates.</summary>
    /// <param name="failure">What the connection failed by.</param>
    public static ConnectionEnd? Of(Exception failure)
    {
        for (var e = failure; e is not null; e = e.InnerException)
        {
            var text = e.Message;
            if (text.Contains("alert certificate required", StringComparison.OrdinalIgnoreCase)) return ConnectionEnds.TlsCertificateWanted;
            if (Refusals.Any(alert => text.Contains(alert, StringComparison.OrdinalIgnoreCase)))
                return ConnectionEnds.TlsCertificateRefused;
        }

        return null;
    }
}
