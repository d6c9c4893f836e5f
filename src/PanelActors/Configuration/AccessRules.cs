using System.Net;

namespace PanelActors.Configuration;

/// <summary>What <c>AllowedHosts</c>, <c>KnownProxies</c> and <c>ClientLimits</c> may be.</summary>
internal static class AccessRules
{
    public const string HostAllowed =
        "a host name or address without scheme and port, *.example.org for all names below one, or *";

    public const string ProxyAllowed = "an IP address, or a network such as 10.0.0.0/8";

    private const int MaxNameLength = 253;

    public static void Check(PanelActorsOptions options, FaultList faults)
    {
        const string Root = PanelActorsOptions.Section;
        foreach (var (index, host) in options.AllowedHosts.Index())
            faults.Require(IsHost(host), $"{Root}:{nameof(options.AllowedHosts)}:{index}", host, HostAllowed);

        foreach (var (index, proxy) in options.KnownProxies.Index())
            faults.Require(IsProxy(proxy), $"{Root}:{nameof(options.KnownProxies)}:{index}", proxy, ProxyAllowed);

        RangeRules.Check(options.ClientLimits, $"{Root}:{nameof(options.ClientLimits)}", faults);
    }

    private static bool IsHost(string host) => host == "*" || IPAddress.TryParse(host.Trim('[', ']'), out _)
        || IsName(host.StartsWith("*.", StringComparison.Ordinal) ? host[2..] : host);

    // Names in other scripts reach a server in their ASCII form.
    private static bool IsName(string name) => name.Length is > 0 and <= MaxNameLength && name.Split('.').All(static label =>
        label.Length is > 0 and <= 63 && label.All(static c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_'));

    private static bool IsProxy(string proxy) => IPAddress.TryParse(proxy, out _) || IPNetwork.TryParse(proxy, out _);
}
