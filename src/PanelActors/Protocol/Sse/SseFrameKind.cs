namespace PanelActors.Protocol.Sse;

internal enum SseFrameKind
{
    /// <summary>An event that a blank line dispatched (WHATWG HTML section 9.2.6).</summary>
    Event,

    /// <summary>A comment line. It proves only that the transport lives.</summary>
    Comment,

    /// <summary>An event beyond the size limit. Its content is skipped.</summary>
    Oversized,
}
