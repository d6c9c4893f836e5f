namespace PanelActors.Protocol.Sse;

/// <summary>What a <see cref="SseFrame"/> is.</summary>
public enum SseFrameKind
{
    /// <summary>An event that a blank line dispatched (WHATWG HTML section 9.2.6).</summary>
    Event,

    /// <summary>A comment line. It proves that the transport lives and nothing else.</summary>
    Comment,

    /// <summary>An event past the size limit. What it held is skipped and unknown.</summary>
    Oversized,
}
