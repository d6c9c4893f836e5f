using System.Net.Sockets;

namespace PanelActors.Sources.Http;

/// <summary>The TCP connections to upstreams.</summary>
internal static class UpstreamSocket
{
    private const int IdleSeconds = 20;
    private const int ProbeSeconds = 5;
    private const int Probes = 4;

    private static readonly HttpRequestOptionsKey<bool> Connected = new("panelactors.connected");

    /// <summary>
    /// Connects for a request, once. By itself the HTTP handler sends a request again, up to three times and without a pause, where the
    /// server closes the connection before it answers: an attempt would be four, and no backoff would hold between them.
    /// </summary>
    /// <exception cref="HttpIOException">The request had a connection already, which ended without an answer.</exception>
    /// <exception cref="SocketException">No connection can be made.</exception>
    public static async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellation)
    {
        var options = context.InitialRequestMessage.Options;
        if (options.TryGetValue(Connected, out var connected) && connected)
            throw new HttpIOException(HttpRequestError.ResponseEnded, "The server closed the connection without an answer.");
        options.Set(Connected, true);
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            KeepAlive(socket);
            await socket.ConnectAsync(context.DnsEndPoint, cancellation).ConfigureAwait(false);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    // A feed may be silent for minutes; that its machine is gone is found out all the same.
    private static void KeepAlive(Socket socket)
    {
        socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.KeepAlive, true);
        socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveTime, IdleSeconds);
        socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveInterval, ProbeSeconds);
        socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveRetryCount, Probes);
    }
}
