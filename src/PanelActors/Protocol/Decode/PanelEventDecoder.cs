using System.IO.Hashing;
using PanelActors.Configuration;
using PanelActors.Protocol.Sse;
using PanelActors.Tree;

namespace PanelActors.Protocol.Decode;

/// <summary>
/// Frames to typed events, in the dialect that the feed speaks. Never throws for what a frame holds: what cannot be decoded becomes a
/// <see cref="LostEvent"/> with its reason. Reuses its memory from frame to frame, so an instance serves one stream.
/// </summary>
/// <param name="form">How diffs are told apart.</param>
/// <param name="maxDepth">How deep an event may nest.</param>
/// <param name="trustsPublishTime">Whether the feed's own publish times say how old its data is.</param>
/// <param name="dialect">What the feed speaks; <see cref="Dialect.Auto"/> leaves it to the first event that shows it.</param>
public sealed class PanelEventDecoder(DiffForm form, int maxDepth, bool trustsPublishTime = true, Dialect dialect = Dialect.Auto)
{
    private readonly JsonTape _tape = new(maxDepth);
    private readonly PanelsDialect _panels = new(form, trustsPublishTime);

    /// <summary>What the feed speaks; <see cref="Dialect.Auto"/> until an event shows it.</summary>
    public Dialect Dialect { get; private set; } = dialect;

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
        if (frame.Data.IsEmpty)
            return Dialect == Dialect.Summary ? SummaryDialect.DecodeEmpty(frame.EventType) : PanelsDialect.DecodeEmpty(frame.EventType);
        var fault = _tape.Parse(frame.Data);
        if (fault != JsonFault.None) return new LostEvent(LossReasons.Of(fault), NeedsFull: true);
        var root = _tape.Root;
        if (!root.IsObject) return new LostEvent(LossReasons.BadEnvelope, NeedsFull: true);

        if (Dialect == Dialect.Auto && SummaryDialect.Recognises(root, frame.EventType)) Dialect = Dialect.Summary;
        if (Dialect == Dialect.Summary) return SummaryDialect.Decode(root, frame.EventType, frame.Data.Span);

        var decoded = _panels.Decode(root, frame.EventType);
        if (Dialect == Dialect.Auto && PanelsDialect.Recognises(root, decoded)) Dialect = Dialect.Panels;
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
        if (!isEnvelope && IsObject(root, "panel_full"u8)) return _panels.DecodeBody(EventTypes.PanelFull, root, bodyIsRoot: true);
        return !isEnvelope && allowBare && !IsIndexOfHashes(root) ? new PanelFullEvent(PanelObject.Of(root)) : _panels.Decode(root, EventTypes.PanelFull);
    }

    // Feeds have an address that looks like that of a baseline and tells only what each panel's content hashes to.
    private static bool IsIndexOfHashes(TapeValue root)
    {
        if (!root.TryGet("panels"u8, out var panels) || !panels.IsObject) return false;
        foreach (var panel in panels.Members)
        {
            if (!panel.Value.IsObject) return false;
            foreach (var member in panel.Value.Members)
            {
                if (!member.Is("hash"u8)) return false;
            }
        }

        return true;
    }

    private static bool IsObject(TapeValue body, ReadOnlySpan<byte> name) => body.TryGet(name, out var value) && value.IsObject;
}
