using System.Net;
using System.Net.Sockets;
using System.Text;

namespace PanelActors.Tests.Support;

/// <summary>What is sent to a server byte by byte, and what comes back until it closes the connection.</summary>
internal static class RawExchange
{
    /// <summary>Sends <paramref name="request"/> and reads to the end, which a reset is too.</summary>
    public static async Task<string> Send(Uri server, string request)
    {
        using var socket = await Connect(server);
        await socket.SendAsync(Encoding.Latin1.GetBytes(request));
        return await ReadToEnd(socket);
    }

    /// <summary>A connection that nothing is sent on yet.</summary>
    public static async Task<Socket> Connect(Uri server, int receiveBuffer = 0)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        if (receiveBuffer > 0) socket.ReceiveBufferSize = receiveBuffer;
        await socket.ConnectAsync(IPAddress.Loopback, server.Port);
        return socket;
    }

    /// <summary>All that comes.</summary>
    public static async Task<string> ReadToEnd(Socket socket)
    {
        using var patience = new CancellationTokenSource(ScriptedUpstream.Patience);
        var (answer, buffer) = (new StringBuilder(), new byte[16 * 1024]);
        try
        {
            while (await socket.ReceiveAsync(buffer, patience.Token) is var read and > 0)
                answer.Append(Encoding.UTF8.GetString(buffer, 0, read));
        }
        catch (SocketException)
        {
            // Cut off.
        }

        return answer.ToString();
    }
}
