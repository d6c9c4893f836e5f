using System.Runtime.InteropServices;
using System.Text.Json;
using System.Text.Unicode;

namespace PanelActors.Tree;

/// <summary>
/// A JSON document as one flat list of tokens, each with the end of its value, so that after a single pass any part can be read, skipped
/// or copied without reading it again. The tape is reused from document to document: its values are valid until the next
/// <see cref="Parse"/>. Not safe for concurrent use.
/// </summary>
internal sealed class JsonTape
{
    private const int InitialTokens = 256;
    private const int TokensWorthKeeping = 1 << 16;

    private readonly int[] _open;
    private Token[] _tokens = new Token[InitialTokens];
    private int _count;
    private ArraySegment<byte> _json = ArraySegment<byte>.Empty;

    /// <summary>Creates a tape that accepts documents nested at most <paramref name="maxDepth"/> levels deep.</summary>
    public JsonTape(int maxDepth)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(maxDepth, 1);
        _open = new int[maxDepth];
    }

    /// <summary>The outermost value. Meaningful only after <see cref="Parse"/> returned <see cref="JsonFault.None"/>.</summary>
    public TapeValue Root => new(this, 0);

    /// <summary>Tokenises <paramref name="json"/>, which must stay unchanged while the tape is in use. Never throws.</summary>
    public JsonFault Parse(ReadOnlyMemory<byte> json)
    {
        if (_tokens.Length > TokensWorthKeeping) _tokens = new Token[InitialTokens];
        _count = 0;
        // A ReadOnlyMemory resolves its object at each access, an array does not.
        _json = MemoryMarshal.TryGetArray(json, out var array) ? array : json.ToArray();
        if (!Utf8.IsValid(_json)) return JsonFault.BadUtf8;
        try
        {
            return Tokenise(_json);
        }
        catch (JsonException)
        {
            return JsonFault.BadJson;
        }
    }

    internal ref readonly Token this[int index] => ref _tokens[index];

    /// <summary>The bytes of a token; of a string or name those between its quotes.</summary>
    internal ReadOnlySpan<byte> BytesOf(in Token token) => new(_json.Array, _json.Offset + token.Start, token.Length);

    /// <summary>The text of a string or name, unescaped.</summary>
    internal ReadOnlySpan<byte> TextOf(in Token token) => token.Escaped ? JsonText.Unescape(BytesOf(token)) : BytesOf(token);

    /// <summary>The JSON text of a token.</summary>
    internal ReadOnlyMemory<byte> JsonOf(in Token token) => token.Type == JsonTokenType.String
        ? _json.AsMemory(token.Start - 1, token.Length + 2) : _json.AsMemory(token.Start, token.Length);

    private JsonFault Tokenise(ReadOnlySpan<byte> json)
    {
        // One level more than allowed, so that the limit is noticed here and not as a JsonException.
        var reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = _open.Length + 1 });
        var depth = 0;
        while (reader.Read())
        {
            var type = reader.TokenType;
            switch (type)
            {
                case JsonTokenType.StartObject or JsonTokenType.StartArray:
                    if (depth == _open.Length) return JsonFault.TooDeep;
                    _open[depth++] = _count;
                    Add(type, (int)reader.TokenStartIndex, 0);
                    break;

                case JsonTokenType.EndObject or JsonTokenType.EndArray:
                    var start = _open[--depth];
                    ref var container = ref _tokens[start];
                    container.Length = (int)reader.BytesConsumed - container.Start;
                    container.Next = _count;
                    if (type == JsonTokenType.EndObject && MemberNames.HasDuplicate(this, start)) return JsonFault.DuplicateKey;
                    break;

                case JsonTokenType.PropertyName or JsonTokenType.String:
                    var text = reader.ValueSpan;
                    if (reader.ValueIsEscaped && JsonText.HasLoneSurrogate(text)) return JsonFault.BadJson;
                    Add(type, (int)reader.TokenStartIndex + 1, text.Length, reader.ValueIsEscaped);
                    break;

                default:
                    Add(type, (int)reader.TokenStartIndex, reader.ValueSpan.Length);
                    break;
            }
        }

        return JsonFault.None;
    }

    private void Add(JsonTokenType type, int start, int length, bool escaped = false)
    {
        if (_count == _tokens.Length) Array.Resize(ref _tokens, _count * 2);
        ref var token = ref _tokens[_count++];
        token.Start = start;
        token.Length = length;
        token.Next = _count;
        token.Type = type;
        token.Escaped = escaped;
    }

    /// <summary>One token. Strings and names lie without their quotes; containers include their brackets.</summary>
    internal struct Token
    {
        public int Start;
        public int Length;

        /// <summary>Index of the first token after this value.</summary>
        public int Next;
        public JsonTokenType Type;
        public bool Escaped;
    }
}
