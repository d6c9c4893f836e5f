using System.Buffers;
using System.Text.Json;

namespace PanelActors.Tree;

/// <summary>
/// An object in the immutable panel tree. It is only its JSON text until a member is looked up, which splits it one level deep. A changed
/// object shares with the one before every member that did not change.
/// </summary>
internal sealed class PanelObject : PanelNode
{
    public static readonly PanelObject Empty = new(NodeMap.Empty);

    // One of the two is set by the constructor. The map is derived from the text on demand; threads that do so at once derive equal maps.
    private readonly byte[]? _json;
    private NodeMap? _members;
    private ContentHash? _hash;

    private PanelObject(byte[] json) => _json = json;

    private PanelObject(NodeMap members) => _members = members;

    /// <summary>The members, in the order they came.</summary>
    public NodeMap Members => Volatile.Read(ref _members) ?? Split();

    public int Count => Members.Count;

    public override long Size => _json?.Length ?? _members!.Size + 2;

    /// <summary>The JSON text while the object is not split; else empty.</summary>
    internal ReadOnlySpan<byte> UnsplitJson => Volatile.Read(ref _members) is null ? _json : default;

    internal ref ContentHash? CachedHash => ref _hash;

    /// <inheritdoc cref="PanelNode.FromValidJson"/>
    public static new PanelObject FromValidJson(ReadOnlySpan<byte> json) => new(JsonText.Copy(json));

    /// <summary>
    /// An object that is split at once: each member owns its bytes, and the text of the whole is not kept. For an object whose members
    /// are going to be looked up anyway.
    /// </summary>
    public static PanelObject Of(TapeValue value)
    {
        var members = new NodeMap.Builder();
        foreach (var member in value.Members) members.Add(member.Key, member.Value.ToNode());
        return new PanelObject(members.ToMap());
    }

    /// <exception cref="FormatException">It is not one well-formed JSON object.</exception>
    public static new PanelObject Parse(string json) =>
        PanelNode.Parse(json) as PanelObject ?? throw new FormatException("Not a JSON object.");

    /// <summary>An object with these members; this one where nothing differs.</summary>
    public PanelObject With(NodeMap members) => ReferenceEquals(members, _members) ? this : new PanelObject(members);

    public PanelNode? Find(PanelKey key) => Members.Find(key);

    public override void WriteTo(IBufferWriter<byte> output)
    {
        if (_json is not null)
        {
            output.Write(_json);
            return;
        }

        var separator = "{"u8;
        foreach (var (key, value) in _members!)
        {
            output.Write(separator);
            output.Write(key.Json);
            value.WriteTo(output);
            separator = ","u8;
        }

        output.Write(_members.Count == 0 ? "{}"u8 : "}"u8);
    }

    private NodeMap Split()
    {
        var members = new NodeMap.Builder();
        // The text was accepted under a limit of depth before.
        var reader = new Utf8JsonReader(_json, new JsonReaderOptions { MaxDepth = int.MaxValue });
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var key = PanelKey.Of(reader.ValueIsEscaped ? JsonText.Unescape(reader.ValueSpan) : reader.ValueSpan);
            reader.Read();
            var start = (int)reader.TokenStartIndex;
            reader.Skip();
            members.Add(key, PanelNode.FromValidJson(_json.AsSpan(start, (int)reader.BytesConsumed - start)));
        }

        var map = members.ToMap();
        Volatile.Write(ref _members, map);
        return map;
    }
}
