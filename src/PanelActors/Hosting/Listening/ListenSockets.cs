using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using PanelActors.Configuration;

namespace PanelActors.Hosting.Listening;

/// <summary>
/// Binds the addresses that the web server will listen on before anything else starts: a daemon that cannot have them ends before it has
/// connected to a feed. From then on clients that connect wait in the backlog; the web server answers when the states are there.
/// </summary>
internal sealed class ListenSockets(PanelActorsOptions options) : IDisposable
{
    private const int Backlog = 512;

    private readonly List<(EndPoint Asked, Socket Socket)> _bound = [];
    private readonly HashSet<EndPoint> _encrypted = [];

    /// <summary>Binds every address, and listens.</summary>
    /// <exception cref="IOException">An address is in use.</exception>
    /// <exception cref="SocketException">An address cannot be had for another reason.</exception>
    public void Bind()
    {
        foreach (var url in options.Urls) Bind(BindingAddress.Parse(url), url);
    }

    /// <summary>The socket for an address that the web server asks for: the one bound before, else a new one.</summary>
    public Socket Take(EndPoint endpoint)
    {
        if (_bound.FindIndex(bound => bound.Asked.Equals(endpoint)) is var place and >= 0)
        {
            var socket = _bound[place].Socket;
            _bound.RemoveAt(place);
            return socket;
        }

        // Where the machine has no IPv6, the web server asks for other addresses than were tried here.
        var instead = Open(endpoint);
        if (endpoint is IPEndPoint { Port: var port } && options.Urls.Any(url => IsEncrypted(BindingAddress.Parse(url), port)))
            _encrypted.Add(instead.LocalEndPoint!);
        return instead;
    }

    /// <summary>Whether connections to an address speak TLS.</summary>
    public bool IsEncrypted(EndPoint listening) => _encrypted.Contains(listening);

    public void Dispose()
    {
        foreach (var (_, socket) in _bound) socket.Dispose();
        _bound.Clear();
    }

    private void Bind(BindingAddress address, string url)
    {
        // As the web server reads them: localhost is two addresses, any other host name all of them.
        if (address.Host.Equals("localhost", StringComparison.OrdinalIgnoreCase))
        {
            Bind(new IPEndPoint(IPAddress.Loopback, address.Port), address, url, isNeeded: false);
            Bind(new IPEndPoint(IPAddress.IPv6Loopback, address.Port), address, url, isNeeded: false);
        }
        else if (IPAddress.TryParse(address.Host, out var ip))
        {
            Bind(new IPEndPoint(ip, address.Port), address, url, isNeeded: true);
        }
        else
        {
            Bind(new IPEndPoint(IPAddress.IPv6Any, address.Port), address, url, isNeeded: false);
        }
    }

    private void Bind(IPEndPoint endpoint, BindingAddress address, string url, bool isNeeded)
    {
        try
        {
            var socket = Open(endpoint);
            _bound.Add((endpoint, socket));
            socket.Listen(Backlog);
            if (IsEncrypted(address, endpoint.Port)) _encrypted.Add(socket.LocalEndPoint!);
        }
        catch (SocketException taken) when (taken.SocketErrorCode == SocketError.AddressAlreadyInUse)
        {
            throw new IOException(
                $"Failed to bind to address {url}: address already in use.", new AddressInUseException(taken.Message, taken));
        }
        catch (SocketException) when (!isNeeded)
        {
            // A machine without IPv6 has only the other one. Where it has neither, the web server fails.
        }
    }

    private static bool IsEncrypted(BindingAddress address, int port) =>
        address.Port == port && address.Scheme.Equals("https", StringComparison.OrdinalIgnoreCase);

    private static Socket Open(EndPoint endpoint)
    {
        var socket = SocketTransportOptions.CreateDefaultBoundListenSocket(endpoint);
        LinkLife.Apply(socket);
        return socket;
    }
}
