using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace PanelActors.Benchmarks.Relays;

/// <summary>
/// What the relay is compared with: answers every request with the head of an event stream and hands out the socket, to be written to
/// directly.
/// </summary>
internal sealed class RawServer : IAsyncDisposable
{
    private static readonly byte[] Head = Encoding.ASCII.GetBytes(
        "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n");

    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stopping = new();
    private readonly ConcurrentBag<Socket> _sockets = [];
    private readonly Task _accepting;

    public RawServer()
    {
        _listener.Start(backlog: 1024);
        _accepting = AcceptAsync();
    }

    /// <summary>Its address.</summary>
    public Uri Url => new(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}/"));

    /// <summary>The sockets of all clients that have got their head.</summary>
    public IReadOnlyList<Socket> Sockets => [.. _sockets];

    /// <summary>Writes all of <paramref name="frame"/>: one call, but for a socket whose buffer is full.</summary>
    public static async ValueTask SendAsync(Socket socket, ReadOnlyMemory<byte> frame, CancellationToken stop)
    {
        while (!frame.IsEmpty) frame = frame[await socket.SendAsync(frame, stop)..];
    }

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        _listener.Stop();
        await _accepting;
        foreach (var socket in _sockets) socket.Dispose();
        _stopping.Dispose();
    }

    private async Task AcceptAsync()
    {
        var request = new byte[8192];
        try
        {
            while (true)
            {
                var socket = await _listener.AcceptSocketAsync(_stopping.Token);
                socket.NoDelay = true;
                // The request is small and comes in one piece.
                await socket.ReceiveAsync(request.AsMemory(), _stopping.Token);
                await socket.SendAsync(Head.AsMemory(), _stopping.Token);
                _sockets.Add(socket);
            }
        }
        catch (OperationCanceledException)
        {
            // The measurement is over.
        }
    }
}
