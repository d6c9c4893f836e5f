using System.Buffers.Text;
using System.Globalization;
using System.Text;

namespace PanelActors.Tree;

/// <summary>
/// One spelling for every JSON number: <c>1</c>, <c>1.0</c> and <c>10e-1</c> are the same. Works on the digits, so that
/// large integers and long fractions keep their exact value.
/// </summary>
public static class CanonicalNumber
{
    /// <summary>The canonical spelling of the JSON number <paramref name="json"/>: <c>0</c>, or significant digits, <c>e</c>, exponent.</summary>
    public static string Of(ReadOnlySpan<byte> json)
    {
        var negative = json[0] == '-';
        var mantissa = negative ? json[1..] : json;
        long exponent = 0;
        var e = mantissa.IndexOfAny((byte)'e', (byte)'E');
        if (e >= 0)
        {
            var digits = mantissa[(e + 1)..];
            if (digits[0] == '+') digits = digits[1..];
            // Beyond 64 bits no two spellings are worth unifying; a value of zero aside, the text stands for itself.
            if (!Utf8Parser.TryParse(digits, out exponent, out _) || Math.Abs(exponent) > long.MaxValue / 2) return Encoding.ASCII.GetString(json);
            mantissa = mantissa[..e];
        }

        var point = mantissa.IndexOf((byte)'.');
        var text = Encoding.ASCII.GetString(mantissa);
        if (point >= 0)
        {
            text = text.Remove(point, 1);
            exponent -= text.Length - point;
        }

        var significant = text.AsSpan().TrimStart('0');
        var trimmed = significant.TrimEnd('0');
        if (trimmed.IsEmpty) return "0";
        exponent += significant.Length - trimmed.Length;
        return string.Create(CultureInfo.InvariantCulture, $"{(negative ? "-" : "")}{trimmed}e{exponent}");
    }
}
