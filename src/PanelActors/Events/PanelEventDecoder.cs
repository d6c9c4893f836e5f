using System.IO.Hashing;
using PanelActors.Configuration;
using PanelActors.Framing;
using PanelActors.Tree;

namespace PanelActors.Events;

/// <summary>
/// Frames to typed events (contract section 1). Never throws for what a frame holds: what cannot be decoded becomes a
/// <see cref="LostEvent"/> with its reason. Reuses its memory from frame to frame, so an instance serves one stream.
/// </summary>
/// <param name="form">How diffs are told apart.</param>
/// <param name="maxDepth">How deep an event may nest.</param>
/// <param name="trustsPublishTime">Whether the feed's own publish times say how old its data is.</param>
public sealed class PanelEventDecoder(DiffForm form, int maxDepth, bool trustsPublishTime = true)
{
    private const string DefaultType = "message";

    private readonly JsonTape _tape = new(maxDepth);
    private readonly DiffReader _diffs = new();

    /// <summary>The events of a batch in order; comments mean nothing here.</summary>
    public IReadOnlyList<PanelEvent> Decode(SseBatch batch)
    {
        var frames = batch.Frames;
        if (frames.Count == 0) return [];
        var events = new List<PanelEvent>(frames.Count);
        foreach (var frame in frames)
        {
            if (frame.Kind != SseFrameKind.Comment) events.Add(Decode(frame));
        }

        return events;
    }

    /// <summary>The event in one frame, which must not be a comment.</summary>
    public PanelEvent Decode(in SseFrame frame)
    {
        if (frame.Kind == SseFrameKind.Oversized) return new LostEvent(LossReasons.Oversized, NeedsFull: true);
        if (frame.Data.IsEmpty) return DecodeEmpty(frame.EventType);
        var fault = _tape.Parse(frame.Data);
        if (fault != JsonFault.None) return new LostEvent(LossReasons.Of(fault), NeedsFull: true);
        if (!_tape.Root.IsObject) return new LostEvent(LossReasons.BadEnvelope, NeedsFull: true);
        var decoded = DecodeEnvelope(_tape.Root, frame.EventType);
        if (frame.HasOwnId) (decoded.Id, decoded.Hash) = (EventId.Of(frame.Id.Span), XxHash3.HashToUInt64(frame.Data.Span));
        return decoded;
    }

    /// <summary>
    /// The baseline in a document that was asked for as such: a <c>panel_full</c> body, an envelope around one, or, where
    /// <paramref name="allowBare"/> says so, a bare status object. Anything else is no <see cref="PanelFullEvent"/>.
    /// </summary>
    public PanelEvent DecodeBaseline(ReadOnlyMemory<byte> json, bool allowBare)
    {
        var fault = _tape.Parse(json);
        if (fault != JsonFault.None) return new LostEvent(LossReasons.Of(fault), NeedsFull: true);
        var root = _tape.Root;
        if (!root.IsObject) return new LostEvent(LossReasons.BadEnvelope, NeedsFull: true);
        var isEnvelope = IsObject(root, "payload"u8) || IsObject(root, "status"u8);
        if (!isEnvelope && IsObject(root, "panel_full"u8)) return DecodeBody(EventTypes.PanelFull, root, bodyIsRoot: true);
        return !isEnvelope && allowBare ? new PanelFullEvent(PanelObject.Of(root)) : DecodeEnvelope(root, EventTypes.PanelFull);
    }

    // Some feeds keep a connection alive with events that hold nothing: nothing is what can be lost with them.
    private static PanelEvent DecodeEmpty(string frameType)
    {
        var type = EventTypes.Resolve(frameType);
        return type == EventTypes.Unknown && frameType != DefaultType ? new UnknownEvent(frameType) : Lost(type, LossReasons.NoPayload);
    }

