using System.Net;
using PanelActors.Configuration;

namespace PanelActors.Http.Access;

/// <summary>
/// Which hosts a request may be for. A page that an attacker serves under another name, and then points to this machine, sends that
/// name, which sets it apart from the daemon's own page. Pure.
/// </summary>
internal sealed class HostRules
{
    private const string AnyBelow = "*.";

    private readonly bool _any;
    private readonly bool _loopback;
    private readonly HashSet<string> _names = new(StringComparer.OrdinalIgnoreCase);
    private readonly HashSet<IPAddress> _addresses = [];
    private readonly List<string> _endings = [];

    // Nearly every request names the same host.
    private volatile string? _latest;

    /// <summary>The rules of a configuration without faults.</summary>
    public HostRules(PanelActorsOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        _loopback = options.AllowedHosts.Count == 0;
        var listening = options.Urls.Select(static url => BindingAddress.Parse(url).Host).Append("localhost");
        foreach (var allowed in _loopback ? listening : options.AllowedHosts)
        {
            // Among Urls these two mean every address, not every name.
            if (allowed is "*" or "+") _any |= !_loopback;
            else if (allowed.StartsWith(AnyBelow, StringComparison.Ordinal)) _endings.Add(allowed[1..]);
            else if (AddressOf(allowed) is { } address) _addresses.Add(address);
            else _names.Add(allowed);
        }
    }

    /// <summary>Whether a request may be for <paramref name="host"/>.</summary>
    /// <param name="host">The host as the request names it, with or without a port.</param>
    /// <param name="local">
    /// The address that the connection came in on. It may always be named: names can be pointed here from outside, addresses cannot.
    /// </param>
    public bool Allow(HostString host, IPAddress? local) =>
        Allow(host) || (host.HasValue && AddressOf(NameOf(host)) is { } address && address.Equals(Plain(local)));

    /// <summary>Whether a request may be for <paramref name="host"/>, wherever it came in.</summary>
    public bool Allow(HostString host)
    {
        if (!host.HasValue) return false;
        if (_any || host.Value == _latest) return true;
        if (!AllowName(NameOf(host))) return false;
        _latest = host.Value;
        return true;
    }

    private bool AllowName(string name)
    {
        if (AddressOf(name) is { } address) return _addresses.Contains(address) || (_loopback && IPAddress.IsLoopback(address));
        return _names.Contains(name)
            || _endings.Exists(ending => name.Length > ending.Length && name.EndsWith(ending, StringComparison.OrdinalIgnoreCase));
    }

    private static string NameOf(HostString host) => host.Host.EndsWith('.') ? host.Host[..^1] : host.Host;

    // Just the usual spelling of an IPv4 address: others, such as 127.1, are names to some and addresses to others.
    private static IPAddress? AddressOf(string host)
    {
        var literal = host.StartsWith('[') && host.EndsWith(']') ? host[1..^1] : host;
        if (!IPAddress.TryParse(literal, out var address)) return null;
        return literal.Contains(':') || address.ToString() == literal ? Plain(address) : null;
    }

    private static IPAddress? Plain(IPAddress? address) => address is { IsIPv4MappedToIPv6: true } ? address.MapToIPv4() : address;
}
