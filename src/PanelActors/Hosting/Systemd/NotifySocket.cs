using System.Net.Sockets;
using System.Text;

namespace PanelActors.Hosting.Systemd;

/// <summary>Where a service manager receives notices: datagrams to a socket of the local machine.</summary>
/// <param name="path">A path, or a name without a file that begins with <c>@</c>.</param>
internal sealed class NotifySocket(string path)
{
    private readonly UnixDomainSocketEndPoint _manager = new(path.StartsWith('@') ? $"\0{path[1..]}" : path);

    /// <summary>Sends <paramref name="state"/>, such as <c>READY=1</c>.</summary>
    /// <exception cref="SocketException">The socket does not exist, or is not read.</exception>
    public void Send(string state)
    {
        using var socket = new Socket(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified) { SendTimeout = 1000 };
        socket.SendTo(Encoding.UTF8.GetBytes(state), _manager);
    }
}
