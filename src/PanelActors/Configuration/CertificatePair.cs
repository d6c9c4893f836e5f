using System.Globalization;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace PanelActors.Configuration;

/// <summary>A certificate with its private key, and the certificates between it and its root.</summary>
internal sealed record CertificatePair(X509Certificate2 Certificate, X509Certificate2Collection Between)
{
    /// <summary>The extended key usage of servers (RFC 5280 section 4.2.1.12).</summary>
    public const string ServerUsage = "1.3.6.1.5.5.7.3.1";

    /// <summary>The extended key usage of clients.</summary>
    public const string ClientUsage = "1.3.6.1.5.5.7.3.2";

    private const string AnyUsage = "2.5.29.37.0";

    /// <summary>Whether it may be used so: it names that usage, or restricts none.</summary>
    public bool MayServe(string usage) => Certificate.Extensions.OfType<X509EnhancedKeyUsageExtension>()
        .All(extension => extension.EnhancedKeyUsages.Cast<Oid>().Any(allowed => allowed.Value == usage || allowed.Value == AnyUsage));

    /// <summary>Why it is not valid at <paramref name="now"/>, to stand after its name; null where it is.</summary>
    public string? WhyNotValid(DateTimeOffset now) =>
        now > Certificate.NotAfter ? $"has expired on {Text(Certificate.NotAfter)}"
        : now < Certificate.NotBefore ? $"is not valid before {Text(Certificate.NotBefore)}"
        : null;

    /// <summary>Whose it is and how long it is valid, for people.</summary>
    public override string ToString() => $"{Certificate.Subject}, valid until {Text(Certificate.NotAfter)}";

    private static string Text(DateTime time) => time.ToUniversalTime().ToString("yyyy-MM-dd HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
