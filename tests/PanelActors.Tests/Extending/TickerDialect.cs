using PanelActors.Configuration;
using PanelActors.Protocol;
using PanelActors.Protocol.Decode;
using PanelActors.Protocol.Sse;
using PanelActors.Tree;

namespace PanelActors.Tests.Extending;

/// <summary>A dialect as docs/extending.md describes one: a board of prices, and ticks that change one of them.</summary>
internal sealed class TickerDialect : IDialect
{
    public const string Board = "board";
    public const string Tick = "tick";

    public Dialect Name => (Dialect)77;

    public bool Recognises(TapeValue root, string frameType) =>
        frameType == Board && root.TryGet("prices"u8, out var prices) && prices.IsObject;

    public PanelEvent Decode(TapeValue root, in SseFrame frame) => frame.EventType switch
    {
        Board when root.TryGet("prices"u8, out var prices) && prices.IsObject => new PanelFullEvent(PanelObject.Of(prices)),
        Tick when root.TryGet("name"u8, out var name) && name.AsString() is { } text && root.TryGet("price"u8, out var price) =>
            new PanelDiffEvent(new ObjectPatch([new PatchOperation(PatchKind.Set, PanelKey.Of(text)) { Value = price.ToNode() }]), false),
        Board or Tick => new LostEvent(LossReasons.BadPayload, NeedsFull: true),
        var other => new UnknownEvent(other),
    };

    public PanelEvent DecodeEmpty(string frameType) =>
        frameType is Board or Tick ? new LostEvent(LossReasons.NoPayload, NeedsFull: true) : new UnknownEvent(frameType);
}
