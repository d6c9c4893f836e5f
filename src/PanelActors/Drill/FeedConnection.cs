using System.Globalization;
using System.Net.Security;
using System.Net.Sockets;
using System.Text;

namespace PanelActors.Drill;

/// <summary>One request to the feed of a drill, and what is answered to it, byte by byte.</summary>
internal sealed class FeedConnection : IDisposable
{
    private const int MaxHeadBytes = 64 * 1024;
    private static readonly TimeSpan MaxWrite = TimeSpan.FromSeconds(5);

    private readonly Socket _socket;
    private readonly Dictionary<string, string> _headers = new(StringComparer.OrdinalIgnoreCase);
    private Stream _stream;

    /// <summary>Over an accepted socket, which ends with it.</summary>
    public FeedConnection(Socket socket)
    {
        _socket = socket;
        _stream = new NetworkStream(socket, ownsSocket: true);
    }

    /// <summary>Path and query as they came.</summary>
    public string Target { get; private set; } = "";

    /// <summary>The body of the request, as far as its length is given.</summary>
    public string Body { get; private set; } = "";

    /// <summary>Whether a baseline is asked for.</summary>
    public bool WantsBaseline => Target.Contains("force_full=1", StringComparison.Ordinal) || Position is null;

    /// <summary>The id after which to resume; null = none.</summary>
    public long? Position =>
        long.TryParse(Header("Last-Event-ID"), NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? id : null;

    /// <summary>A header of the request; null = absent.</summary>
    public string? Header(string name) => _headers.GetValueOrDefault(name);

    /// <summary>Answers the TLS greeting first.</summary>
    public async Task EncryptAsync(SslServerAuthenticationOptions options, CancellationToken cancellation)
    {
        var tls = new SslStream(_stream);
        _stream = tls;
        await tls.AuthenticateAsServerAsync(options, cancellation);
    }

    /// <summary>Reads the request; false where none came.</summary>
    public async Task<bool> ReadAsync(CancellationToken cancellation)
    {
        var buffer = new byte[MaxHeadBytes];
        var length = 0;
        int end;
        while ((end = buffer.AsSpan(0, length).IndexOf("\r\n\r\n"u8)) < 0)
        {
            var read = length == buffer.Length ? 0 : await _stream.ReadAsync(buffer.AsMemory(length), cancellation);
            if (read == 0) return false;
            length += read;
        }

        var lines = Encoding.UTF8.GetString(buffer, 0, end).Split("\r\n");
        Target = lines[0].Split(' ') is [_, var target, ..] ? target : "";
        foreach (var line in lines.Skip(1))
        {
            var colon = line.IndexOf(':', StringComparison.Ordinal);
            if (colon > 0) _headers[line[..colon]] = line[(colon + 1)..].Trim();
        }

        await ReadBodyAsync(buffer[(end + 4)..length], cancellation);
        return true;
    }

    /// <summary>Answers 200 with an event stream that stays open.</summary>
    public Task AcceptAsync(string moreHeaders = "") =>
        WriteAsync($"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n{moreHeaders}\r\n");

    /// <summary>Answers with a whole body, and ends.</summary>
    public async Task AnswerAsync(int status, string type = "text/plain", string body = "", string moreHeaders = "")
    {
        var length = status == 204 ? "" : $"Content-Length: {Encoding.UTF8.GetByteCount(body)}\r\n";
        await WriteAsync($"HTTP/1.1 {status} Drill\r\nContent-Type: {type}\r\n{length}Connection: close\r\n{moreHeaders}\r\n{body}");
        _socket.Shutdown(SocketShutdown.Send);
    }

    /// <summary>Sends text down an accepted stream.</summary>
    public Task SendAsync(string text) => SendAsync(Encoding.UTF8.GetBytes(text));

    /// <summary>Sends bytes down an accepted stream.</summary>
    public Task SendAsync(byte[] bytes)
    {
        ArgumentNullException.ThrowIfNull(bytes);
        byte[] chunk = [.. Encoding.ASCII.GetBytes($"{bytes.Length:x}\r\n"), .. bytes, .. "\r\n"u8];
        return WriteAsync(chunk);
    }

    /// <summary>Ends an accepted stream as a server does that has nothing more to say.</summary>
    public async Task CloseAsync()
    {
        await WriteAsync("0\r\n\r\n");
        _socket.Shutdown(SocketShutdown.Send);
    }

    /// <summary>Resets the connection.</summary>
    public void Abort()
    {
        try
        {
            _socket.LingerState = new LingerOption(true, 0);
        }
        catch (Exception gone) when (gone is SocketException or ObjectDisposedException)
        {
            // It went first, which is what is wanted.
        }

        Dispose();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _stream.Dispose();
        _socket.Dispose();
    }

    private Task WriteAsync(string text) => WriteAsync(Encoding.UTF8.GetBytes(text));

    private async Task WriteAsync(byte[] bytes)
    {
        using var patience = new CancellationTokenSource(MaxWrite);
        await _stream.WriteAsync(bytes, patience.Token);
    }

    private async Task ReadBodyAsync(byte[] begin, CancellationToken cancellation)
    {
        if (!int.TryParse(Header("Content-Length"), NumberStyles.None, CultureInfo.InvariantCulture, out var length)) return;
        var body = new byte[Math.Min(length, 1024 * 1024)];
        begin.AsSpan(0, Math.Min(begin.Length, body.Length)).CopyTo(body);
        if (body.Length > begin.Length) await _stream.ReadExactlyAsync(body.AsMemory(begin.Length), cancellation);
        Body = Encoding.UTF8.GetString(body);
    }
}
