using System.Buffers;
using System.Text;

namespace PanelActors.Tree;

/// <summary>
/// A value in the immutable panel tree. A diff merges only into objects, so only these have structure (<see cref="PanelObject"/>).
/// Everything else, arrays included, is replaced as a whole and stays JSON text (<see cref="PanelLeaf"/>).
/// </summary>
internal abstract class PanelNode
{
    private protected PanelNode()
    {
    }

    /// <summary>Length of the value's JSON text in bytes, exactly as <see cref="WriteTo"/> writes it.</summary>
    public abstract long Size { get; }

    /// <summary>Writes the value as JSON, without line breaks.</summary>
    public abstract void WriteTo(IBufferWriter<byte> output);

    /// <summary>
    /// A node with a copy of <paramref name="json"/>, one JSON value that a <see cref="JsonTape"/> has accepted: it has neither lone
    /// surrogates nor duplicate names.
    /// </summary>
    public static PanelNode FromValidJson(ReadOnlySpan<byte> json) =>
        json[0] == '{' ? PanelObject.FromValidJson(json) : new PanelLeaf(JsonText.Copy(json));

    /// <exception cref="FormatException">It is not one well-formed JSON value.</exception>
    public static PanelNode Parse(string json)
    {
        var tape = new JsonTape(maxDepth: 512);
        var fault = tape.Parse(Encoding.UTF8.GetBytes(json));
        return fault == JsonFault.None ? tape.Root.ToNode() : throw new FormatException($"Not a JSON value: {fault}.");
    }

    public override string ToString()
    {
        var output = new ArrayBufferWriter<byte>();
        WriteTo(output);
        return Encoding.UTF8.GetString(output.WrittenSpan);
    }
}
