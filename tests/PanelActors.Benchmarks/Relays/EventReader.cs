using System.Buffers.Text;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace PanelActors.Benchmarks.Relays;

/// <summary>
/// One subscriber that costs as little as possible: it undoes the chunks, looks for the events that count, and keeps nothing.
/// </summary>
/// <param name="size">Size of its buffer.</param>
/// <param name="latencies">Takes how old an event was when it was read.</param>
/// <param name="key">The key that it shows; null for none.</param>
internal sealed class EventReader(int size, LatencyHistogram latencies, string? key)
{
    private readonly byte[] _request = Encoding.ASCII.GetBytes(
        $"GET /events HTTP/1.1\r\nHost: localhost\r\n{(key is null ? "" : $"X-Api-Key: {key}\r\n")}\r\n");
    private readonly byte[] _buffer = new byte[size];
    private readonly TaskCompletionSource _answered = new(TaskCreationOptions.RunContinuationsAsynchronously);

    // Bytes of the stream at the beginning of the buffer that are not understood yet, and after them those of a chunk's head.
    private int _kept;
    private int _rest;
    private int _chunk;
    private bool _hasHead;
    private long _events;
    private long _reads;

    /// <summary>Completes with the head of the answer.</summary>
    public Task Answered => _answered.Task;

    /// <summary>Events read so far.</summary>
    public long Events => Volatile.Read(ref _events);

    /// <summary>Reads so far.</summary>
    public long Reads => Volatile.Read(ref _reads);

    /// <summary>Connects and reads until the other side ends.</summary>
    public async Task RunAsync(int port)
    {
        try
        {
            using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            await socket.ConnectAsync(IPAddress.Loopback, port);
            await socket.SendAsync(_request.AsMemory());
            while (await socket.ReceiveAsync(_buffer.AsMemory(_kept + _rest)) is > 0 and var read) Take(read, Stopwatch.GetTimestamp());
        }
        catch (SocketException lost)
        {
            _answered.TrySetException(lost);
        }
    }

    private void Take(int read, long now)
    {
        Volatile.Write(ref _reads, _reads + 1);
        var raw = _buffer.AsSpan(_kept, _rest + read);
        if (!_hasHead)
        {
            if (raw.IndexOf("\r\n\r\n"u8) is not (>= 0 and var end))
            {
                _rest = raw.Length;
                return;
            }

            if (!raw.StartsWith("HTTP/1.1 200"u8))
                throw new InvalidOperationException($"The answer was {Encoding.ASCII.GetString(raw[..end])}.");
            _hasHead = true;
            raw = raw[(end + 4)..];
            _answered.TrySetResult();
        }

        var length = _kept;
        var left = Unchunk(raw, ref length);
        _kept = Count(_buffer.AsSpan(0, length), now);
        _rest = left.Length;
        left.CopyTo(_buffer.AsSpan(_kept));
    }

    // Moves the content of the chunks together, behind what is kept. Returns what is neither content nor a whole head.
    private Span<byte> Unchunk(Span<byte> raw, ref int length)
    {
        while (!raw.IsEmpty)
        {
            if (_chunk > 0)
            {
                var part = Math.Min(_chunk, raw.Length);
                raw[..part].CopyTo(_buffer.AsSpan(length));
                (length, _chunk) = (length + part, _chunk - part);
                raw = raw[part..];
                continue;
            }

            // The end of the chunk before, if it is still to come, and the size of the next.
            var start = raw[0] == '\r' ? 2 : 0;
            if (raw.Length <= start || raw[start..].IndexOf("\r\n"u8) is not (>= 0 and var end)) return raw;
            if (!Utf8Parser.TryParse(raw.Slice(start, end), out _chunk, out _, 'x'))
                throw new InvalidOperationException("A chunk without a size.");
            raw = raw[(start + end + 2)..];
        }

        return raw;
    }

    // Returns how many bytes have to be looked at again, which it moves to the beginning.
    private int Count(Span<byte> body, long now)
    {
        var at = 0;
        while (body[at..].IndexOf(RelayEvents.Marker) is >= 0 and var found)
        {
            var stamp = body[(at + found)..].IndexOf(RelayEvents.StampMarker) is >= 0 and var offset
                ? at + found + offset + RelayEvents.StampMarker.Length
                : body.Length;
            if (stamp + RelayEvents.StampDigits > body.Length)
            {
                at += found;
                body[at..].CopyTo(body);
                return body.Length - at;
            }

            if (Utf8Parser.TryParse(body.Slice(stamp, RelayEvents.StampDigits), out long sent, out _)) latencies.Add(now - sent);
            at = stamp + RelayEvents.StampDigits;
            Volatile.Write(ref _events, _events + 1);
        }

        at = Math.Max(at, body.Length - (RelayEvents.Marker.Length - 1));
        body[at..].CopyTo(body);
        return body.Length - at;
    }
}
