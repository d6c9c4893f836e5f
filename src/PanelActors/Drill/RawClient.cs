using System.Net.Sockets;
using System.Text;

namespace PanelActors.Drill;

/// <summary>A client that does what proper ones do not: it sends any bytes, and reads when it likes.</summary>
internal sealed class RawClient : IAsyncDisposable
{
    private readonly TcpClient _client = new();
    private StreamReader? _reader;

    /// <summary>Connects; <paramref name="buffer"/> is how many bytes the system may take for it, 0 for as many as it likes.</summary>
    public static async Task<RawClient> ConnectAsync(Uri address, CancellationToken cancellation, int buffer = 0)
    {
        ArgumentNullException.ThrowIfNull(address);
        var client = new RawClient();
        if (buffer > 0) client._client.ReceiveBufferSize = buffer;
        await client._client.ConnectAsync(address.Host, address.Port, cancellation);
        return client;
    }

    /// <summary>Connects and asks for a path by HTTP/1.0, whose answer is not cut into chunks.</summary>
    public static async Task<RawClient> GetAsync(
        Uri address, string path, CancellationToken cancellation, string headers = "", int buffer = 0)
    {
        var client = await ConnectAsync(address, cancellation, buffer);
        await client.SendAsync($"GET {path} HTTP/1.0\r\nHost: {address.Authority}\r\n{headers}\r\n", cancellation);
        return client;
    }

    /// <summary>Sends text.</summary>
    public async Task SendAsync(string text, CancellationToken cancellation) =>
        await _client.GetStream().WriteAsync(Encoding.Latin1.GetBytes(text), cancellation);

    /// <summary>The next line; null at the end.</summary>
    public async Task<string?> LineAsync(CancellationToken cancellation)
    {
        _reader ??= new(_client.GetStream());
        try
        {
            return await _reader.ReadLineAsync(cancellation).AsTask().WaitAsync(TimeSpan.FromSeconds(10), cancellation);
        }
        catch (IOException)
        {
            // Reset, which ends it as well.
            return null;
        }
    }

    /// <summary>The first line from here on that has <paramref name="part"/>; null where the answer ends before.</summary>
    public async Task<string?> LineWithAsync(string part, CancellationToken cancellation)
    {
        while (await LineAsync(cancellation) is { } line)
        {
            if (line.Contains(part, StringComparison.Ordinal)) return line;
        }

        return null;
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        _reader?.Dispose();
        _client.Dispose();
        return ValueTask.CompletedTask;
    }
}
