using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using PanelActors.Configuration;

namespace PanelActors.Hosting.Listening;

/// <summary>
/// Takes the addresses that the web server will listen on before anything else starts: a daemon that cannot have them ends before it
/// has connected to a feed. From then on the system keeps whoever connects waiting; the web server answers when the states are there.
/// </summary>
internal sealed class ListenSockets(PanelActorsOptions options) : IHostedLifecycleService, IDisposable
{
    private const int Backlog = 512;

    private readonly List<(EndPoint Asked, Socket Socket)> _held = [];
    private readonly HashSet<EndPoint> _encrypted = [];

    /// <exception cref="IOException">An address is in use.</exception>
    /// <exception cref="SocketException">An address cannot be had for another reason.</exception>
    public Task StartingAsync(CancellationToken cancellationToken)
    {
        foreach (var url in options.Urls) Hold(BindingAddress.Parse(url), url);
        return Task.CompletedTask;
    }

    /// <summary>The socket for an address that the web server asks for: the one that is held, else a new one.</summary>
    public Socket Take(EndPoint endpoint)
    {
        if (_held.FindIndex(held => held.Asked.Equals(endpoint)) is var place and >= 0)
        {
            var socket = _held[place].Socket;
            _held.RemoveAt(place);
            return socket;
        }

        // Where the machine has no IPv6, all addresses are other ones than were tried here.
        var instead = Open(endpoint);
        if (endpoint is IPEndPoint { Port: var port } && options.Urls.Any(url => IsEncrypted(BindingAddress.Parse(url), port)))
            _encrypted.Add(instead.LocalEndPoint!);
        return instead;
    }

    /// <summary>Whether TLS is spoken at an address that is listened on.</summary>
    public bool IsEncrypted(EndPoint listening) => _encrypted.Contains(listening);

    public void Dispose()
    {
        foreach (var (_, socket) in _held) socket.Dispose();
        _held.Clear();
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private void Hold(BindingAddress address, string url)
    {
        // As the web server reads them: localhost is two addresses, any other word all of them.
        if (address.Host.Equals("localhost", StringComparison.OrdinalIgnoreCase))
        {
            Hold(new IPEndPoint(IPAddress.Loopback, address.Port), address, url, isNeeded: false);
            Hold(new IPEndPoint(IPAddress.IPv6Loopback, address.Port), address, url, isNeeded: false);
        }
        else if (IPAddress.TryParse(address.Host, out var ip))
        {
            Hold(new IPEndPoint(ip, address.Port), address, url, isNeeded: true);
        }
        else
        {
            Hold(new IPEndPoint(IPAddress.IPv6Any, address.Port), address, url, isNeeded: false);
        }
    }

    private void Hold(IPEndPoint endpoint, BindingAddress address, string url, bool isNeeded)
    {
        try
        {
            var socket = Open(endpoint);
            _held.Add((endpoint, socket));
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
            // A machine without IPv6 has only the other one. The web server says so where it has neither.
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
