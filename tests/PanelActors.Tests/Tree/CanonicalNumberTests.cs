using CsCheck;
using PanelActors.Tree;

namespace PanelActors.Tests.Tree;

public class CanonicalNumberTests
{
    [Theory]
    [InlineData("0", "0")]
    [InlineData("-0", "0")]
    [InlineData("0.000", "0")]
    [InlineData("0e17", "0")]
    [InlineData("0e99999999999999999999", "0")]
    [InlineData("-0.0E-99999999999999999999", "0")]
    [InlineData("1", "1e0")]
    [InlineData("1.0", "1e0")]
    [InlineData("10e-1", "1e0")]
    [InlineData("0.1E+1", "1e0")]
    [InlineData("100", "1e2")]
    [InlineData("1e2", "1e2")]
    [InlineData("1E00002", "1e2")]
    [InlineData("-12.50", "-125e-1")]
    [InlineData("-0.0125e3", "-125e-1")]
    [InlineData("120034", "120034e0")]
    [InlineData("0.001", "1e-3")]
    [InlineData("123456789012345678901234567890.5", "1234567890123456789012345678905e-1")]
    [InlineData("1e-9223372036854775807", "1e-9223372036854775807")]
    [InlineData("1e-9223372036854775808", "1e-9223372036854775808")]
    [InlineData("1e9223372036854775807", "1e9223372036854775807")]
    [InlineData("1e99999999999999999999", "1e99999999999999999999")]
    [InlineData("10e4611686018427387903", "1e4611686018427387904")]
    public void Every_value_has_one_spelling(string json, string expected) => CanonicalNumber.Of(JsonGen.Utf8(json)).ShouldBe(expected);

    [Fact]
    public void Two_spellings_are_one_exactly_when_the_values_are_equal() =>
        Gen.Select(Spelled, Spelled).Sample((left, right) =>
            (CanonicalNumber.Of(JsonGen.Utf8(left.Json)) == CanonicalNumber.Of(JsonGen.Utf8(right.Json)))
                .ShouldBe(left.Value == right.Value));

    private static Gen<(string Json, decimal Value)> Spelled =>
        Gen.Select(
            Gen.Bool, Gen.OneOf("0", "1", "10", "12", "100"), Gen.OneOf("", ".0", ".1", ".10", ".02"), Gen.Int[-3, 3], Gen.OneOf("e", "E"))
            .Select((negative, whole, fraction, exponent, e) =>
            {
                var mantissa = (negative ? "-" : "") + whole + fraction;
                var value = decimal.Parse(mantissa, System.Globalization.CultureInfo.InvariantCulture);
                for (var i = 0; i < Math.Abs(exponent); i++) value = exponent < 0 ? value / 10 : value * 10;
                return (exponent == 0 ? mantissa : $"{mantissa}{e}{(exponent > 0 ? "+" : "")}{exponent}", value);
            });
}
