using System.Buffers;

namespace PanelActors.Tree;

/// <summary>A scalar or an array, kept as the JSON text it came in.</summary>
internal sealed class PanelLeaf : PanelNode
{
    /// <summary>The value <c>null</c>.</summary>
    public static readonly PanelLeaf Null = new("null"u8.ToArray());

    /// <summary>The value <c>[]</c>.</summary>
    public static readonly PanelLeaf EmptyArray = new("[]"u8.ToArray());

    /// <summary>The value <c>true</c>.</summary>
    public static readonly PanelLeaf True = new("true"u8.ToArray());

    private readonly byte[] _json;

    internal PanelLeaf(byte[] json) => _json = json;

    /// <summary>The value's JSON text.</summary>
    public ReadOnlySpan<byte> Json => _json;

    /// <inheritdoc/>
    public override long Size => _json.Length;

    /// <summary>An integer.</summary>
    public static PanelLeaf Of(long number) => new(JsonText.Number(number));

    /// <summary>A string.</summary>
    public static PanelLeaf Of(string text) => new(JsonText.Quote(text));

    /// <inheritdoc/>
    public override void WriteTo(IBufferWriter<byte> output) => output.Write(_json);
}
