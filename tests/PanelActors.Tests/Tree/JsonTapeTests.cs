using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using CsCheck;
using PanelActors.Tree;

namespace PanelActors.Tests.Tree;

public class JsonTapeTests
{
    [Theory]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData(" \t\r\n-0.0E-7 ")]
    [InlineData("\"\\uD83D\\uDE00 \\ud83d\\ude00 \\\\uD800\"")]
    [InlineData("{\"a\":{\"a\":{\"a\":1}},\"A\":[{\"a\":1},{\"a\":2}]}")]
    [InlineData("[1e400,123456789012345678901234567890,0.1e-400]")]
    public void Well_formed_documents_are_accepted_and_kept_as_they_are(string json)
    {
        var tape = new JsonTape(8);
        tape.Parse(JsonGen.Utf8(json)).ShouldBe(JsonFault.None);
        Encoding.UTF8.GetString(tape.Root.Json.Span).ShouldBe(json.Trim());
    }

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("{")]
    [InlineData("}")]
    [InlineData("{}{}")]
    [InlineData("[1,]")]
    [InlineData("{\"a\":1,}")]
    [InlineData("{a:1}")]
    [InlineData("[1 2]")]
    [InlineData("{\"a\" 1}")]
    [InlineData("'a'")]
    [InlineData("01")]
    [InlineData("+1")]
    [InlineData("1.")]
    [InlineData(".5")]
    [InlineData("1e")]
    [InlineData("NaN")]
    [InlineData("True")]
    [InlineData("\"a\nb\"")]
    [InlineData("\"\\x\"")]
    [InlineData("\"\\u12G4\"")]
    [InlineData("\"open")]
    [InlineData("/*c*/1")]
    [InlineData("[1]//c")]
    [InlineData("\uFEFF{}")]
    [InlineData("\"\\uD800\"")]
    [InlineData("\"\\uD800x\"")]
    [InlineData("\"\\uD800\\n\"")]
    [InlineData("\"\\uDC00\"")]
    [InlineData("\"\\uDC00\\uD800\"")]
    [InlineData("\"\\uD800\\uD800\\uDC00\"")]
    [InlineData("{\"\\udfff\":1}")]
    public void What_is_not_json_is_bad_json(string json) => Fault(json).ShouldBe(JsonFault.BadJson);

    [Theory]
    [InlineData(new byte[] { 0xFF })]
    [InlineData(new byte[] { (byte)'"', 0xC3, (byte)'"' })]
    [InlineData(new byte[] { (byte)'"', 0xED, 0xA0, 0x80, (byte)'"' })]
    [InlineData(new byte[] { (byte)'"', 0xC0, 0x80, (byte)'"' })]
    public void What_is_not_utf8_is_told_apart(byte[] json) => new JsonTape(8).Parse(json).ShouldBe(JsonFault.BadUtf8);

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(100)]
    [InlineData(512)]
    public void Nesting_is_accepted_up_to_the_limit_and_not_beyond(int limit)
    {
        foreach (var (open, close) in new[] { ("[", "]"), ("{\"a\":", "}"), ("[{\"a\":", "}]") })
        {
            var levels = open.Count(c => c is '[' or '{');
            for (var depth = Math.Max(levels, limit - 2); depth <= limit + 2; depth++)
            {
                if (depth % levels != 0) continue;
                var json = string.Concat(Enumerable.Repeat(open, depth / levels)) + (open == "[" ? "" : "1")
                    + string.Concat(Enumerable.Repeat(close, depth / levels));
                Fault(json, limit).ShouldBe(depth <= limit ? JsonFault.None : JsonFault.TooDeep, $"{depth} levels of {open}");
            }
        }
    }

    [Fact]
    public void Scalars_need_no_depth_at_all() => Fault("1", maxDepth: 1).ShouldBe(JsonFault.None);

    [Fact]
    public void Ten_megabytes_of_brackets_are_too_deep_and_the_tape_stays_usable()
    {
        var tape = new JsonTape(64);
        tape.Parse(Enumerable.Repeat((byte)'[', 10_000_000).ToArray()).ShouldBe(JsonFault.TooDeep);
        tape.Parse("[1]"u8.ToArray()).ShouldBe(JsonFault.None);
        tape.Root.IsArray.ShouldBeTrue();
    }

    [Fact]
    public void A_hundred_levels_can_be_walked_to_the_bottom()
    {
        var tape = new JsonTape(100);
        tape.Parse(JsonGen.Utf8(string.Concat(Enumerable.Repeat("{\"k\":", 100)) + "7" + new string('}', 100))).ShouldBe(JsonFault.None);
        var value = tape.Root;
        for (var level = 0; level < 100; level++) value.TryGet("k"u8, out value).ShouldBeTrue();
        value.TryGetInt64(out var number).ShouldBeTrue();
        number.ShouldBe(7);
    }

    [Theory]
    [InlineData(2, false)]
    [InlineData(12, false)]
    [InlineData(13, false)]
    [InlineData(1000, false)]
    [InlineData(2, true)]
    [InlineData(12, true)]
    [InlineData(13, true)]
    [InlineData(1000, true)]
    public void A_name_used_twice_is_found_wherever_it_stands(int count, bool escaped)
    {
        foreach (var (first, second) in new[] { (0, 1), (0, count - 1), (count / 2, count - 1), (count - 2, count - 1) })
        {
            if (first == second) continue;
            var names = Enumerable.Range(0, count).Select(i => $"\"n{i}\"").ToArray();
            Fault(Object(names)).ShouldBe(JsonFault.None);
            names[second] = escaped ? $"\"\\u006e{first}\"" : names[first];
            Fault(Object(names)).ShouldBe(JsonFault.DuplicateKey);
            Fault($"[1,{{\"deep\":{Object(names)}}}]").ShouldBe(JsonFault.DuplicateKey);
        }

        static string Object(string[] names) => "{" + string.Join(",", names.Select(name => name + ":[0,{}]")) + "}";
    }

    [Fact]
    public void Names_that_differ_only_in_length_case_or_form_are_different() =>
        Fault("{\"a\":1,\"A\":1,\"aa\":1,\"\":1,\"\\u0000\":1,\"é\":1,\"e\\u0301\":1}").ShouldBe(JsonFault.None);

    [Fact]
    public void Names_and_texts_are_compared_without_their_escapes()
    {
        var tape = new JsonTape(4);
        tape.Parse("{\"\\u0074ype\":\"p\\u0061nel\",\"n\":5}"u8.ToArray()).ShouldBe(JsonFault.None);
        tape.Root.TryGet("type"u8, out var type).ShouldBeTrue();
        type.IsString("panel"u8).ShouldBeTrue();
        type.IsString("pane"u8).ShouldBeFalse();
        type.AsString().ShouldBe("panel");
        tape.Root.TryGet("typ"u8, out _).ShouldBeFalse();
        tape.Root.TryGet("n"u8, out var number).ShouldBeTrue();
        number.IsString("5"u8).ShouldBeFalse();
        number.AsString().ShouldBeNull();
        number.TryGet("x"u8, out _).ShouldBeFalse();
    }

    [Theory]
    [InlineData("0", 0L)]
    [InlineData("-9223372036854775808", long.MinValue)]
    [InlineData("9223372036854775807", long.MaxValue)]
    [InlineData("9223372036854775808", null)]
    [InlineData("1.0", null)]
    [InlineData("1e3", null)]
    [InlineData("\"1\"", null)]
    [InlineData("true", null)]
    public void Integers_are_what_fits_64_bits_and_is_spelled_as_one(string json, long? expected)
    {
        var tape = new JsonTape(1);
        tape.Parse(JsonGen.Utf8(json)).ShouldBe(JsonFault.None);
        (tape.Root.TryGetInt64(out var value) ? value : (long?)null).ShouldBe(expected);
    }

    [Theory]
    [InlineData("1.5", 1.5)]
    [InlineData("-1e2", -100.0)]
    [InlineData("1e-400", 0.0)]
    [InlineData("1e400", null)]
    [InlineData("\"1\"", null)]
    public void Doubles_are_finite(string json, double? expected)
    {
        var tape = new JsonTape(1);
        tape.Parse(JsonGen.Utf8(json)).ShouldBe(JsonFault.None);
        (tape.Root.TryGetDouble(out var value) ? value : (double?)null).ShouldBe(expected);
    }

    [Fact]
    public void The_tape_walks_every_document_as_the_runtime_does() => JsonGen.Value.Sample(json =>
    {
        var tape = new JsonTape(64);
        tape.Parse(JsonGen.Utf8(json)).ShouldBe(JsonFault.None);
        JsonNode.DeepEquals(Copy(tape.Root), JsonNode.Parse(json)).ShouldBeTrue(json);
    });

    [Fact]
    public void One_tape_serves_many_documents_and_never_throws()
    {
        var tape = new JsonTape(3);
        foreach (var json in Gen.OneOf<string>(JsonGen.Broken, JsonGen.Value, Gen.String).Array[500].Single())
        {
            var utf8 = JsonGen.Utf8(json);
            (tape.Parse(utf8) == JsonFault.None).ShouldBe(new JsonTape(3).Parse(utf8) == JsonFault.None);
        }

        Gen.Byte.Array[0, 64].Sample(bytes => { new JsonTape(3).Parse(bytes); });
    }

    private static JsonNode? Copy(TapeValue value)
    {
        switch (value.Type)
        {
            case JsonTokenType.StartObject:
                var copy = new JsonObject();
                foreach (var member in value.Members) copy.Add(member.Key.ToString(), Copy(member.Value));
                return copy;
            case JsonTokenType.StartArray:
                var array = new JsonArray();
                foreach (var element in value.Elements) array.Add(Copy(element));
                return array;
            case JsonTokenType.String:
                return JsonValue.Create(value.AsString());
            default:
                return JsonNode.Parse(value.Json.Span);
        }
    }

    private static JsonFault Fault(string json, int maxDepth = 8) => new JsonTape(maxDepth).Parse(JsonGen.Utf8(json));
}
