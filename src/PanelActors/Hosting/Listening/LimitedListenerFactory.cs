using System.Net;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;

namespace PanelActors.Hosting.Listening;

/// <summary>Kestrel's sockets, with a bound on all connections together.</summary>
internal sealed class LimitedListenerFactory(
    SocketTransportFactory inner, ListenSockets sockets, ConnectionGate gate, AddressGate addresses, SurplusConnections surplus,
    AcceptLoops loops)
    : IConnectionListenerFactory, IConnectionListenerFactorySelector
{
    public bool CanBind(EndPoint endpoint) => inner.CanBind(endpoint);

    public async ValueTask<IConnectionListener> BindAsync(EndPoint endpoint, CancellationToken cancellationToken = default)
    {
        var listener = await inner.BindAsync(endpoint, cancellationToken);
        return new LimitedListener(listener, sockets.IsEncrypted(listener.EndPoint), gate, addresses, surplus, loops.Add());
    }
}
