using System.Buffers;
using System.Text.Json;

namespace PanelActors.Tree;

/// <summary>
/// An object in the immutable panel tree. As long as nobody looks inside it is only its JSON text; the first look
/// splits it one level deep. A changed object shares every member it does not change with the one before.
/// </summary>
internal sealed class PanelObject : PanelNode
{
    /// <summary>The object without members.</summary>
    public static readonly PanelObject Empty = new(NodeMap.Empty);

    // Exactly one is set at birth. The map is derived from the text on demand: two threads that do so at once derive
    // equal maps, and either may win.
    private readonly byte[]? _json;
    private NodeMap? _members;
    private ContentHash? _hash;

    private PanelObject(byte[] json) => _json = json;

    private PanelObject(NodeMap members) => _members = members;

    /// <summary>The members, in the order they came.</summary>
    public NodeMap Members => Volatile.Read(ref _members) ?? Split();

    /// <summary>Number of members.</summary>
    public int Count => Members.Count;

    /// <inheritdoc/>
    public override long Size => _json?.Length ?? _members!.Size + 2;

    /// <summary>The JSON text, where the object was not looked into yet.</summary>
    internal ReadOnlySpan<byte> UnsplitJson => Volatile.Read(ref _members) is null ? _json : default;

    internal ref ContentHash? CachedHash => ref _hash;

    /// <inheritdoc cref="PanelNode.FromValidJson"/>
    public static new PanelObject FromValidJson(ReadOnlySpan<byte> json) => new(JsonText.Copy(json));

    /// <summary>
    /// An object split from the start: each member owns its bytes, and no text of the whole is kept beside them. For an
    /// object that is going to be looked into anyway.
    /// </summary>
    public static PanelObject Of(TapeValue value)
    {
        var members = new NodeMap.Builder();
        foreach (var member in value.Members) members.Add(member.Key, member.Value.ToNode());
        return new PanelObject(members.ToMap());
    }

    /// <summary>Parses <paramref name="json"/>.</summary>
    /// <exception cref="FormatException">It is not one well-formed JSON object.</exception>
    public static new PanelObject Parse(string json) =>
        PanelNode.Parse(json) as PanelObject ?? throw new FormatException("Not a JSON object.");

    /// <summary>An object with these members; this one where nothing differs.</summary>
    public PanelObject With(NodeMap members) => ReferenceEquals(members, _members) ? this : new PanelObject(members);

    /// <summary>Looks a member up.</summary>
    public PanelNode? Find(PanelKey key) => Members.Find(key);

    /// <inheritdoc/>
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
        // No limit of its own: the text was accepted under one.
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
