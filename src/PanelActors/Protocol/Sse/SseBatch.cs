namespace PanelActors.Protocol.Sse;

/// <summary>What one network read completed.</summary>
/// <param name="expectedFrames">How many frames it will probably be; nothing depends on it but the memory that is taken.</param>
public sealed class SseBatch(int expectedFrames = 0)
{
    /// <summary>The frames this read completed, in stream order; often none.</summary>
    public List<SseFrame> Frames { get; } = new(expectedFrames);

    /// <summary>
    /// The latest <c>retry</c> in this read, from 0 to <see cref="int.MaxValue"/> milliseconds (greater values are cut to
    /// that); <see langword="null"/> when this read had none.
    /// </summary>
    public TimeSpan? Retry { get; internal set; }

    /// <summary>
    /// The last event id in force after this read: the value for <c>Last-Event-ID</c> if the connection ended here. Raw
    /// UTF-8, empty when there is none. Owns its bytes, so it may be kept.
    /// </summary>
    public ReadOnlyMemory<byte> LastEventId { get; internal set; }

    /// <summary>How many bytes were read, framing and comments included.</summary>
    public int Bytes { get; internal set; }

    /// <summary>Empties the batch for another read, for a caller that handed no part of it on.</summary>
    public void Clear()
    {
        Frames.Clear();
        Retry = null;
        LastEventId = default;
        Bytes = 0;
    }
}
