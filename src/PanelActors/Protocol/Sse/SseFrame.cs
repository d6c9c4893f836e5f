namespace PanelActors.Protocol.Sse;

/// <summary>An event or a comment of the stream, in stream order.</summary>
/// <param name="Kind">Which one.</param>
/// <param name="Data">
/// Of an event the values of its <c>data</c> lines joined by LF, possibly empty. Of a comment what follows the colon, at most
/// <see cref="SseDecoder.MaxCommentBytes"/> bytes. Of an oversized event nothing. The bytes need not be valid UTF-8. They may be a slice of
/// the network chunk, which then stays alive.
/// </param>
/// <param name="EventType">
/// The event's type, <c>message</c> where it is absent or empty. Of an oversized event the type if it came before the limit. Of a comment
/// the empty string.
/// </param>
/// <param name="Id">
/// The last event id in force at this frame, raw UTF-8; empty where there is none. The id of an oversized event is not in force. It may be
/// a slice of the network chunk.
/// </param>
/// <param name="HasOwnId">Whether the event has an <c>id</c> line; without one the id of an event before it is in force.</param>
internal readonly record struct SseFrame(
    SseFrameKind Kind, ReadOnlyMemory<byte> Data, string EventType, ReadOnlyMemory<byte> Id, bool HasOwnId = false);
