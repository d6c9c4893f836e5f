using System.Buffers.Text;
using System.Globalization;
using System.Text;

namespace PanelActors.Tree;

/// <summary>
/// One spelling for every JSON number: <c>1</c>, <c>1.0</c> and <c>10e-1</c> are the same. It works on the digits, so that large integers
/// and long fractions keep their exact value.
/// </summary>
internal static class CanonicalNumber
{
    private const long MaxExponent = long.MaxValue / 2;

    /// <summary>The spelling of the JSON number <paramref name="json"/>: <c>0</c>, or significant digits, <c>e</c>, exponent.</summary>
    public static string Of(ReadOnlySpan<byte> json)
    {
        var negative = json[0] == '-';
        var mantissa = negative ? json[1..] : json;
        var e = mantissa.IndexOfAny((byte)'e', (byte)'E');
        var written = e < 0 ? default : mantissa[(e + 1)..];
        if (e >= 0) mantissa = mantissa[..e];

        var point = mantissa.IndexOf((byte)'.');
        var text = Encoding.ASCII.GetString(mantissa);
        if (point >= 0) text = text.Remove(point, 1);
        var significant = text.AsSpan().TrimStart('0');
        var trimmed = significant.TrimEnd('0');
        if (trimmed.IsEmpty) return "0";

        // Exponents that do not fit are not unified: the text stands for itself.
        if (!TryReadExponent(written, out var exponent)) return Encoding.ASCII.GetString(json);
        if (point >= 0) exponent -= text.Length - point;
        exponent += significant.Length - trimmed.Length;
        return string.Create(CultureInfo.InvariantCulture, $"{(negative ? "-" : "")}{trimmed}e{exponent}");
    }

    private static bool TryReadExponent(ReadOnlySpan<byte> written, out long exponent)
    {
        exponent = 0;
        if (written.IsEmpty) return true;
        if (written[0] == '+') written = written[1..];
        return Utf8Parser.TryParse(written, out exponent, out _) && exponent is >= -MaxExponent and <= MaxExponent;
    }
}
