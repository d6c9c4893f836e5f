using System.IO.Hashing;
using PanelActors.Configuration;
using PanelActors.Protocol.Sse;
using PanelActors.Tree;

namespace PanelActors.Protocol.Decode;

/// <summary>
/// The summary stream: named events whose data is not an envelope, without ids, times or generations. Its panels are replaced whole. The
/// feed replays its history at every connect, whatever it is asked.
/// </summary>
internal sealed class SummaryDialect : IDialect
{
    /// <summary>The reason for a resync where the publisher has left something out.</summary>
    public const string Truncated = "truncated";

    private const string FullSnapshot = "full_snapshot";
    private const string PanelUpdate = "panel_update";
    private const string Unnamed = "message";

    public Dialect Name => Dialect.Summary;

    public bool Recognises(TapeValue root, string frameType)
    {
        if (HasAny(root, "payload"u8, "status"u8, "diff"u8)) return false;
        return NameOf(root, frameType) switch
        {
            EventTypes.Hello => root.TryGet("panels"u8, out var panels) && panels.IsArray,
            FullSnapshot or EventTypes.PanelDiff => root.TryGet("panels"u8, out var panels) && panels.IsObject,
            PanelUpdate => root.TryGet("updates"u8, out var updates) && updates.IsArray,
            _ => false,
        };
    }

    public PanelEvent Decode(TapeValue root, in SseFrame frame) => NameOf(root, frame.EventType) switch
    {
        EventTypes.Hello => new PublisherHelloEvent(XxHash3.HashToUInt64(frame.Data.Span)),
        FullSnapshot => root.TryGet("panels"u8, out var panels) && panels.IsObject
            ? new PanelFullEvent(PanelObject.Of(panels))
            : new LostEvent(LossReasons.BadPayload, NeedsFull: true),
        PanelUpdate => Diff(root.TryGet("updates"u8, out var updates) ? PatchOf(updates) : null),
        EventTypes.PanelDiff => Diff(root.TryGet("panels"u8, out var changed) ? PatchOfNamed(changed) : null),
        EventTypes.Heartbeat => root.TryGet("unchanged"u8, out var unchanged) && unchanged.IsTrue
            ? new UnchangedEvent()
            : new PublisherNoteEvent(EventTypes.Heartbeat),
        Truncated => new ResyncNeededEvent(EventTypes.Truncated, Truncated),
        // A replayed history can hold one, so it does not end the connection.
        EventTypes.Bye => new PublisherNoteEvent(EventTypes.Bye),
        var name => new UnknownEvent(name),
    };

    public PanelEvent DecodeEmpty(string frameType) => frameType switch
    {
        FullSnapshot or PanelUpdate or EventTypes.PanelDiff => new LostEvent(LossReasons.NoPayload, NeedsFull: true),
        Truncated => new ResyncNeededEvent(EventTypes.Truncated, Truncated),
        EventTypes.Hello or EventTypes.Heartbeat or EventTypes.Bye => new PublisherNoteEvent(frameType),
        _ => new UnknownEvent(frameType),
    };

    // An unnamed frame may have its name inside.
    private static string NameOf(TapeValue root, string frameType) =>
        frameType == Unnamed && root.TryGet("type"u8, out var type) && type.AsString() is { Length: > 0 } name ? name : frameType;

    private static PanelDiffEvent Diff(ObjectPatch? patch) => new(patch, IsIncomplete: false);

    private static ObjectPatch? PatchOf(TapeValue updates)
    {
        if (!updates.IsArray) return null;
        var operations = new List<PatchOperation>();
        foreach (var update in updates.Elements)
        {
            if (!update.TryGet("key"u8, out var key) || key.AsString() is not { Length: > 0 } name) return null;
            operations.Add(Replace(PanelKey.Of(name), update));
        }

        return new ObjectPatch([.. operations]);
    }

    private static ObjectPatch? PatchOfNamed(TapeValue panels)
    {
        if (!panels.IsObject) return null;
        var operations = new List<PatchOperation>();
        foreach (var member in panels.Members)
        {
            if (!member.Value.IsObject || member.Name.IsEmpty) return null;
            operations.Add(Replace(member.Key, member.Value));
        }

        return new ObjectPatch([.. operations]);
    }

    private static PatchOperation Replace(PanelKey key, TapeValue panel)
    {
        var members = new NodeMap.Builder();
        foreach (var member in panel.Members)
        {
            if (!member.Is("key"u8)) members.Add(member.Key, member.Value.ToNode());
        }

        return new PatchOperation(PatchKind.Set, key) { Value = PanelObject.Empty.With(members.ToMap()) };
    }

    private static bool HasAny(TapeValue root, ReadOnlySpan<byte> one, ReadOnlySpan<byte> other, ReadOnlySpan<byte> third) =>
        root.TryGet(one, out _) || root.TryGet(other, out _) || root.TryGet(third, out _);
}
