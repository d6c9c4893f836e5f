using System.IO.Compression;
using System.Net.Sockets;
using System.Text;
using Microsoft.AspNetCore.WebUtilities;

namespace PanelActors.Tests.Support;

/// <summary>One request to a <see cref="ScriptedUpstream"/>, and whatever the test answers to it.</summary>
public sealed class ScriptedConnection : IDisposable
{
    private const int MaxHeadBytes = 64 * 1024;

    private readonly Socket _socket;
    private readonly NetworkStream _stream;
    private readonly Dictionary<string, string> _headers = new(StringComparer.OrdinalIgnoreCase);
    private readonly TaskCompletionSource _disconnected = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly MemoryStream _encoded = new();
    private Stream? _encoder;

    internal ScriptedConnection(Socket socket)
    {
        _socket = socket;
        _stream = new NetworkStream(socket, ownsSocket: true);
    }

    public string Method { get; private set; } = "";

    /// <summary>The request target as it came: path and query.</summary>
    public string Target { get; private set; } = "";

    public string Path => Target.Split('?', 2)[0];

    /// <summary>Completes when the peer went away, politely or not. Fails if it stays.</summary>
    public Task Disconnected => _disconnected.Task.WaitAsync(ScriptedUpstream.Patience);

    /// <summary>Whether the peer went away already.</summary>
    public bool IsDisconnected => _disconnected.Task.IsCompleted;

    /// <summary>A query parameter, decoded; several of one name joined by a comma; null when absent.</summary>
    public string? Query(string name) =>
        QueryHelpers.ParseQuery(Target.Split('?', 2).ElementAtOrDefault(1)).TryGetValue(name, out var values) ? values.ToString() : null;

    /// <summary>A request header read as UTF-8; null when absent.</summary>
    public string? Header(string name) => _headers.GetValueOrDefault(name);

    /// <summary>Answers 200 with an event stream that stays open.</summary>
    /// <param name="encoding"><c>gzip</c>, <c>deflate</c> or <c>br</c>: compressed, and flushed at every send.</param>
    /// <param name="contentType">The content type to claim.</param>
    public async Task AcceptStream(string? encoding = null, string contentType = "text/event-stream")
    {
        _encoder = encoding switch
        {
            null => null,
            "gzip" => new GZipStream(_encoded, CompressionLevel.Fastest, leaveOpen: true),
            "deflate" => new ZLibStream(_encoded, CompressionLevel.Fastest, leaveOpen: true),
            "br" => new BrotliStream(_encoded, CompressionLevel.Fastest, leaveOpen: true),
            _ => throw new ArgumentOutOfRangeException(nameof(encoding), encoding, "gzip, deflate or br"),
        };
        var coding = encoding is null ? "" : $"Content-Encoding: {encoding}\r\n";
        await Write($"HTTP/1.1 200 OK\r\nContent-Type: {contentType}\r\n{coding}Transfer-Encoding: chunked\r\nConnection: close\r\n\r\n");
    }

    /// <summary>Sends text down the accepted stream, exactly as given.</summary>
    public Task Send(string text) => Send(Encoding.UTF8.GetBytes(text));

    /// <summary>Sends bytes down the accepted stream, exactly as given.</summary>
    public async Task Send(ReadOnlyMemory<byte> bytes)
    {
        if (_encoder is not null)
        {
            await _encoder.WriteAsync(bytes);
            await _encoder.FlushAsync();
            bytes = TakeEncoded();
        }
        await WriteChunk(bytes);
    }

    /// <summary>Ends the accepted stream cleanly.</summary>
    public async Task Close()
    {
        if (_encoder is not null)
        {
            await _encoder.DisposeAsync();
            await WriteChunk(TakeEncoded());
        }
        await Write("0\r\n\r\n");
        _socket.Shutdown(SocketShutdown.Send);
    }

