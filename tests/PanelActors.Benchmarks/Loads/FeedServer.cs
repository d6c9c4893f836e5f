using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace PanelActors.Benchmarks.Loads;

/// <summary>
/// An upstream that costs next to nothing: it reads the head of a request and hands the connection to the writer of the stream.
/// Chunked, as servers of event streams answer.
/// </summary>
public sealed class FeedServer : IAsyncDisposable
{
    private static readonly byte[] Head = Encoding.ASCII.GetBytes(
        "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n");

    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stopping = new();
    private readonly Func<Func<ReadOnlyMemory<byte>, Task>, CancellationToken, Task> _write;
    private readonly Task _accepting;

    /// <param name="write">
    /// Writes the stream to one client, one call of its argument per chunk. The response ends when it returns.
    /// </param>
    public FeedServer(Func<Func<ReadOnlyMemory<byte>, Task>, CancellationToken, Task> write)
    {
        _write = write;
        _listener.Start();
        _accepting = AcceptAsync();
    }

    /// <summary>Its address.</summary>
    public Uri Url =>
        new(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}/events"));

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        _listener.Stop();
        await _accepting;
        _stopping.Dispose();
    }

    private async Task AcceptAsync()
    {
        var serving = new List<Task>();
        try
        {
            while (true) serving.Add(ServeAsync(await _listener.AcceptSocketAsync(_stopping.Token)));
        }
        catch (OperationCanceledException)
        {
            await Task.WhenAll(serving);
        }
    }

    private async Task ServeAsync(Socket socket)
    {
        using (socket)
        {
            try
            {
                socket.NoDelay = true;
                var request = new byte[8192];
                var length = 0;
                while (request.AsSpan(0, length).IndexOf("\r\n\r\n"u8) < 0)
                {
                    if (await socket.ReceiveAsync(request.AsMemory(length), _stopping.Token) is not (> 0 and var read)) return;
                    length += read;
                }

                await SendAsync(socket, Head);
                await _write(chunk => SendChunkAsync(socket, chunk), _stopping.Token);
                await SendAsync(socket, "0\r\n\r\n"u8.ToArray());
                socket.Shutdown(SocketShutdown.Both);
            }
            catch (Exception end) when (end is SocketException or OperationCanceledException)
            {
                // The client has left, or the measurement is over.
            }
        }
    }

    private async Task SendChunkAsync(Socket socket, ReadOnlyMemory<byte> chunk)
    {
        await SendAsync(socket, Encoding.ASCII.GetBytes($"{chunk.Length:x}\r\n"));
        await SendAsync(socket, chunk);
        await SendAsync(socket, "\r\n"u8.ToArray());
    }

    private async Task SendAsync(Socket socket, ReadOnlyMemory<byte> bytes)
    {
        while (!bytes.IsEmpty) bytes = bytes[await socket.SendAsync(bytes, _stopping.Token)..];
    }
}
