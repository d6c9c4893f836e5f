namespace PanelActors.Protocol.Sse;

/// <summary>
/// The last event id of a stream: the buffer that <c>id</c> lines write, and the value in force, to which a blank line copies the buffer
/// (WHATWG HTML section 9.2.6).
/// </summary>
internal sealed class LastEventId(ReadOnlyMemory<byte> initial)
{
    private ReadOnlyMemory<byte> _buffer = initial;
    private bool _bufferIsSlice;
    private bool _currentIsSlice;

    public ReadOnlyMemory<byte> Current { get; private set; } = initial;

    /// <summary>Whether an <c>id</c> line waits for its blank line.</summary>
    public bool IsPending => !_buffer.Equals(Current);

    /// <summary>Sets the buffer to bytes that may be a slice of the current chunk.</summary>
    public void Set(ReadOnlyMemory<byte> value)
    {
        _buffer = value;
        _bufferIsSlice = true;
    }

    public void Commit()
    {
        Current = _buffer;
        _currentIsSlice = _bufferIsSlice;
    }

    /// <summary>Sets the buffer back to the value in force.</summary>
    public void Revert()
    {
        _buffer = Current;
        _bufferIsSlice = _currentIsSlice;
    }

    /// <summary>At the end of a chunk: copies slices of it, so that a few bytes of id do not keep a whole chunk alive.</summary>
    public void Detach()
    {
        var same = _buffer.Equals(Current);
        if (_currentIsSlice)
            Current = Current.ToArray();
        if (same)
            _buffer = Current;
        else if (_bufferIsSlice)
            _buffer = _buffer.ToArray();
        _currentIsSlice = _bufferIsSlice = false;
    }
}
