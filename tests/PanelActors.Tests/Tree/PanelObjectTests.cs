using System.Buffers;
using System.Text.Json.Nodes;
using CsCheck;
using PanelActors.Tree;

namespace PanelActors.Tests.Tree;

public class PanelObjectTests
{
    [Fact]
    public void An_object_reads_the_same_before_and_after_a_look_inside() => JsonGen.Object.Sample(json =>
    {
        var whole = PanelObject.FromValidJson(JsonGen.Utf8(json));
        whole.ToString().ShouldBe(json);
        var count = whole.Count;
        whole.ToString().ShouldBe(json);
        count.ShouldBe(JsonNode.Parse(json)!.AsObject().Count);
    });

    [Fact]
    public void Split_from_the_start_or_rebuilt_from_its_members_it_is_the_same_json_of_the_promised_size() => JsonGen.Object.Sample(json =>
    {
        var tape = new JsonTape(64);
        tape.Parse(JsonGen.Utf8(json)).ShouldBe(JsonFault.None);
        PanelObject[] nodes = [PanelObject.Of(tape.Root), PanelObject.Empty.With(PanelObject.Parse(json).Members), PanelObject.Parse(json)];
        foreach (var node in nodes)
        {
            var output = new ArrayBufferWriter<byte>();
            node.WriteTo(output);
            node.Size.ShouldBe(output.WrittenCount);
            JsonNode.DeepEquals(JsonNode.Parse(output.WrittenSpan), JsonNode.Parse(json)).ShouldBeTrue(json);
        }
    });

    [Fact]
    public void Members_are_found_by_name_and_keep_their_order()
    {
        var node = PanelObject.Parse("""{"z":1, "a":{"b":[1, 2]}, "\u0062":null}""");
        var names = new List<string>();
        foreach (var (key, _) in node.Members) names.Add(key.ToString());
        names.ShouldBe(["z", "a", "b"]);
        node.Find(PanelKey.Of("a"))!.ToString().ShouldBe("""{"b":[1, 2]}""");
        node.Find(PanelKey.Of("b"))!.ToString().ShouldBe("null");
        node.Find(PanelKey.Of("c")).ShouldBeNull();
    }

    [Theory]
    [InlineData("{\r\n  \"a\\\\\" : [1,\n\t2],\r \"b \\\" c\": \"x y\"\n}", "{\"a\\\\\":[1,2],\"b \\\" c\":\"x y\"}")]
    [InlineData("[1,\n\"a  b\"]", "[1,\"a  b\"]")]
    [InlineData("{ \"a\": 1 }", "{ \"a\": 1 }")]
    public void No_kept_value_has_a_line_break(string json, string kept)
    {
        var node = PanelNode.Parse(json);
        node.ToString().ShouldBe(kept);
        node.Size.ShouldBe(kept.Length);
    }

    [Fact]
    public void A_kept_value_owns_its_bytes()
    {
        var network = JsonGen.Utf8("""{"a":{"b":[1]},"c":"d"}""");
        var tape = new JsonTape(8);
        tape.Parse(network).ShouldBe(JsonFault.None);
        var (whole, split) = (tape.Root.ToNode(), PanelObject.Of(tape.Root));
        Array.Fill(network, (byte)'!');
        whole.ToString().ShouldBe("""{"a":{"b":[1]},"c":"d"}""");
        split.ToString().ShouldBe("""{"a":{"b":[1]},"c":"d"}""");
    }

    [Fact]
    public void A_change_makes_a_new_object_and_shares_what_it_does_not_touch()
    {
        var old = PanelObject.Parse("""{"a":{"x":1},"b":{"y":2}}""");
        var changed = old.With(old.Members.Set(PanelKey.Of("a"), PanelLeaf.Null));
        old.ToString().ShouldBe("""{"a":{"x":1},"b":{"y":2}}""");
        changed.ToString().ShouldBe("""{"a":null,"b":{"y":2}}""");
        ReferenceEquals(changed.Find(PanelKey.Of("b")), old.Find(PanelKey.Of("b"))).ShouldBeTrue();
        ReferenceEquals(old.With(old.Members), old).ShouldBeTrue();
    }

    [Fact]
    public void Many_threads_may_look_inside_at_once() => JsonGen.Object.Sample(
        json =>
        {
            var node = PanelObject.FromValidJson(JsonGen.Utf8(json));
            Parallel.For(
                0, 4,
                _ => PanelObject.Empty.With(node.Members).Size.ShouldBe(PanelObject.Empty.With(PanelObject.Parse(json).Members).Size));
        },
        iter: 50);

    [Fact]
    public void Leaves_made_here_are_json()
    {
        PanelLeaf.Of(long.MinValue).ToString().ShouldBe("-9223372036854775808");
        JsonNode.Parse(PanelLeaf.Of("a\"\\\n\0é😀").ToString())!.GetValue<string>().ShouldBe("a\"\\\n\0é😀");
        (PanelLeaf.Null.ToString(), PanelLeaf.True.ToString(), PanelLeaf.EmptyArray.ToString()).ShouldBe(("null", "true", "[]"));
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("{")]
    [InlineData("""{"a":1,"a":2}""")]
    public void What_is_no_object_cannot_be_parsed_as_one(string json) => Should.Throw<FormatException>(() => PanelObject.Parse(json));
}
