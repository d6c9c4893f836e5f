namespace PanelActors.Protocol.Sse;

/// <summary>
/// Turns the bytes of one event stream, cut anywhere, into frames: WHATWG HTML section 9.2.6, with comments surfaced and memory bounded.
/// How the bytes are cut never changes the frames. One decoder per connection; not thread-safe.
/// <para>
/// The end of the stream needs no call: an event without its blank line and a line without its end are discarded, and an id that no blank
/// line committed never came into force.
/// </para>
/// <para>
/// An event whose data, type and id together exceed the limit is surfaced once, as <see cref="SseFrameKind.Oversized"/>, where it exceeds
/// the limit and not where it ends, since it may never end. The rest of it up to its blank line is skipped. Comments and unknown fields
/// never count and are never kept.
/// </para>
/// </summary>
internal sealed class SseDecoder
{
    /// <summary>How much of a comment is surfaced, in bytes.</summary>
    public const int MaxCommentBytes = 1024;

    private const byte Cr = (byte)'\r';
    private const byte Lf = (byte)'\n';

    private readonly PendingEvent _pending;
    private readonly PartialLine _partial;
    private int _bomMatched;
    private bool _swallowLf;

    /// <param name="maxEventBytes">The most that one event may hold, in bytes; at least 1.</param>
    /// <param name="lastEventId">
    /// The id in force when the connection was opened, as sent in <c>Last-Event-ID</c>: it stays in force until the stream sends another.
    /// Empty for none. By the standard a connection begins without an id, which would lose the position where a connection ends before
    /// its first id; browsers keep it too.
    /// </param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="maxEventBytes"/> is less than 1.</exception>
    public SseDecoder(int maxEventBytes, ReadOnlyMemory<byte> lastEventId = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(maxEventBytes, 1);
        _pending = new PendingEvent(maxEventBytes, lastEventId);
        _partial = new PartialLine(_pending);
    }

    /// <summary>
    /// Whether all that was read belongs to events and comments that are over: another decoder, begun with the id that is in force now,
    /// would read what follows alike.
    /// </summary>
    public bool IsBetweenEvents => !_partial.IsOpen && _pending.IsEmpty && _bomMatched is 0 or 3;

    private static ReadOnlySpan<byte> ByteOrderMark => [0xEF, 0xBB, 0xBF];

    /// <summary>Reads the next chunk and adds what it completed to <paramref name="into"/>.</summary>
    /// <param name="chunk">
    /// The bytes of one read, of any length. They must never change afterwards, since frames may be slices of them.
    /// </param>
    /// <param name="into">Frames and byte count are added to it; retry and id are replaced by the latest.</param>
    public void Decode(ReadOnlyMemory<byte> chunk, SseBatch into)
    {
        var bytes = chunk.Span;
        var position = _bomMatched < ByteOrderMark.Length ? SkipByteOrderMark(bytes) : 0;
        if (_swallowLf && bytes.Length > 0)
        {
            _swallowLf = false;
            if (bytes[0] == Lf)
                position = 1;
        }

        while (position < bytes.Length)
        {
            var rest = bytes[position..];
            // An empty line, with which every event ends, needs no search.
            var length = rest[0] == Lf ? 0 : rest.IndexOfAny(Cr, Lf);
            if (length < 0)
            {
                _partial.Append(rest, isLast: false, into);
                break;
            }

            if (_partial.IsOpen)
            {
                _partial.Append(rest[..length], isLast: true, into);
                _partial.End(into);
            }
            else if (length == 0)
            {
                _pending.Dispatch(into);
            }
            else
            {
                ReadLine(rest[..length], chunk, position, into);
            }

            position += length + 1;
            if (rest[length] == Cr)
            {
                // A CR ends its line at once: waiting for a possible LF would hold back an event until the next one.
                if (position == bytes.Length)
                    _swallowLf = true;
                else if (bytes[position] == Lf)
                    position++;
            }
        }

        _pending.EndChunk();
        into.LastEventId = _pending.LastEventId;
        into.Bytes += bytes.Length;
    }

    // The line begins at start in the chunk; values are slices of the chunk.
    private void ReadLine(ReadOnlySpan<byte> line, ReadOnlyMemory<byte> chunk, int start, SseBatch into)
    {
        var field = SseLine.Parse(line, out var valueStart);
        var value = line[valueStart..];
        start += valueStart;
        switch (field)
        {
            case SseField.Data:
                _pending.AddData(chunk.Slice(start, value.Length), into);
                break;
            case SseField.Id:
                _pending.SetId(chunk.Slice(start, value.Length), into);
                break;
            case SseField.EventType:
                _pending.SetType(value, into);
                break;
            case SseField.Retry:
                var retry = new RetryDigits();
                retry.Append(value);
                into.Retry = retry.Value ?? into.Retry;
                break;
            case SseField.Comment:
                var text = chunk.Slice(start, Math.Min(value.Length, MaxCommentBytes));
                into.Frames.Add(new SseFrame(SseFrameKind.Comment, text, "", _pending.LastEventId));
                break;
        }
    }

    private int SkipByteOrderMark(ReadOnlySpan<byte> bytes)
    {
        var position = 0;
        while (position < bytes.Length && _bomMatched < ByteOrderMark.Length)
        {
            if (bytes[position] != ByteOrderMark[_bomMatched])
            {
                // Not a mark. Its first bytes may lie in an earlier chunk, but no known field begins with them.
                if (_bomMatched > 0)
                    _partial.OpenIgnored();
                _bomMatched = ByteOrderMark.Length;
                break;
            }

            position++;
            _bomMatched++;
        }

        return position;
    }
}
