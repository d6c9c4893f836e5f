namespace PanelActors.Protocol.Sse;

/// <summary>The grammar of one line: its field and where its value begins (WHATWG HTML section 9.2.6).</summary>
internal static class SseLine
{
    /// <summary>Bytes after which a line's field is certain: the longest known name and its colon.</summary>
    public const int MaxHeadBytes = 6;

    /// <summary>The field of a line that is not empty.</summary>
    /// <param name="line">The line without its end, at least one byte.</param>
    /// <param name="valueStart">Index of the value's first byte; the line's length where it has no value.</param>
    public static SseField Parse(ReadOnlySpan<byte> line, out int valueStart)
    {
        if (line.StartsWith("data"u8))
            return Named(SseField.Data, 4, line, out valueStart);
        if (line.StartsWith("id"u8))
            return Named(SseField.Id, 2, line, out valueStart);
        if (line.StartsWith("event"u8))
            return Named(SseField.EventType, 5, line, out valueStart);
        if (line.StartsWith("retry"u8))
            return Named(SseField.Retry, 5, line, out valueStart);

        valueStart = 1;
        return line[0] == (byte)':' ? SseField.Comment : SseField.Unknown;
    }

    private static SseField Named(SseField field, int nameLength, ReadOnlySpan<byte> line, out int valueStart)
    {
        valueStart = nameLength;
        if (line.Length == nameLength)
            return field;
        if (line[nameLength] != (byte)':')
            return SseField.Unknown;

        valueStart++;
        if (valueStart < line.Length && line[valueStart] == (byte)' ')
            valueStart++;
        return field;
    }
}
