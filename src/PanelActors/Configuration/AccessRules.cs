using System.Net;
using System.Text.RegularExpressions;

namespace PanelActors.Configuration;

/// <summary>What <c>Access</c>, <c>AllowedHosts</c>, <c>KnownProxies</c> and <c>ClientLimits</c> may be.</summary>
internal static class AccessRules
{
    public const string HostAllowed =
        "a host name or address without scheme and port, *.example.org for all names below one, or *";

    public const string ProxyAllowed = "an IP address, or a network such as 10.0.0.0/8";

    private const string Root = PanelActorsOptions.Section;
    private const string AccessKey = $"{Root}:{nameof(PanelActorsOptions.Access)}";
    private const string Files = "a KeyFile, or hashes of keys in Sha256";
    private const int MaxNameLength = 253;

    private const string ClosedAllowed =
        "an Access section, since Urls listens beyond loopback. Keys come from `panelactors key`. To let everybody in, write that down: "
        + "\"Access\": { \"Anonymous\": { \"May\": [\"read\", \"control\", \"metrics\"] } }";

    public static void Check(PanelActorsOptions options, FaultList faults)
    {
        foreach (var (index, host) in options.AllowedHosts.Index())
            faults.Require(IsHost(host), $"{Root}:{nameof(options.AllowedHosts)}:{index}", host, HostAllowed);

        foreach (var (index, proxy) in options.KnownProxies.Index())
            faults.Require(IsProxy(proxy), $"{Root}:{nameof(options.KnownProxies)}:{index}", proxy, ProxyAllowed);

        RangeRules.Check(options.ClientLimits, $"{Root}:{nameof(options.ClientLimits)}", faults);
        if (options.Access is { } access) Check(access, options.Tls, faults);
        else faults.Require(options.Urls.All(UrlRules.IsLoopback), AccessKey, null, ClosedAllowed);
    }

    private static void Check(AccessOptions access, TlsOptions tls, FaultList faults)
    {
        foreach (var (index, key) in access.Keys.Index())
        {
            var path = $"{AccessKey}:{nameof(access.Keys)}:{index}";
            CheckName(key.Name, access.Keys.Take(index).Select(static other => other.Name), path, faults);
            faults.Require(key.KeyFile is not null || key.Sha256.Count > 0, path, null, Files);
            foreach (var (place, hash) in key.Sha256.Index()) CheckHash(hash, $"{path}:{nameof(key.Sha256)}:{place}", faults);
            CheckGrant(key.May, key.Stores, path, faults);
        }

        foreach (var (index, certificate) in access.Certificates.Index())
        {
            var path = $"{AccessKey}:{nameof(access.Certificates)}:{index}";
            CheckName(certificate.Name, access.Certificates.Take(index).Select(static other => other.Name), path, faults);
            faults.Require(certificate.Subject is null != certificate.Sha256 is null, path, null, "either a Subject or a Sha256");
            if (certificate.Sha256 is { } hash) CheckHash(hash, $"{path}:{nameof(certificate.Sha256)}", faults);
            CheckGrant(certificate.May, certificate.Stores, path, faults);
        }

        faults.Require(
            access.Certificates.Count == 0 || (tls.ClientCaFile is not null && tls.ClientCertificates != ClientCertificates.None),
            $"{AccessKey}:{nameof(access.Certificates)}", null, "Tls:ClientCaFile, and Tls:ClientCertificates allow or require, beside it");
        if (access.Jwt is { } jwt) JwtRules.Check(jwt, $"{AccessKey}:{nameof(access.Jwt)}", faults);
        CheckGrant(access.Anonymous.May, access.Anonymous.Stores, $"{AccessKey}:{nameof(access.Anonymous)}", faults);
    }

    private static void CheckName(string name, IEnumerable<string> before, string path, FaultList faults)
    {
        var key = $"{path}:{nameof(KeyOptions.Name)}";
        faults.Require(Regex.IsMatch(name, AccessNames.Pattern), key, name, AccessNames.Allowed);
        faults.Require(!before.Contains(name, StringComparer.OrdinalIgnoreCase), key, name, "a name that no other entry has");
    }

    // The text is not shown: someone may have put the key itself there.
    private static void CheckHash(string hash, string path, FaultList faults) =>
        faults.Require(Regex.IsMatch(hash, AccessNames.HashPattern), path, null, AccessNames.HashAllowed);

    private static void CheckGrant(IReadOnlyList<string> may, IReadOnlyList<string> stores, string path, FaultList faults)
    {
        var words = AccessOptions.MayWords.Split(' ');
        foreach (var (index, right) in may.Index())
            faults.Require(words.Contains(right), $"{path}:{nameof(KeyOptions.May)}:{index}", right, Spelling.OneOf(words));
        foreach (var (index, store) in stores.Index())
        {
            faults.Require(Regex.IsMatch(store, AccessNames.StoresPattern), $"{path}:{nameof(KeyOptions.Stores)}:{index}", store,
                AccessNames.StoresAllowed);
        }
    }

    private static bool IsHost(string host) => host == "*" || IPAddress.TryParse(host.Trim('[', ']'), out _)
        || IsName(host.StartsWith("*.", StringComparison.Ordinal) ? host[2..] : host);

    // Names in other scripts reach a server in their ASCII form.
    private static bool IsName(string name) => name.Length is > 0 and <= MaxNameLength && name.Split('.').All(static label =>
        label.Length is > 0 and <= 63 && label.All(static c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_'));

    private static bool IsProxy(string proxy) => IPAddress.TryParse(proxy, out _) || IPNetwork.TryParse(proxy, out _);
}
