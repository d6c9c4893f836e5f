namespace PanelActors.Protocol.Sse;

/// <summary>
/// The event of the lines read so far, until a blank line dispatches it. Data (with the LF between its lines), type and id together have at
/// most <paramref name="maxBytes"/>. A line that would exceed that makes the event oversized: it is surfaced at once, and the rest up to
/// the blank line is skipped.
/// </summary>
internal sealed class PendingEvent(int maxBytes, ReadOnlyMemory<byte> lastEventId)
{
    private const string DefaultType = "message";

    // The most that is reserved for an event in pieces before its bytes have come.
    private const int MaxReserved = 256 * 1024;

    private readonly EventTypeCache _types = new();
    private readonly LastEventId _id = new(lastEventId);
    private readonly PooledBuffer _copied = new();

    // The data where it is one line: a slice of the chunk, or an array where the line came in pieces. Pieces, and data of several lines,
    // are gathered in _copied.
    private ReadOnlyMemory<byte> _slice;
    private bool _hasData;
    private bool _isCopied;
    private long _dataBytes;
    private int _usualBytes;
    private string _type = DefaultType;
    private int _typeBytes;
    private int _idBytes;
    private bool _hasOwnId;
    private bool _skipping;

    public ReadOnlyMemory<byte> LastEventId => _id.Current;

    /// <summary>Whether no line of an event was read since the latest blank line.</summary>
    public bool IsEmpty => !_skipping && !_hasData && !_hasOwnId && !_id.IsPending && _typeBytes == 0;

    public void AddData(ReadOnlyMemory<byte> value, SseBatch into)
    {
        if (_hasData)
        {
            BeginData(into);
            AppendData(value.Span, isLast: false, into);
        }
        else if (Fits(value.Length, _typeBytes, _idBytes, into))
        {
            _slice = value;
            _dataBytes = value.Length;
            _hasData = true;
        }
    }

    /// <summary>Begins a data line whose value comes in pieces.</summary>
    public void BeginData(SseBatch into)
    {
        var separator = _hasData ? 1 : 0;
        if (!Fits(_dataBytes + separator, _typeBytes, _idBytes, into))
            return;

        if (!_isCopied)
        {
            // Large events of a feed have similar sizes.
            _copied.Reserve(_usualBytes);
            _copied.Append(_slice.Span);
        }

        if (_hasData)
            _copied.Append((byte)'\n');
        _slice = default;
        _isCopied = _hasData = true;
        _dataBytes += separator;
    }

    /// <summary>Adds a piece to the data line begun last, possibly the one that ends it.</summary>
    public void AppendData(ReadOnlySpan<byte> piece, bool isLast, SseBatch into)
    {
        if (!Fits(_dataBytes + piece.Length, _typeBytes, _idBytes, into))
            return;

        _dataBytes += piece.Length;
        if (!isLast)
        {
            _copied.Append(piece);
            return;
        }

        // Most likely the whole event: the last piece is copied straight into the final array.
        _slice = _copied.ToArray(piece);
        _usualBytes = Math.Min(_slice.Length, MaxReserved);
        _copied.Clear();
        _isCopied = false;
    }

    public bool FitsType(long bytes, SseBatch into) => Fits(_dataBytes, bytes, _idBytes, into);

    public void SetType(ReadOnlySpan<byte> value, SseBatch into)
    {
        if (!FitsType(value.Length, into))
            return;

        _type = value.IsEmpty ? DefaultType : _types.Get(value);
        _typeBytes = value.Length;
    }

    public bool FitsId(long bytes, SseBatch into) => Fits(_dataBytes, _typeBytes, bytes, into);

    /// <summary>Sets the id, unless it holds a NUL.</summary>
    public void SetId(ReadOnlyMemory<byte> value, SseBatch into)
    {
        if (!FitsId(value.Length, into) || value.Span.Contains((byte)0))
            return;

        _id.Set(value);
        _idBytes = value.Length;
        _hasOwnId = value.Length > 0;
    }

    /// <summary>At a blank line: commits the id, adds the event to the batch if it has data, and begins the next.</summary>
    public void Dispatch(SseBatch into)
    {
        if (_skipping)
        {
            _skipping = false;
            return;
        }

        _id.Commit();
        if (_hasData)
            into.Frames.Add(new SseFrame(SseFrameKind.Event, _isCopied ? _copied.ToArray() : _slice, _type, _id.Current, _hasOwnId));
        Forget();
    }

    /// <summary>At the end of a chunk, which the id must not keep alive.</summary>
    public void EndChunk() => _id.Detach();

    private bool Fits(long dataBytes, long typeBytes, long idBytes, SseBatch into)
    {
        if (_skipping)
            return false;
        if (dataBytes + typeBytes + idBytes <= maxBytes)
            return true;

        into.Frames.Add(new SseFrame(SseFrameKind.Oversized, default, _type, _id.Current));
        _id.Revert();
        Forget();
        _skipping = true;
        return false;
    }

    private void Forget()
    {
        _slice = default;
        _copied.Clear();
        _hasData = _isCopied = _hasOwnId = false;
        _dataBytes = 0;
        _type = DefaultType;
        _typeBytes = _idBytes = 0;
    }
}
