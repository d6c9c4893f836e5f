using System.Globalization;
using System.Text.Json;
using CsCheck;
using PanelActors.Tree;

namespace PanelActors.Tests.Tree;

public class ContentHashTests
{
    [Theory]
    [InlineData("""{"a":1,"b":[2,{"c":3}]}""", """ { "b" : [ 2.0 , { "\u0063" : 30e-1 } ] , "a" : 1 } """)]
    [InlineData("""{"x":"A\n😀/"}""", """{"x":"\u0041\u000a\ud83d\ude00\/"}""")]
    [InlineData("""{"x":{"p":{"q":-0}}}""", """{"x":{"p":{"q":0}}}""")]
    [InlineData("""{"x":0}""", """{"x":0e99999999999999999999}""")]
    public void Spelling_does_not_count(string one, string other) => HashOf(one).ShouldBe(HashOf(other));

    [Theory]
    [InlineData("""[1,2]""", """[2,1]""")]
    [InlineData("""[1,[2]]""", """[[1],2]""")]
    [InlineData("""[[],[]]""", """[[[]]]""")]
    [InlineData("""{"a":1}""", """{"a":"1"}""")]
    [InlineData("""{"a":null}""", """{}""")]
    [InlineData("""{"a":null}""", """{"a":"null"}""")]
    [InlineData("""{"a":{}}""", """{"a":[]}""")]
    [InlineData("""{"a":true}""", """{"a":false}""")]
    [InlineData("""{"ab":"c"}""", """{"a":"bc"}""")]
    [InlineData("""{"a":"b","c":"d"}""", """{"a":"d","c":"b"}""")]
    [InlineData("""{"a":{"b":1},"c":{}}""", """{"a":{},"c":{"b":1}}""")]
    [InlineData("""{"a":1}""", """{"A":1}""")]
    [InlineData("""9007199254740993""", """9007199254740992""")]
    [InlineData("""1e99999999999999999999""", """1e99999999999999999998""")]
    public void Content_counts(string one, string other) => HashOf(one).ShouldNotBe(HashOf(other));

    [Fact]
    public void Hashes_are_equal_exactly_when_the_content_is() => Gen.Select(JsonGen.Value, JsonGen.Value).Sample(
        (one, other) => HashOf(one).Equals(HashOf(other)).ShouldBe(Canonical(one) == Canonical(other)), iter: 2000);

    [Fact]
    public void Content_respelled_has_the_same_hash() => Gen.Select(JsonGen.Value, Gen.Int).Sample((json, seed) =>
        HashOf(Respell(JsonDocument.Parse(json).RootElement, new Random(seed))).ShouldBe(HashOf(json)));

    [Fact]
    public void However_an_object_came_to_be_its_hash_is_that_of_its_json() =>
        Gen.Select(JsonGen.Object, JsonGen.Object, JsonGen.Name).Sample((start, added, removed) =>
    {
        var node = PanelObject.Parse(start);
        ContentHash.Of(node).ShouldBe(HashOf(start));
        var tape = new JsonTape(64);
        tape.Parse(JsonGen.Utf8(start)).ShouldBe(JsonFault.None);
        ContentHash.Of(PanelObject.Of(tape.Root)).ShouldBe(HashOf(start));

        // Changed twice, the second time inside, after hashes were taken that the change must not reuse.
        var members = node.Members;
        foreach (var (key, value) in PanelObject.Parse(added).Members) members = members.Set(key, value);
        node = node.With(members.Remove(PanelKey.Of(removed)));
        ContentHash.Of(node).ShouldBe(HashOf(node.ToString()));
        foreach (var (key, value) in node.Members)
        {
            if (value is not PanelObject inner) continue;
            node = node.With(node.Members.Set(key, inner.With(inner.Members.Set(PanelKey.Of("new"), PanelLeaf.True))));
            ContentHash.Of(node).ShouldBe(HashOf(node.ToString()));
        }
    });

    [Fact]
    public void A_hash_is_32_hexadecimal_digits_and_the_same_in_every_run() =>
        HashOf("{}").ToString().ShouldBe("e3b0c44298fc1c149afbf4c8996fb924");

    [Fact]
    public void Five_hundred_levels_can_be_hashed()
    {
        var deep = string.Concat(Enumerable.Repeat("{\"k\":[", 255)) + string.Concat(Enumerable.Repeat("]}", 255));
        HashOf(deep).ShouldBe(HashOf(deep.Replace(":", " : ", StringComparison.Ordinal)));
    }

    private static ContentHash HashOf(string json) => ContentHash.Of(PanelNode.Parse(json));

    private static string Canonical(string json) => Canonical(JsonDocument.Parse(json).RootElement);

    private static string Canonical(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Object => "{" + string.Join(",", value.EnumerateObject().OrderBy(member => member.Name, StringComparer.Ordinal)
            .Select(member => JsonGen.Quote(member.Name) + ":" + Canonical(member.Value))) + "}",
        JsonValueKind.Array => "[" + string.Join(",", value.EnumerateArray().Select(Canonical)) + "]",
        JsonValueKind.String => JsonGen.Quote(value.GetString()!),
        JsonValueKind.Number => value.GetDouble().ToString(CultureInfo.InvariantCulture),
        _ => value.GetRawText(),
    };

    private static string Respell(JsonElement value, Random random)
    {
        var space = new string(' ', random.Next(3)) + (random.Next(4) == 0 ? "\n\t" : "");
        return space + (value.ValueKind switch
        {
            JsonValueKind.Object => "{" + string.Join(",", value.EnumerateObject().OrderBy(_ => random.Next())
                .Select(member => Respell(member.Name, random) + space + ":" + Respell(member.Value, random))) + space + "}",
            JsonValueKind.Array => "[" + string.Join(",", value.EnumerateArray().Select(element => Respell(element, random))) + space + "]",
            JsonValueKind.String => Respell(value.GetString()!, random),
            JsonValueKind.Number => random.Next(2) == 0 ? value.GetDouble().ToString("0.000", CultureInfo.InvariantCulture)
                : (value.GetDouble() * 10).ToString(CultureInfo.InvariantCulture) + "e-1",
            _ => value.GetRawText(),
        }) + space;
    }

    private static string Respell(string text, Random random) =>
        $"\"{string.Concat(text.Select(c => MustEscape(c) || random.Next(2) == 0 ? $"\\u{(int)c:x4}" : $"{c}"))}\"";

    private static bool MustEscape(char c) => c is '"' or '\\' or < ' ' || char.IsSurrogate(c);
}
