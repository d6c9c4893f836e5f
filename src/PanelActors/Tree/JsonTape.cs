using System.Runtime.InteropServices;
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
        // A memory has to find out what it is of at every look; an array does not.
        _json = MemoryMarshal.TryGetArray(json, out var array) ? array : json.ToArray();
        return Utf8.IsValid(_json) ? Tokenise(_json) : JsonFault.BadUtf8;
    }

    internal ref readonly Token this[int index] => ref _tokens[index];

    /// <summary>The bytes of a token; of a string or name those between its quotes.</summary>
    internal ReadOnlySpan<byte> BytesOf(in Token token) => new(_json.Array, _json.Offset + token.Start, token.Length);

    /// <summary>The text of a string or name, unescaped.</summary>
    internal ReadOnlySpan<byte> TextOf(in Token token) => token.Escaped ? JsonText.Unescape(BytesOf(token)) : BytesOf(token);

    /// <summary>The JSON text of a token.</summary>
    internal ReadOnlyMemory<byte> JsonOf(in Token token) => token.Type == JsonTokenType.String
        ? _json.AsMemory(token.Start - 1, token.Length + 2) : _json.AsMemory(token.Start, token.Length);

    // One turn of the outer loop reads one value, or opens one; what follows a value is read until the next value is due.
    private JsonFault Tokenise(ReadOnlySpan<byte> json)
    {
        var at = 0;
        var depth = 0;
        var inObject = false;
        while (true)
        {
            at = JsonGrammar.SkipWhitespace(json, at);
            if (at == json.Length) return JsonFault.BadJson;
            var start = at;
            var first = json[at];
            switch (first)
            {
                case (byte)'"':
                    if (!TryAddText(json, ref at, JsonTokenType.String)) return JsonFault.BadJson;
                    break;

                case (byte)'{' or (byte)'[':
                    if (depth == _open.Length) return JsonFault.TooDeep;
                    inObject = first == '{';
                    _open[depth++] = _count;
                    Add(inObject ? JsonTokenType.StartObject : JsonTokenType.StartArray, start, 0);
                    at = JsonGrammar.SkipWhitespace(json, at + 1);
                    if (at < json.Length && json[at] == (inObject ? '}' : ']')) break;
                    if (inObject && !TryAddName(json, ref at)) return JsonFault.BadJson;
                    continue;

                case (byte)'-' or (>= (byte)'0' and <= (byte)'9'):
                    at = JsonGrammar.EndOfNumber(json, at);
                    if (at < 0) return JsonFault.BadJson;
                    Add(JsonTokenType.Number, start, at - start);
                    break;

                default:
                    var (literal, length) = JsonGrammar.LiteralAt(json, at);
                    if (length == 0) return JsonFault.BadJson;
                    Add(literal, start, length);
                    at += length;
                    break;
            }

            while (true)
            {
                at = JsonGrammar.SkipWhitespace(json, at);
                if (depth == 0) return at == json.Length ? JsonFault.None : JsonFault.BadJson;
                if (at == json.Length) return JsonFault.BadJson;
                var next = json[at++];
                if (next == ',')
                {
                    if (inObject && !TryAddName(json, ref at)) return JsonFault.BadJson;
                    break;
                }

                if (next != (inObject ? '}' : ']')) return JsonFault.BadJson;
                if (!TryClose(_open[--depth], at)) return JsonFault.DuplicateKey;
                inObject = depth > 0 && _tokens[_open[depth - 1]].Type == JsonTokenType.StartObject;
            }
        }
    }

    private bool TryClose(int start, int end)
    {
        ref var container = ref _tokens[start];
        container.Length = end - container.Start;
        container.Next = _count;
        return container.Type != JsonTokenType.StartObject || !MemberNames.HasDuplicate(this, start);
    }

    // A name and its colon.
    private bool TryAddName(ReadOnlySpan<byte> json, ref int at)
    {
        at = JsonGrammar.SkipWhitespace(json, at);
        if (at == json.Length || json[at] != '"' || !TryAddText(json, ref at, JsonTokenType.PropertyName)) return false;
        at = JsonGrammar.SkipWhitespace(json, at);
        return at < json.Length && json[at++] == ':';
    }

    private bool TryAddText(ReadOnlySpan<byte> json, ref int at, JsonTokenType type)
    {
        var start = at + 1;
        var end = JsonGrammar.EndOfText(json, start, out var escaped);
        if (end < 0 || (escaped && JsonText.HasLoneSurrogate(json[start..end]))) return false;
        Add(type, start, end - start, escaped);
        at = end + 1;
        return true;
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
