using System.Net;

namespace PanelActors.Configuration;

/// <summary>What <c>AllowedHosts</c>, <c>KnownProxies</c> and <c>ClientLimits</c> may be.</summary>
internal static class AccessRules
{
    private const int LongestName = 253;

    public static void Check(PanelActorsOptions options, FaultList faults)
    {
        const string Root = PanelActorsOptions.Section;
        foreach (var (index, host) in options.AllowedHosts.Index())
        {
            faults.Require(IsHost(host), $"{Root}:AllowedHosts:{index}", host,
                "a host name or address without scheme and port, *.example.org for all names below one, or *");
        }

        foreach (var (index, proxy) in options.KnownProxies.Index())
            faults.Require(IsProxy(proxy), $"{Root}:KnownProxies:{index}", proxy, "an IP address, or a network such as 10.0.0.0/8");

        if (options.ClientLimits.Connections is { } connections)
            faults.Range($"{Root}:ClientLimits:Connections", connections, 1, 1_000_000);
    }

    private static bool IsHost(string host) => host == "*" || IPAddress.TryParse(host.Trim('[', ']'), out _)
        || IsName(host.StartsWith("*.", StringComparison.Ordinal) ? host[2..] : host);

    // Names in other scripts reach a server in their ASCII form.
    private static bool IsName(string name) => name.Length is > 0 and <= LongestName && name.Split('.').All(static label =>
        label.Length is > 0 and <= 63 && label.All(static c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_'));

    private static bool IsProxy(string proxy) => IPAddress.TryParse(proxy, out _) || IPNetwork.TryParse(proxy, out _);
}
