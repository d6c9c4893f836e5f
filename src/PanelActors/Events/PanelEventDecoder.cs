using PanelActors.Configuration;
using PanelActors.Framing;
using PanelActors.Tree;

namespace PanelActors.Events;

/// <summary>
/// Frames to typed events (contract section 1). Never throws for what a frame holds: what cannot be decoded becomes a
/// <see cref="LostEvent"/> with its reason. Reuses its memory from frame to frame, so an instance serves one stream.
/// </summary>
public sealed class PanelEventDecoder(DiffForm form, int maxDepth)
{
    private const string DefaultType = "message";
    private static readonly TimeSpan LongestAge = TimeSpan.FromDays(36_500);

    private readonly JsonTape _tape = new(maxDepth);

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
        return _tape.Root.IsObject ? DecodeEnvelope(_tape.Root, frame.EventType) : new LostEvent(LossReasons.BadEnvelope, NeedsFull: true);
    }

    // Some feeds keep a connection alive with events that hold nothing: nothing is what can be lost with them.
    private static PanelEvent DecodeEmpty(string frameType)
    {
        var type = EventTypes.Resolve(frameType);
        return type == EventTypes.Unknown && frameType != DefaultType ? new UnknownEvent(frameType) : Lost(type, LossReasons.NoPayload);
    }

    private PanelEvent DecodeEnvelope(TapeValue root, string frameType)
    {
        var (body, bodyIsRoot) = FindBody(root);
        var name = TypeName(root, frameType, bodyIsRoot);
        var type = EventTypes.Resolve(name);
        if (type == EventTypes.Unknown) return new UnknownEvent(name);

        var decoded = body is { } found ? DecodeBody(type, found, bodyIsRoot) : Lost(type, LossReasons.NoPayload);
        decoded.Generation = Generation(root, body);
        decoded.Age = Age(root);
        return decoded;
    }

    private PanelEvent DecodeBody(string type, TapeValue body, bool bodyIsRoot)
    {
        switch (type)
        {
            case EventTypes.PanelFull:
                return TryGetEither(body, "status"u8, "panel_full"u8, out var status) && status.IsObject
                    ? new PanelFullEvent(PanelObject.Of(status))
                    : Lost(type, LossReasons.BadPayload);

            case EventTypes.PanelDiff:
                var (patch, incomplete) = TryGetEither(body, "diff"u8, "panel_diff"u8, out var diff) ? DiffReader.Read(diff, form) : (null, false);
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

    // Only what could have changed the panels makes them doubtful.
    private static LostEvent Lost(string type, string reason) =>
        new(reason, NeedsFull: type is EventTypes.PanelFull or EventTypes.PanelDiff);

    private static (TapeValue? Body, bool IsRoot) FindBody(TapeValue root)
    {
        if (root.TryGet("payload"u8, out var payload) && !payload.IsNull) return (payload.IsObject ? payload : null, false);
        foreach (var member in root.Members)
        {
            if (member.Is("status"u8) || member.Is("diff"u8) || member.Is("counts"u8) || member.Is("alert"u8)
                || member.Is("alert_type"u8) || member.Is("severity"u8) || member.Is("index"u8))
            {
                return (root, true);
            }
        }

        return (null, false);
    }

    private static string TypeName(TapeValue root, string frameType, bool bodyIsRoot)
    {
        // A type that is no text names nothing that is known here; only its absence hands over to the frame.
        if (root.TryGet("type"u8, out var type) && !type.IsNull && !type.IsString(""u8)) return type.AsString() ?? EventTypes.Unknown;
        if (frameType is not (DefaultType or "")) return frameType;
        if (!bodyIsRoot) return EventTypes.Unknown;
        return root.TryGet("status"u8, out _) ? EventTypes.PanelFull : root.TryGet("diff"u8, out _) ? EventTypes.PanelDiff : EventTypes.Unknown;
    }

    private static long? Generation(TapeValue root, TapeValue? body)
    {
        if (root.TryGet("generation"u8, out var own) && ToGeneration(own) is { } generation) return generation;
        return body is { } found && found.TryGet("_generation"u8, out var inner) ? ToGeneration(inner) : null;
    }

    private static long? ToGeneration(TapeValue value)
    {
        if (value.TryGetInt64(out var number)) return number;
        return value.AsString() is { Length: > 0 } text && text.All(char.IsAsciiDigit)
            && long.TryParse(text, System.Globalization.CultureInfo.InvariantCulture, out number) ? number : null;
    }

    private static TimeSpan Age(TapeValue root) =>
        root.TryGet("age_seconds"u8, out var age) && age.TryGetDouble(out var seconds) && seconds > 0
            ? TimeSpan.FromSeconds(Math.Min(seconds, LongestAge.TotalSeconds))
            : TimeSpan.Zero;

    private static bool TryGetEither(TapeValue body, ReadOnlySpan<byte> name, ReadOnlySpan<byte> other, out TapeValue value) =>
        body.TryGet(name, out value) || body.TryGet(other, out value);

    private static bool IsTrue(TapeValue body, ReadOnlySpan<byte> name) => body.TryGet(name, out var value) && value.IsTrue;
}
