using System.Buffers.Text;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace PanelActors.Tree;

/// <summary>The text of JSON strings, and the whitespace between tokens.</summary>
internal static class JsonText
{
    /// <summary>Feed text is served as JSON and never as HTML, so only what JSON requires is escaped.</summary>
    public static readonly JavaScriptEncoder Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping;

    /// <summary>The text of a string token without its quotes. The token must have been validated.</summary>
    public static string Decode(ReadOnlySpan<byte> text, bool escaped) =>
        Encoding.UTF8.GetString(escaped ? Unescape(text) : text);

    /// <summary>The UTF-8 of a string token without its quotes, escapes resolved. The token must have been validated.</summary>
    public static ReadOnlySpan<byte> Unescape(ReadOnlySpan<byte> text)
    {
        var quoted = new byte[text.Length + 2];
        quoted[0] = quoted[^1] = (byte)'"';
        text.CopyTo(quoted.AsSpan(1));
        var reader = new Utf8JsonReader(quoted);
        reader.Read();
        var plain = new byte[text.Length];
        return plain.AsSpan(0, reader.CopyString(plain));
    }

    /// <summary>
    /// Whether an escaped string names half of a surrogate pair. The runtime's reader accepts it and throws when the text is read.
    /// </summary>
    public static bool HasLoneSurrogate(ReadOnlySpan<byte> text)
    {
        var highPending = false;
        for (var i = 0; i < text.Length;)
        {
            var high = false;
            var low = false;
            var step = 1;
            if (text[i] == '\\')
            {
                step = 2;
                if (text[i + 1] == 'u')
                {
                    step = 6;
                    if (!Utf8Parser.TryParse(text.Slice(i + 2, 4), out ushort unit, out _, 'x')) return true;
                    high = char.IsHighSurrogate((char)unit);
                    low = char.IsLowSurrogate((char)unit);
                }
            }

            if (highPending != low) return true;
            highPending = high;
            i += step;
        }

        return highPending;
    }

    /// <summary>
    /// A copy of one JSON value without line breaks: values are written into SSE <c>data:</c> lines as they are, and must not keep the
    /// network buffer alive that they came in.
    /// </summary>
    public static byte[] Copy(ReadOnlySpan<byte> json) =>
        json.IndexOfAny((byte)'\r', (byte)'\n') < 0 ? json.ToArray() : WithoutWhitespace(json);

    /// <summary>Quotes and escapes <paramref name="text"/>.</summary>
    public static byte[] Quote(string text) =>
        [(byte)'"', .. JsonEncodedText.Encode(text, Encoder).EncodedUtf8Bytes, (byte)'"'];

    /// <summary>Formats <paramref name="number"/> as JSON.</summary>
    public static byte[] Number(long number) => Encoding.ASCII.GetBytes(number.ToString(CultureInfo.InvariantCulture));

    private static byte[] WithoutWhitespace(ReadOnlySpan<byte> json)
    {
        var compact = new byte[json.Length];
        var length = 0;
        var inString = false;
        for (var i = 0; i < json.Length; i++)
        {
            var b = json[i];
            if (!inString && b is (byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n') continue;
            compact[length++] = b;
            if (b == '"') inString = !inString;
            else if (b == '\\') compact[length++] = json[++i];
        }

        return compact.AsSpan(0, length).ToArray();
    }
}
