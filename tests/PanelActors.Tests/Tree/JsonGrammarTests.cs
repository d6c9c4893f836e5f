using System.Text;
using System.Text.Json;
using CsCheck;
using PanelActors.Tree;

namespace PanelActors.Tests.Tree;

/// <summary>The tape's own tokenising, with the runtime's reader as the judge.</summary>
public class JsonGrammarTests
{
    private static readonly Gen<string> Pieces = Gen.OneOf(
        "{", "}", "[", "]", ",", ":", "\"", "\"a\"", "\"b\":", "{\"c\":", "\\", "\\n", "\\u0041", "\\u00", "/", "-", "0", "7", "10", ".5", "e+1", "E", "+",
        "true", "false", "null", "nul", " ", "\t", "\n", "\r", "\u000b", "\0", "é", "€", "\u007f", "long enough for a vector");

    [Fact]
    public void What_the_runtime_reads_is_accepted_and_nothing_else() =>
        Gen.OneOf<string>(Pieces.Array[0, 12].Select(string.Concat), JsonGen.Broken).Sample(Judge, iter: 100_000);

    [Theory]
    [InlineData('\u0000', false)]
    [InlineData('\u001f', false)]
    [InlineData(' ', true)]
    [InlineData('"', false)]
    [InlineData('\\', false)]
    [InlineData('\u007f', true)]
    [InlineData('é', true)]
    public void A_string_holds_what_it_may_wherever_that_stands(char special, bool isAllowed)
    {
        for (var length = 1; length <= 50; length++)
        {
            for (var at = 0; at < length; at++)
            {
                var text = new char[length];
                Array.Fill(text, 'x');
                text[at] = special;
                var json = $"[\"{new string(text)}\",1]";
                (new JsonTape(4).Parse(JsonGen.Utf8(json)) == JsonFault.None).ShouldBe(isAllowed, json);
                Judge(json);
            }
        }
    }

    [Theory]
    [InlineData("0")]
    [InlineData("-0")]
    [InlineData("-0.0")]
    [InlineData("10.01e+10")]
    [InlineData("1E-5")]
    [InlineData("-")]
    [InlineData("00")]
    [InlineData("-01")]
    [InlineData("1.e1")]
    [InlineData("1e+")]
    [InlineData("1.5.5")]
    [InlineData("--1")]
    [InlineData("0x1")]
    [InlineData("1a")]
    public void Numbers_are_as_the_runtime_has_them(string number)
    {
        foreach (var around in (string[])["{0}", "[{0}]", "[{0},{0}]", " {0} ", "[{0}"]) Judge(around.Replace("{0}", number, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("{\"a\":1}", 7)]
    [InlineData("[true,false,null]", 17)]
    [InlineData("\"\\u0041\\n\"", 10)]
    [InlineData("-10.5e+3", 8)]
    public void Whatever_is_cut_off_is_seen(string json, int length)
    {
        for (var cut = 0; cut <= length; cut++) Judge(json[..cut]);
    }

    [Fact]
    public void A_document_may_be_a_part_of_a_larger_array()
    {
        var tape = new JsonTape(4);
        tape.Parse(JsonGen.Utf8("xx{\"k\":\"v\"}]]").AsMemory(2, 9)).ShouldBe(JsonFault.None);
        tape.Root.TryGet("k"u8, out var value).ShouldBeTrue();
        value.AsString().ShouldBe("v");
        Encoding.UTF8.GetString(value.Json.Span).ShouldBe("\"v\"");
    }

    private static void Judge(string json)
    {
        var utf8 = JsonGen.Utf8(json);
        var fault = new JsonTape(64).Parse(utf8);
        // Two things are fine for the runtime and not here: a name used twice, and half of a surrogate pair.
        if (fault == JsonFault.DuplicateKey || (fault == JsonFault.BadJson && json.Contains("\\uD", StringComparison.OrdinalIgnoreCase))) return;
        (fault == JsonFault.None).ShouldBe(RuntimeReads(utf8), json);
    }

    private static bool RuntimeReads(byte[] utf8)
    {
        try
        {
            var reader = new Utf8JsonReader(utf8);
            while (reader.Read())
            {
            }

            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
