using System.Buffers.Text;
using System.Text;
using System.Text.Json;

namespace PanelActors.Tree;

/// <summary>One value on a <see cref="JsonTape"/>. Valid until the tape parses its next document.</summary>
internal readonly struct TapeValue
{
    private readonly JsonTape _tape;
    private readonly int _index;

    internal TapeValue(JsonTape tape, int index) => (_tape, _index) = (tape, index);

    /// <summary>The type of the value; of an object or array that of its start token.</summary>
    public JsonTokenType Type => _tape[_index].Type;

    public bool IsObject => Type == JsonTokenType.StartObject;

    public bool IsArray => Type == JsonTokenType.StartArray;

    public bool IsNull => Type == JsonTokenType.Null;

    public bool IsTrue => Type == JsonTokenType.True;

    public bool IsNumber => Type == JsonTokenType.Number;

    /// <summary>The JSON text of the value, as it was sent: a slice of the document, not a copy.</summary>
    public ReadOnlyMemory<byte> Json => _tape.JsonOf(_tape[_index]);

    /// <summary>The members of an object, in order.</summary>
    public TapeMembers Members => new(_tape, _index);

    /// <summary>The elements of an array, in order.</summary>
    public TapeElements Elements => new(_tape, _index);

    /// <summary>False where the value is not an object or has no such member.</summary>
    public bool TryGet(ReadOnlySpan<byte> name, out TapeValue value)
    {
        if (IsObject)
        {
            foreach (var member in Members)
            {
                if (!member.Is(name)) continue;
                value = member.Value;
                return true;
            }
        }

        value = default;
        return false;
    }

    /// <summary>The text of a string value, else null.</summary>
    public string? AsString()
    {
        ref readonly var token = ref _tape[_index];
        return token.Type == JsonTokenType.String ? Encoding.UTF8.GetString(_tape.TextOf(token)) : null;
    }

    /// <summary>Whether the value is the string <paramref name="text"/>.</summary>
    public bool IsString(ReadOnlySpan<byte> text)
    {
        ref readonly var token = ref _tape[_index];
        return token.Type == JsonTokenType.String && _tape.TextOf(token).SequenceEqual(text);
    }

    /// <summary>An integer of 64 bits, written without fraction or exponent.</summary>
    public bool TryGetInt64(out long value)
    {
        if (!IsNumber)
        {
            value = 0;
            return false;
        }

        var digits = Json.Span;
        return Utf8Parser.TryParse(digits, out value, out var used) && used == digits.Length;
    }

    /// <summary>A finite number.</summary>
    public bool TryGetDouble(out double value)
    {
        if (!IsNumber)
        {
            value = 0;
            return false;
        }

        return Utf8Parser.TryParse(Json.Span, out value, out _) && double.IsFinite(value);
    }

    /// <summary>An immutable copy of the value.</summary>
    public PanelNode ToNode() => PanelNode.FromValidJson(Json.Span);
}
