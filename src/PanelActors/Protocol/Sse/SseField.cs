namespace PanelActors.Protocol.Sse;

/// <summary>The fields that WHATWG HTML section 9.2.6 names; all others are ignored.</summary>
internal enum SseField
{
    Unknown,
    Comment,
    Data,
    EventType,
    Id,
    Retry,
}
