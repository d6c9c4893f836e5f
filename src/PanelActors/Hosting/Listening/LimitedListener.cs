using System.Net;
using Microsoft.AspNetCore.Connections;
using PanelActors.Telemetry;

namespace PanelActors.Hosting.Listening;

/// <summary>Accepts connections up to the limit and refuses those beyond it.</summary>
internal sealed class LimitedListener(
    IConnectionListener inner, bool encrypted, ConnectionGate gate, AddressGate addresses, SurplusConnections surplus, AcceptLoop loop)
    : IConnectionListener
{
    public EndPoint EndPoint => inner.EndPoint;

    public async ValueTask<ConnectionContext?> AcceptAsync(CancellationToken cancellationToken = default)
    {
        while (true)
        {
            loop.Waits();
            var connection = await inner.AcceptAsync(cancellationToken);
            loop.Works();
            if (connection is null) return null;
            if (!gate.TryEnter())
            {
                surplus.Refuse(connection, encrypted, HttpRefusals.Connections);
                continue;
            }

            if (addresses.TryEnter(connection.RemoteEndPoint) is { } place) return new CountedConnection(connection, gate, place);
            gate.Leave();
            surplus.Refuse(connection, encrypted, HttpRefusals.ConnectionsPerAddress);
        }
    }

    public ValueTask UnbindAsync(CancellationToken cancellationToken = default)
    {
        loop.Ends();
        return inner.UnbindAsync(cancellationToken);
    }

    public ValueTask DisposeAsync() => inner.DisposeAsync();
}
