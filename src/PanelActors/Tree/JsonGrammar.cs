using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Text.Json;

namespace PanelActors.Tree;

/// <summary>
/// The tokens of JSON (RFC 8259): where each ends, and whether it is one at all. Bytes outside of strings are ASCII or no
/// JSON; that those inside are UTF-8 was found out before.
/// </summary>
internal static class JsonGrammar
{
    /// <summary>The index of the first byte from <paramref name="at"/> on that is no whitespace.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int SkipWhitespace(ReadOnlySpan<byte> json, int at)
    {
        while (at < json.Length && json[at] <= ' ' && json[at] is (byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n') at++;
        return at;
    }

    /// <summary>
    /// The index of the quote that ends the string whose first byte is at <paramref name="at"/>, or -1 where it does not end, holds
    /// a control character, or an escape that is none.
    /// </summary>
    public static int EndOfText(ReadOnlySpan<byte> json, int at, out bool escaped)
    {
        escaped = false;
        while (true)
        {
            at = EndOfPlain(json, at);
            if (at >= json.Length || json[at] < ' ') return -1;
            if (json[at] == '"') return at;
            escaped = true;
            var length = EscapeAt(json, at);
            if (length == 0) return -1;
            at += length;
        }
    }

    /// <summary>The index after the number that begins at <paramref name="at"/>, or -1 where it is none.</summary>
    public static int EndOfNumber(ReadOnlySpan<byte> json, int at)
    {
        if (json[at] == '-') at++;
        var leading = at;
        at = SkipDigits(json, at);
        if (at == leading || (json[leading] == '0' && at > leading + 1)) return -1;
        if (at < json.Length && json[at] == '.')
        {
            var fraction = at + 1;
            at = SkipDigits(json, fraction);
            if (at == fraction) return -1;
        }

        if (at < json.Length && (json[at] | 0x20) == 'e')
        {
            at++;
            if (at < json.Length && json[at] is (byte)'+' or (byte)'-') at++;
            var exponent = at;
            at = SkipDigits(json, exponent);
            if (at == exponent) return -1;
        }

        return at;
    }

    /// <summary>The literal that begins at <paramref name="at"/> and its length, which is 0 where there is none.</summary>
    public static (JsonTokenType Type, int Length) LiteralAt(ReadOnlySpan<byte> json, int at)
    {
        var rest = json[at..];
        if (rest.StartsWith("true"u8)) return (JsonTokenType.True, 4);
        if (rest.StartsWith("false"u8)) return (JsonTokenType.False, 5);
        return rest.StartsWith("null"u8) ? (JsonTokenType.Null, 4) : default;
    }

    // The index of the first byte that is a quote, a backslash or a control character; most texts are shorter than a vector.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int EndOfPlain(ReadOnlySpan<byte> json, int at)
    {
        for (; json.Length - at >= Vector128<byte>.Count; at += Vector128<byte>.Count)
        {
            var bytes = Vector128.Create(json.Slice(at, Vector128<byte>.Count));
            var stops = Vector128.Equals(bytes, Vector128.Create((byte)'"')) | Vector128.Equals(bytes, Vector128.Create((byte)'\\'))
                | Vector128.LessThan(bytes, Vector128.Create((byte)' '));
            var found = stops.ExtractMostSignificantBits();
            if (found != 0) return at + BitOperations.TrailingZeroCount(found);
        }

        while (at < json.Length && json[at] is not ((byte)'"' or (byte)'\\' or < (byte)' ')) at++;
        return at;
    }

    private static int EscapeAt(ReadOnlySpan<byte> json, int at)
    {
        if (at + 1 == json.Length) return 0;
        if (json[at + 1] != 'u') return "\"\\/bfnrt"u8.Contains(json[at + 1]) ? 2 : 0;
        if (json.Length - at < 6) return 0;
        foreach (var digit in json.Slice(at + 2, 4))
        {
            if (!char.IsAsciiHexDigit((char)digit)) return 0;
        }

        return 6;
    }

    private static int SkipDigits(ReadOnlySpan<byte> json, int at)
    {
        while (at < json.Length && char.IsAsciiDigit((char)json[at])) at++;
        return at;
    }
}
