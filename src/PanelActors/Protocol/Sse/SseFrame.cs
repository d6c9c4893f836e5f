namespace PanelActors.Protocol.Sse;

/// <summary>One thing the stream said, in stream order.</summary>
/// <param name="Kind">What this frame is.</param>
/// <param name="Data">
/// Of an event its payload: the values of its <c>data</c> lines joined by LF, possibly empty. Of a comment what follows
/// the colon, as sent, at most <see cref="SseDecoder.MaxCommentBytes"/> bytes. Of an oversized event nothing. Raw bytes:
/// whether they are valid UTF-8 is for the reader to judge. May be a slice of the network chunk and then keeps that
/// chunk alive.
/// </param>
/// <param name="EventType">
/// The event's type, <c>message</c> when it is absent or empty. Of an oversized event the type as far as it was known
/// when the limit was passed. Of a comment the empty string.
/// </param>
/// <param name="Id">
/// The last event id in force at this frame, raw UTF-8; empty when there is none. An oversized event's own id is not in
/// force. May be a slice of the network chunk.
/// </param>
/// <param name="HasOwnId">Whether the event itself carried the id; one without an <c>id</c> line has that of the event before it in force.</param>
public readonly record struct SseFrame(
    SseFrameKind Kind, ReadOnlyMemory<byte> Data, string EventType, ReadOnlyMemory<byte> Id, bool HasOwnId = false);
