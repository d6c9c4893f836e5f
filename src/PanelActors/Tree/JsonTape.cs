using System.Text.Json;
using System.Text.Unicode;

namespace PanelActors.Tree;

/// <summary>
/// A JSON document as one flat list of tokens, each knowing where its value ends, so that after a single tokenising
/// pass any part can be looked at, skipped or copied without reading it again. The tape is reused from document to
/// document: what it hands out is valid until the next <see cref="Parse"/>. Not safe for concurrent use.
/// </summary>
public sealed class JsonTape
{
    private const int InitialTokens = 256;
    private const int TokensWorthKeeping = 1 << 16;

    private readonly int _maxDepth;
    private readonly int[] _open;
    private Token[] _tokens = new Token[InitialTokens];
    private int _count;
    private ReadOnlyMemory<byte> _json;

    /// <summary>Creates a tape that accepts documents nested at most <paramref name="maxDepth"/> levels deep.</summary>
    public JsonTape(int maxDepth)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(maxDepth, 1);
        _maxDepth = maxDepth;
        _open = new int[maxDepth];
    }

    /// <summary>The outermost value. Meaningful only after <see cref="Parse"/> returned <see cref="JsonFault.None"/>.</summary>
    public TapeValue Root => new(this, 0);

    internal ReadOnlyMemory<byte> Json => _json;

    /// <summary>Tokenises <paramref name="json"/>, which must stay unchanged while the tape is in use. Never throws.</summary>
    public JsonFault Parse(ReadOnlyMemory<byte> json)
    {
        if (_tokens.Length > TokensWorthKeeping) _tokens = new Token[InitialTokens];
        _count = 0;
        _json = json;
        if (!Utf8.IsValid(json.Span)) return JsonFault.BadUtf8;

        try
        {
            return Tokenise(json.Span);
        }
        catch (JsonException)
        {
            return JsonFault.BadJson;
        }
    }

    internal ref readonly Token this[int index] => ref _tokens[index];

    private JsonFault Tokenise(ReadOnlySpan<byte> json)
    {
        // One level more than allowed, so that the limit is noticed here and told apart from other faults.
        var reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = _maxDepth + 1 });
        var depth = 0;
        while (reader.Read())
        {
            var type = reader.TokenType;
            switch (type)
            {
                case JsonTokenType.StartObject or JsonTokenType.StartArray:
                    if (depth == _maxDepth) return JsonFault.TooDeep;
                    _open[depth++] = _count;
                    Add(type, (int)reader.TokenStartIndex, 0, escaped: false);
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
                    Add(type, (int)reader.TokenStartIndex, reader.ValueSpan.Length, escaped: false);
                    break;
            }
        }

        return JsonFault.None;
    }

    private void Add(JsonTokenType type, int start, int length, bool escaped)
    {
        if (_count == _tokens.Length) Array.Resize(ref _tokens, _count * 2);
        _tokens[_count] = new Token { Type = type, Start = start, Length = length, Next = _count + 1, Escaped = escaped };
        _count++;
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