    private PanelEvent DecodeEnvelope(TapeValue root, string frameType)
    {
        var envelope = Envelope.Of(root);
        var name = TypeName(root, envelope, frameType);
        var type = EventTypes.Resolve(name);
        if (type == EventTypes.Unknown) return RelayStatusReader.Read(name, envelope.Body) ?? (PanelEvent)new UnknownEvent(name);

        var decoded = envelope.Body is { } body ? DecodeBody(type, body, envelope.BodyIsRoot) : Lost(type, LossReasons.NoPayload);
        decoded.Generation = envelope.Generation;
        decoded.Age = envelope.Age;
        if (!envelope.SaysAge && trustsPublishTime && decoded is PanelFullEvent or PanelDiffEvent)
            decoded.PublishedAt = PublishedAt(envelope.Body);
        return decoded;
    }

    private PanelEvent DecodeBody(string type, TapeValue body, bool bodyIsRoot)
    {
        switch (type)
        {
            case EventTypes.PanelFull:
                if (!TryGetEither(body, "status"u8, "panel_full"u8, out var status) || !status.IsObject) return Lost(type, LossReasons.BadPayload);
                return body.TryGet("forced_reason"u8, out _) && status.TryGet("status"u8, out var inner) && inner.IsObject
                    ? new PanelFullEvent(PanelObject.Of(inner)) { IsForced = true }
                    : new PanelFullEvent(PanelObject.Of(status));

            case EventTypes.PanelDiff:
                var (patch, incomplete) = TryGetEither(body, "diff"u8, "panel_diff"u8, out var diff) ? _diffs.Read(diff, form) : (null, false);
                return new PanelDiffEvent(patch, incomplete || IsTrue(body, "truncated"u8) || IsTrue(body, "degraded"u8));

            case EventTypes.SeverityCounts:
                return SeverityReader.ReadCounts(body) is { } counts ? new SeverityCountsEvent(counts) : Lost(type, LossReasons.BadPayload);

            case EventTypes.SeverityState:
                return body.TryGet("alert_type"u8, out var alertType) && alertType.AsString() is { Length: > 0 } alert
                    ? new SeverityStateEvent(alert, SeverityReader.ReadEntry(body), SeverityReader.ReadCounts(body))
                    : Lost(type, LossReasons.BadPayload);

            default:
                return FollowupReader.Read(body, bodyIsRoot);
        }
    }

    // Zero and less is what a producer writes that has no clock.
    private static double PublishedAt(TapeValue? body) =>
        body is { } given && given.TryGet("publish_unixtime"u8, out var time) && time.TryGetDouble(out var seconds) && seconds > 0
            ? seconds : double.NaN;

    // Only what could have changed the panels makes them doubtful.
    private static LostEvent Lost(string type, string reason) =>
        new(reason, NeedsFull: type is EventTypes.PanelFull or EventTypes.PanelDiff);

    private static string TypeName(TapeValue root, in Envelope envelope, string frameType)
    {
        // A type that is no text names nothing that is known here; only its absence hands over to the frame.
        if (envelope.Type is { } type) return EventTypes.NameIn(type) ?? EventTypes.Unknown;
        if (frameType is not (DefaultType or "")) return frameType;
        if (!envelope.BodyIsRoot) return EventTypes.Unknown;
        return root.TryGet("status"u8, out _) ? EventTypes.PanelFull : root.TryGet("diff"u8, out _) ? EventTypes.PanelDiff : EventTypes.Unknown;
    }

    private static bool TryGetEither(TapeValue body, ReadOnlySpan<byte> name, ReadOnlySpan<byte> other, out TapeValue value) =>
        body.TryGet(name, out value) || body.TryGet(other, out value);

    private static bool IsObject(TapeValue body, ReadOnlySpan<byte> name) => body.TryGet(name, out var value) && value.IsObject;

    private static bool IsTrue(TapeValue body, ReadOnlySpan<byte> name) => body.TryGet(name, out var value) && value.IsTrue;
}
