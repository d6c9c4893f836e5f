using System.Net;
using System.Net.Sockets;

namespace PanelActors.Hosting.Listening;

/// <summary>
/// How a connection whose link died without a FIN is found out. Set on the listening socket; accepted ones inherit it.
/// </summary>
internal static class LinkLife
{
    /// <summary>
    /// How long sent bytes may stay unacknowledged, and a reader's window closed. Together with the time between two heartbeats it stays
    /// below a minute.
    /// </summary>
    public static readonly TimeSpan MaxSilence = TimeSpan.FromSeconds(40);

    // Six probes within that time: one that is lost on the way must not cost the connection.
    private const int IdleSeconds = 10;
    private const int IntervalSeconds = 5;
    private const int Probes = 6;

    // Linux; .NET has no name for it.
    private const int TcpLevel = 6;
    private const int TcpUserTimeout = 18;

    public static void Apply(Socket socket)
    {
        if (socket.LocalEndPoint is not IPEndPoint) return;
        socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.KeepAlive, true);
        socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveTime, IdleSeconds);
        socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveInterval, IntervalSeconds);
        socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveRetryCount, Probes);
        if (OperatingSystem.IsLinux())
            socket.SetRawSocketOption(TcpLevel, TcpUserTimeout, BitConverter.GetBytes((int)MaxSilence.TotalMilliseconds));
    }

    /// <summary>The user time-out of <paramref name="socket"/>; null where the system has none.</summary>
    internal static TimeSpan? UserTimeoutOf(Socket socket)
    {
        if (!OperatingSystem.IsLinux()) return null;
        Span<byte> value = stackalloc byte[sizeof(int)];
        socket.GetRawSocketOption(TcpLevel, TcpUserTimeout, value);
        return TimeSpan.FromMilliseconds(BitConverter.ToInt32(value));
    }
}
