using PanelActors.Configuration;
using PanelActors.Protocol.Sse;
using PanelActors.Tree;

namespace PanelActors.Protocol.Decode;

/// <summary>
/// Frames to typed events, in the dialect that the feed speaks. Never throws for what a frame holds: what cannot be decoded becomes a
/// <see cref="LostEvent"/> with its reason. Reuses its memory from frame to frame, so an instance serves one stream.
/// </summary>
internal sealed class PanelEventDecoder
{
    private readonly JsonTape _tape;
    private readonly PanelsDialect _panels;
    private readonly IDialect[] _dialects;
    private IDialect? _chosen;

    /// <param name="form">The form of the diffs, or <see cref="DiffForm.Auto"/>.</param>
    /// <param name="maxDepth">How deep an event may nest.</param>
    /// <param name="trustsPublishTime">Whether the age of data is taken from the feed's publish times.</param>
    /// <param name="dialect">What the feed speaks; <see cref="Dialect.Auto"/> leaves it to the first event that shows it.</param>
    public PanelEventDecoder(DiffForm form, int maxDepth, bool trustsPublishTime = true, Dialect dialect = Dialect.Auto)
        : this(new PanelsDialect(form, trustsPublishTime), [new SummaryDialect()], maxDepth, dialect)
    {
    }

    /// <param name="panels">The dialect of a feed as long as no event shows which one it speaks.</param>
    /// <param name="others">Dialects that come before it, in this order, where an event shows them.</param>
    /// <param name="maxDepth">How deep an event may nest.</param>
    /// <param name="dialect">What the feed speaks, or <see cref="Dialect.Auto"/>.</param>
    internal PanelEventDecoder(PanelsDialect panels, IReadOnlyList<IDialect> others, int maxDepth, Dialect dialect = Dialect.Auto)
    {
        (_tape, _panels, _dialects) = (new JsonTape(maxDepth), panels, [.. others, panels]);
        _chosen = _dialects.FirstOrDefault(known => known.Name == dialect);
    }

    /// <summary>What the feed speaks; <see cref="Dialect.Auto"/> until an event shows it.</summary>
    public Dialect Dialect => _chosen?.Name ?? Dialect.Auto;

    /// <summary>The events of a batch in order, without its comments.</summary>
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
        if (frame.Data.IsEmpty) return (_chosen ?? _panels).DecodeEmpty(frame.EventType);
        if (Parse(frame.Data) is { } lost) return lost;
        var root = _tape.Root;
        _chosen ??= Choose(root, frame.EventType);
        return (_chosen ?? _panels).Decode(root, frame);
    }

    /// <summary>
    /// The baseline in a document that was asked for as such: a <c>panel_full</c> body, an envelope around one, or, where
    /// <paramref name="allowBare"/> is set, a bare status object. The result for anything else is not a <see cref="PanelFullEvent"/>.
    /// </summary>
    public PanelEvent DecodeBaseline(ReadOnlyMemory<byte> json, bool allowBare)
    {
        if (Parse(json) is { } lost) return lost;
        var root = _tape.Root;
        var isEnvelope = IsObject(root, "payload"u8) || IsObject(root, "status"u8);
        if (!isEnvelope && IsObject(root, "panel_full"u8)) return _panels.DecodeBody(EventTypes.PanelFull, root, bodyIsRoot: true);
        return !isEnvelope && allowBare && !IsIndexOfHashes(root)
            ? new PanelFullEvent(PanelObject.Of(root))
            : _panels.Decode(root, EventTypes.PanelFull);
    }

    // Why the document cannot be used; null where its root is an object on the tape.
    private LostEvent? Parse(ReadOnlyMemory<byte> json)
    {
        var fault = _tape.Parse(json);
        if (fault != JsonFault.None) return new LostEvent(LossReasons.Of(fault), NeedsFull: true);
        return _tape.Root.IsObject ? null : new LostEvent(LossReasons.BadEnvelope, NeedsFull: true);
    }

    private IDialect? Choose(TapeValue root, string frameType)
    {
        foreach (var dialect in _dialects)
        {
            if (dialect.Recognises(root, frameType)) return dialect;
        }

        return null;
    }

    // Feeds have an address that looks like that of a baseline and has only the hash of each panel.
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
