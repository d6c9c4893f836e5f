using System.Buffers.Text;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace PanelActors.Benchmarks.Loads;

/// <summary>
/// A keep-alive connection that asks the same thing over and over and costs as little as possible, so that the server is what is measured.
/// </summary>
internal sealed class RawHttpClient : IDisposable
{
    private readonly Socket _socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
    private readonly byte[] _buffer = new byte[256 * 1024];

    /// <summary>Connects.</summary>
    public RawHttpClient(Uri server) => _socket.Connect(IPAddress.Loopback, server.Port);

    /// <summary>The head of the latest answer.</summary>
    public string Head { get; private set; } = "";

    /// <summary>A request for <paramref name="path"/>, with a header where one is given.</summary>
    public static byte[] Request(string path, string header = "") => Encoding.ASCII.GetBytes(
        $"GET {path} HTTP/1.1\r\nHost: localhost\r\n{header}\r\n");

    /// <summary>Sends a request and reads the whole answer. Returns its status.</summary>
    public int Ask(byte[] request, bool keepHead = false)
    {
        _socket.Send(request);
        var length = 0;
        int end;
        do
        {
            var read = _socket.Receive(_buffer.AsSpan(length));
            if (read == 0) throw new IOException("The server closed the connection.");
            length += read;
            end = _buffer.AsSpan(0, length).IndexOf("\r\n\r\n"u8);
        }
        while (end < 0);

        var head = _buffer.AsSpan(0, end + 4);
        if (keepHead) Head = Encoding.ASCII.GetString(head);
        if (!Utf8Parser.TryParse(head[9..], out int status, out _)) throw new IOException("An answer without a status.");
        var left = (status == 304 ? 0 : LengthIn(head)) - (length - head.Length);
        while (left > 0)
        {
            var read = _socket.Receive(_buffer);
            if (read == 0) throw new IOException("The server closed the connection.");
            left -= read;
        }

        return status;
    }

    /// <summary>Asks <paramref name="count"/> times over <paramref name="clients"/> connections at once.</summary>
    /// <exception cref="InvalidOperationException">An answer had another status than <paramref name="expected"/>.</exception>
    public static Task AskAllAsync(Uri server, byte[] request, int clients, int count, int expected)
    {
        return Task.WhenAll(Enumerable.Range(0, clients).Select(
            _ => Task.Factory.StartNew(Ask, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default)));

        void Ask()
        {
            using var client = new RawHttpClient(server);
            for (var i = 0; i < count / clients; i++)
            {
                if (client.Ask(request) is var status && status != expected)
                    throw new InvalidOperationException($"The answer was {status}.");
            }
        }
    }

    public void Dispose() => _socket.Dispose();

    private static int LengthIn(ReadOnlySpan<byte> head)
    {
        var at = head.IndexOf("Content-Length: "u8);
        return at >= 0 && Utf8Parser.TryParse(head[(at + 16)..], out int length, out _)
            ? length
            : throw new IOException("An answer without its length.");
    }
}
