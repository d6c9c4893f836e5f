using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;

namespace PanelActors.Configuration;

/// <summary>What URLs may be, and how much of a bad one may be shown.</summary>
internal static partial class UrlRules
{
    /// <summary>The scheme of the built-in feed.</summary>
    public const string SimulatorScheme = "simulator";

    public const string SourceAllowed = $"{HttpAllowed}, {SimulatorStart}, or {ReplayStart}FILE";
    public const string SourcePattern = $"^(https?://[^/?#@]+([/?#].*)?|{SimulatorStart}([?].*)?|{ReplayStart}[^?].*)$";
    public const string HttpAllowed = "an absolute http or https URL";
    public const string HttpPattern = "^https?://[^/?#@]+([/?#].*)?$";
    public const string OriginAllowed = "an origin http(s)://host[:port] without a path, or *";
    public const string OriginPattern = "^([*]|https?://[^/?#@]+)$";
    public const string ListenPattern = "^https?://[^/?#@]+:[0-9]+/*$";
    public const string ListenAllowed =
        "http or https, a host of localhost, an IP address or *, and a port, such as http://127.0.0.1:5080";

    private const string SimulatorStart = $"{SimulatorScheme}:";
    private const string ReplayStart = "replay:";

    public static bool IsSource(string url) => IsSimulator(url) || IsReplay(url) || IsHttp(url);

    /// <summary>Whether the URL is that of a replay of a recording.</summary>
    public static bool IsReplay(string url) =>
        url.StartsWith(ReplayStart, StringComparison.OrdinalIgnoreCase) && url.AsSpan(ReplayStart.Length) is [not '?', ..];

    public static bool IsSimulator(string url) =>
        url.StartsWith(SimulatorStart, StringComparison.OrdinalIgnoreCase)
        && (url.Length == SimulatorStart.Length || url[SimulatorStart.Length] == '?');

    public static bool IsHttp(string? url) =>
        Uri.TryCreate(url, UriKind.Absolute, out var uri) && IsWeb(uri) && uri.UserInfo.Length == 0 && uri.Host.Length > 0;

    public static bool IsHttps(string url) => url.StartsWith("https:", StringComparison.OrdinalIgnoreCase);

    /// <summary>Whether a URL to listen on is reached from this machine only.</summary>
    public static bool IsLoopback(string url)
    {
        // That it cannot be listened on is another fault.
        if (!IsListening(url)) return true;
        var host = BindingAddress.Parse(url).Host;
        return host.Equals("localhost", StringComparison.OrdinalIgnoreCase)
            || (IPAddress.TryParse(host.Trim('[', ']'), out var address) && IPAddress.IsLoopback(address));
    }

    /// <summary>Whether the URL has a user or a password, however broken the rest of it is.</summary>
    public static bool HasCredentials(string? url) => url is not null && Credentials().IsMatch(url);

    public static bool IsOrigin(string origin) =>
        origin == "*" || (IsHttp(origin) && new Uri(origin) is { PathAndQuery: "/", Fragment: "" } && !origin.EndsWith('/'));

    /// <summary>The URL without what may be secret: its query, and everything after the scheme where there is userinfo.</summary>
    public static string Redact(string url)
    {
        if (url.Contains('@'))
        {
            var authority = url.IndexOf("//", StringComparison.Ordinal);
            return authority < 0 || url.AsSpan(0, authority).ContainsAny("@?#") ? "…" : url[..(authority + 2)] + "…";
        }
        var end = url.AsSpan().IndexOfAny('?', '#');
        return end < 0 ? url : url[..(end + 1)] + "…";
    }

    public static void CheckListening(IReadOnlyList<string> urls, string key, FaultList faults)
    {
        faults.Require(urls.Count > 0, key, null, "at least one URL");
        foreach (var url in urls)
            faults.Require(IsListening(url), key, Redact(url), ListenAllowed);
        faults.Require(urls.Distinct(StringComparer.OrdinalIgnoreCase).Count() == urls.Count, key, null, "each URL once");
    }

    /// <summary>An https URL needs a certificate, from <c>Tls</c> or from the web server's own section.</summary>
    public static void RequireCertificate(PanelActorsOptions options, IConfiguration configuration, FaultList faults)
    {
        if (options.Tls.CertificateFile is not null || configuration.GetSection("Kestrel:Certificates:Default").GetChildren().Any())
            return;
        foreach (var url in options.Urls.Where(IsHttps))
        {
            faults.Add($"{PanelActorsOptions.Section}:{nameof(PanelActorsOptions.Urls)}", Redact(url),
                "http, or https with a certificate in Tls:CertificateFile or Kestrel:Certificates:Default");
        }
    }

    private static bool IsWeb(Uri uri) => uri.Scheme == Uri.UriSchemeHttp || uri.Scheme == Uri.UriSchemeHttps;

    // Kestrel takes any other host name for "every address": a slip would open the daemon to the network.
    private static bool IsListening(string url)
    {
        var split = url.IndexOf("://", StringComparison.Ordinal);
        if (split < 0 || url[..split].ToLowerInvariant() is not ("http" or "https"))
            return false;
        var authority = url[(split + 3)..].TrimEnd('/');
        var colon = authority.LastIndexOf(':');
        if (colon < 0 || !ushort.TryParse(authority.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var port))
            return false;
        var host = authority[..colon];
        return host is "*" or "+"
            || (host.Equals("localhost", StringComparison.OrdinalIgnoreCase) && port != 0)
            || IsAddress(host);
    }

    private static bool IsAddress(string host) => host.StartsWith('[')
        ? host.EndsWith(']') && IPAddress.TryParse(host.AsSpan(1, host.Length - 2), out _)
        : host.Count(c => c == '.') == 3 && IPAddress.TryParse(host, out _);

    [GeneratedRegex("^(?:[A-Za-z][A-Za-z0-9+.-]*:)?/*[^/?#]*@", RegexOptions.CultureInvariant)]
    private static partial Regex Credentials();
}
