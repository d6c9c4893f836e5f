using System.IO.Hashing;
using PanelActors.Configuration;
using PanelActors.Protocol.Sse;
using PanelActors.Tree;

namespace PanelActors.Protocol.Decode;

/// <summary>Envelopes with a type and a payload: what most feeds, and every relay, speak.</summary>
/// <param name="form">The form of the diffs, or <see cref="DiffForm.Auto"/>.</param>
/// <param name="trustsPublishTime">Whether the age of data is taken from the feed's publish times.</param>
internal sealed class PanelsDialect(DiffForm form, bool trustsPublishTime) : IDialect
{
    private const string DefaultType = "message";

    private readonly DiffReader _diffs = new();

    public Dialect Name => Dialect.Panels;

    public bool Recognises(TapeValue root, string frameType) =>
        root.TryGet("payload"u8, out _) || Decode(root, frameType) is
            PanelFullEvent or PanelDiffEvent { Patch: not null } or SeverityCountsEvent or SeverityStateEvent or FollowupAlertEvent;

    public PanelEvent Decode(TapeValue root, in SseFrame frame)
    {
        var decoded = Decode(root, frame.EventType);
        if (frame.HasOwnId) (decoded.Id, decoded.Hash) = (EventId.Of(frame.Id.Span), XxHash3.HashToUInt64(frame.Data.Span));
        return decoded;
    }

    public PanelEvent DecodeEmpty(string frameType)
    {
        // Some feeds keep a connection alive with empty events of an unknown type: there is nothing to lose in them.
        var type = EventTypes.Resolve(frameType);
        return type == EventTypes.Unknown && frameType != DefaultType ? new UnknownEvent(frameType) : Lost(type, LossReasons.NoPayload);
    }

    /// <summary>The event in the envelope <paramref name="root"/>, without an id.</summary>
    public PanelEvent Decode(TapeValue root, string frameType)
    {
        var envelope = Envelope.Of(root);
        var name = TypeName(root, envelope, frameType);
        var type = EventTypes.Resolve(name);
        if (type == EventTypes.Unknown) return RelayStatusReader.Read(name, envelope.Body) ?? (PanelEvent)new UnknownEvent(name);

        var decoded = envelope.Body is { } body ? DecodeBody(type, body, envelope.BodyIsRoot) : Lost(type, LossReasons.NoPayload);
        decoded.Generation = envelope.Generation;
        decoded.Age = envelope.Age;
        if (!envelope.HasAge && trustsPublishTime && decoded is PanelFullEvent or PanelDiffEvent)
            decoded.PublishedAt = PublishedAt(envelope.Body);
        return decoded;
    }

    /// <summary>The event of <paramref name="type"/>, one of the known types, with this body.</summary>
    public PanelEvent DecodeBody(string type, TapeValue body, bool bodyIsRoot)
    {
        switch (type)
        {
            case EventTypes.PanelFull:
                if (!TryGetEither(body, "status"u8, "panel_full"u8, out var status) || !status.IsObject)
                    return Lost(type, LossReasons.BadPayload);
                return body.TryGet("forced_reason"u8, out _) && status.TryGet("status"u8, out var inner) && inner.IsObject
                    ? new PanelFullEvent(PanelObject.Of(inner)) { IsForced = true }
                    : new PanelFullEvent(PanelObject.Of(status));

            case EventTypes.PanelDiff:
                var hasDiff = TryGetEither(body, "diff"u8, "panel_diff"u8, out var diff);
                var (patch, incomplete) = hasDiff ? _diffs.Read(diff, form) : (null, false);
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

    // Producers without a clock write zero or less.
    private static double PublishedAt(TapeValue? body) =>
        body is { } given && given.TryGet("publish_unixtime"u8, out var time) && time.TryGetDouble(out var seconds) && seconds > 0
            ? seconds : double.NaN;

    // Other types cannot have changed the panels.
    private static LostEvent Lost(string type, string reason) =>
        new(reason, NeedsFull: type is EventTypes.PanelFull or EventTypes.PanelDiff);

    private static string TypeName(TapeValue root, in Envelope envelope, string frameType)
    {
        // A type that is not a string names nothing; only where it is absent does the frame's name count.
        if (envelope.Type is { } type) return TextOf(type) ?? EventTypes.Unknown;
        if (frameType is not (DefaultType or "")) return frameType;
        if (!envelope.BodyIsRoot) return EventTypes.Unknown;
        if (root.TryGet("status"u8, out _)) return EventTypes.PanelFull;
        return root.TryGet("diff"u8, out _) ? EventTypes.PanelDiff : EventTypes.Unknown;
    }

    // The two that make up nearly all of a stream cost no allocation.
    private static string? TextOf(TapeValue type) =>
        type.IsString("panel_diff"u8) ? EventTypes.PanelDiff : type.IsString("panel_full"u8) ? EventTypes.PanelFull : type.AsString();

    private static bool TryGetEither(TapeValue body, ReadOnlySpan<byte> name, ReadOnlySpan<byte> other, out TapeValue value) =>
        body.TryGet(name, out value) || body.TryGet(other, out value);

    private static bool IsTrue(TapeValue body, ReadOnlySpan<byte> name) => body.TryGet(name, out var value) && value.IsTrue;
}
