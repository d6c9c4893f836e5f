using PanelActors.Telemetry;

namespace PanelActors.Protocol.Sse;

/// <summary>What one network read completed.</summary>
/// <param name="expectedFrames">The initial capacity for frames.</param>
internal sealed class SseBatch(int expectedFrames = 0)
{
    /// <summary>The frames this read completed, in stream order; often none.</summary>
    public List<SseFrame> Frames { get; } = new(expectedFrames);

    /// <summary>
    /// The latest <c>retry</c> in this read, from 0 to <see cref="int.MaxValue"/> milliseconds (greater values are cut to that); null
    /// where this read had none.
    /// </summary>
    public TimeSpan? Retry { get; internal set; }

    /// <summary>
    /// The last event id in force after this read: the value for <c>Last-Event-ID</c> if the connection ended here. Raw UTF-8, empty
    /// where there is none. It owns its bytes, so it may be kept.
    /// </summary>
    public ReadOnlyMemory<byte> LastEventId { get; internal set; }

    /// <summary>How many bytes were read, framing and comments included.</summary>
    public int Bytes { get; internal set; }

    /// <summary>The bytes of the read. They never change.</summary>
    public ReadOnlyMemory<byte> Chunk { get; internal set; }

    /// <summary>Whether the read ended between two events.</summary>
    public bool IsWhole { get; internal set; }

    /// <summary>The trace that the read began; null where it is not sampled.</summary>
    public DataTrace? Trace { get; internal set; }

    /// <summary>Empties the batch for another read; no part of it may still be in use.</summary>
    public void Clear()
    {
        Frames.Clear();
        Retry = null;
        LastEventId = default;
        Bytes = 0;
        Chunk = default;
        IsWhole = false;
        Trace = null;
    }
}
