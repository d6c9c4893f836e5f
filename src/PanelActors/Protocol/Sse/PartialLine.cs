namespace PanelActors.Protocol.Sse;

/// <summary>
/// A line whose end lies in a later chunk. Its bytes are moved on as they come: data into the pending event; an id, a type or the beginning
/// of a comment into a bounded buffer; everything else is skipped.
/// </summary>
internal sealed class PartialLine(PendingEvent pending)
{
    private readonly byte[] _head = new byte[SseLine.MaxHeadBytes];
    private readonly PooledBuffer _value = new();
    private int _headLength;
    private SseField _field;
    private bool _inValue;
    private bool _atSpace;
    private RetryDigits _retry;

    public bool IsOpen { get; private set; }

    /// <summary>Begins a line that is skipped.</summary>
    public void OpenIgnored()
    {
        IsOpen = _inValue = true;
        _field = SseField.Unknown;
    }

    /// <summary>Adds bytes of the line. After the last ones <see cref="End"/> has to follow.</summary>
    public void Append(ReadOnlySpan<byte> bytes, bool isLast, SseBatch into)
    {
        IsOpen = true;
        if (!_inValue)
            bytes = AppendHead(bytes, into);
        if (_atSpace && bytes.Length > 0)
        {
            _atSpace = false;
            if (bytes[0] == (byte)' ')
                bytes = bytes[1..];
        }

        if (bytes.Length > 0)
            AppendValue(bytes, isLast, into);
    }

    public void End(SseBatch into)
    {
        if (!_inValue)
            BeginValue(into);

        switch (_field)
        {
            case SseField.Comment:
                into.Frames.Add(new SseFrame(SseFrameKind.Comment, _value.ToArray(), "", pending.LastEventId));
                break;
            case SseField.EventType:
                pending.SetType(_value.Span, into);
                break;
            case SseField.Id:
                pending.SetId(_value.ToArray(), into);
                break;
            case SseField.Retry:
                into.Retry = _retry.Value ?? into.Retry;
                break;
        }

        _value.Clear();
        _headLength = 0;
        _retry = default;
        IsOpen = _inValue = _atSpace = false;
    }

    /// <summary>Takes bytes until the field is certain; returns those of the value.</summary>
    private ReadOnlySpan<byte> AppendHead(ReadOnlySpan<byte> bytes, SseBatch into)
    {
        var head = bytes[..Math.Min(bytes.Length, _head.Length - _headLength)];
        var colon = head.IndexOf((byte)':');
        if (colon >= 0)
            head = head[..(colon + 1)];
        head.CopyTo(_head.AsSpan(_headLength));
        _headLength += head.Length;

        if (colon >= 0 || _headLength == _head.Length)
            BeginValue(into);
        return bytes[head.Length..];
    }

    private void BeginValue(SseBatch into)
    {
        _field = SseLine.Parse(_head.AsSpan(0, _headLength), out _);
        _inValue = true;
        _atSpace = _field != SseField.Comment;
        if (_field == SseField.Data)
            pending.BeginData(into);
    }

    private void AppendValue(ReadOnlySpan<byte> bytes, bool isLast, SseBatch into)
    {
        switch (_field)
        {
            case SseField.Data:
                pending.AppendData(bytes, isLast, into);
                break;
            case SseField.Comment:
                _value.Append(bytes[..Math.Min(bytes.Length, SseDecoder.MaxCommentBytes - _value.Length)]);
                break;
            case SseField.EventType:
                AppendBounded(bytes, pending.FitsType((long)_value.Length + bytes.Length, into));
                break;
            case SseField.Id:
                AppendBounded(bytes, pending.FitsId((long)_value.Length + bytes.Length, into));
                break;
            case SseField.Retry:
                _retry.Append(bytes);
                break;
        }
    }

    private void AppendBounded(ReadOnlySpan<byte> bytes, bool fits)
    {
        if (fits)
            _value.Append(bytes);
        else
            _value.Clear();
    }
}