    /// <summary>Resets the connection, wherever it is.</summary>
    public void Abort()
    {
        try
        {
            _socket.LingerState = new LingerOption(true, 0);
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // Gone already.
        }
        Dispose();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _stream.Dispose();
        _encoded.Dispose();
    }

    /// <summary>Answers with a bare status.</summary>
    public Task Refuse(int status, string? retryAfter = null) =>
        Answer(status, "text/plain", "", retryAfter is null ? "" : $"Retry-After: {retryAfter}\r\n");

    /// <summary>Answers with a redirect; null leaves out the location.</summary>
    public Task Redirect(int status, string? location) =>
        Answer(status, "text/plain", "", location is null ? "" : $"Location: {location}\r\n");

    /// <summary>Answers with a whole body, and ends.</summary>
    /// <param name="status">The status code.</param>
    /// <param name="contentType">The content type; null leaves it out.</param>
    /// <param name="body">The body.</param>
    /// <param name="moreHeaders">Further header lines, each with its line end.</param>
    public async Task Answer(int status, string? contentType, string body, string moreHeaders = "")
    {
        var type = contentType is null ? "" : $"Content-Type: {contentType}\r\n";
        var length = status == 204 ? "" : $"Content-Length: {Encoding.UTF8.GetByteCount(body)}\r\n";
        await Write($"HTTP/1.1 {status} Scripted\r\n{type}{length}{moreHeaders}Connection: close\r\n\r\n{body}");
        _socket.Shutdown(SocketShutdown.Send);
    }

    /// <summary>Writes bytes past all HTTP rules.</summary>
    public async Task Write(string raw) => await _stream.WriteAsync(Encoding.UTF8.GetBytes(raw));

    /// <summary>Reads the request; false when none came. Then keeps watching for the peer's going.</summary>
    internal async Task<bool> ReadHead()
    {
        var buffer = new byte[MaxHeadBytes];
        var length = 0;
        try
        {
            while (buffer.AsSpan(0, length).IndexOf("\r\n\r\n"u8) < 0)
            {
                var read = await _stream.ReadAsync(buffer.AsMemory(length));
                length += read;
                if (read == 0 || length == buffer.Length || buffer[0] is < (byte)'A' or > (byte)'Z')
                {
                    // Something else than HTTP, a TLS greeting for one: hang up on it.
                    await _stream.DisposeAsync();
                    _disconnected.TrySetResult();
                    return false;
                }
            }
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException)
        {
            _disconnected.TrySetResult();
            return false;
        }
        Parse(Encoding.UTF8.GetString(buffer, 0, length));
        _ = WatchPeer();
        return true;
    }

    private void Parse(string head)
    {
        var lines = head.Split("\r\n");
        var requestLine = lines[0].Split(' ');
        (Method, Target) = (requestLine[0], requestLine[1]);
        foreach (var line in lines.Skip(1).TakeWhile(line => line.Length > 0))
        {
            var colon = line.IndexOf(':');
            _headers[line[..colon]] = line[(colon + 1)..].Trim();
        }
    }

    private async Task WatchPeer()
    {
        var buffer = new byte[256];
        try
        {
            while (await _stream.ReadAsync(buffer) > 0)
            {
                // A GET has no body; whatever comes is not part of the script.
            }
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException)
        {
            // A reset is a going away too.
        }
        _disconnected.TrySetResult();
    }

    private ReadOnlyMemory<byte> TakeEncoded()
    {
        var bytes = _encoded.ToArray();
        _encoded.SetLength(0);
        return bytes;
    }

    private async Task WriteChunk(ReadOnlyMemory<byte> bytes)
    {
        // An empty chunk would be the end of the stream.
        if (bytes.IsEmpty)
            return;
        byte[] chunk = [.. Encoding.ASCII.GetBytes($"{bytes.Length:x}\r\n"), .. bytes.Span, .. "\r\n"u8];
        await _stream.WriteAsync(chunk);
    }
}
