using System.Net;
using PanelActors.Configuration;
using PanelActors.Http.Access;

namespace PanelActors.Hosting.Listening;

/// <summary>
/// Counts the connections of each client up to a limit, which a new configuration can change. A known proxy has those of many clients,
/// and counts for none. For any thread.
/// </summary>
internal sealed class AddressGate(PanelActorsOptions options) : IReconfigurable
{
    private static readonly IDisposable Uncounted = new Nothing();

    private readonly ClientCounts _connections = new();
    private readonly IPNetwork[] _proxies = [.. options.KnownProxies.Select(NetworkOf)];
    private volatile int _max = options.ClientLimits.ConnectionsPerAddress ?? int.MaxValue;

    /// <summary>Counts one more connection of an address.</summary>
    /// <returns>Counts it off again; null at the limit.</returns>
    public IDisposable? TryEnter(EndPoint? remote)
    {
        // Counted also where there is no limit yet, since one can come with the next configuration.
        if (remote is not IPEndPoint { Address: var address } || IsProxy(address)) return Uncounted;
        return _connections.TryEnter(ClientAddress.Of(address), _max);
    }

    /// <inheritdoc/>
    public Action? Prepare(PanelActorsOptions next, FaultList faults)
    {
        var max = next.ClientLimits.ConnectionsPerAddress ?? int.MaxValue;
        return max == _max ? null : () => _max = max;
    }

    private bool IsProxy(IPAddress address)
    {
        if (_proxies.Length == 0) return false;
        var plain = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
        return Array.Exists(_proxies, network => network.Contains(plain));
    }

    private static IPNetwork NetworkOf(string proxy) =>
        IPAddress.TryParse(proxy, out var address) ? new IPNetwork(address, address.GetAddressBytes().Length * 8) : IPNetwork.Parse(proxy);

    private sealed class Nothing : IDisposable
    {
        public void Dispose()
        {
            // There is nothing to count off.
        }
    }
}
