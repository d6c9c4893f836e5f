using System.Buffers;

namespace PanelActors.Tree;

/// <summary>A scalar or an array, as the JSON text that the feed sent.</summary>
internal sealed class PanelLeaf : PanelNode
{
    public static readonly PanelLeaf Null = new("null"u8.ToArray());

    public static readonly PanelLeaf EmptyArray = new("[]"u8.ToArray());

    public static readonly PanelLeaf True = new("true"u8.ToArray());

    private readonly byte[] _json;

    internal PanelLeaf(byte[] json) => _json = json;

    public ReadOnlySpan<byte> Json => _json;

    public override long Size => _json.Length;

    public static PanelLeaf Of(long number) => new(JsonText.Number(number));

    public static PanelLeaf Of(string text) => new(JsonText.Quote(text));

    public override void WriteTo(IBufferWriter<byte> output) => output.Write(_json);
}
