using System.Text.Json.Nodes;
using CsCheck;
using PanelActors.Configuration;
using PanelActors.Protocol;
using PanelActors.Tests.Support;
using PanelActors.Tests.Tree;
using PanelActors.Tree;

namespace PanelActors.Tests.Protocol.Decode;

/// <summary>The diff forms against appliers of their own that know nothing of patches, sharing or raw text.</summary>
public class DiffPropertyTests
{
    private static readonly Gen<string> Status = JsonGen.ObjectOf(
        Gen.OneOf<string>(JsonGen.Object, JsonGen.Value), Gen.OneOf("a", "b", "c"));

    [Fact]
    public void A_merge_patch_does_what_the_rfc_says() => Gen.Select(Status, JsonGen.Object).Sample(
        (status, diff) => ShouldBeJson(Feed.Merge(status, diff), MergePatch(JsonNode.Parse(status), JsonNode.Parse(diff))), iter: 2000);

    [Fact]
    public void A_panel_op_does_what_the_specification_says() =>
        Gen.Select(Status, Gen.OneOf("a", "b", "x"), Gen.Bool, JsonGen.Object).Sample(
        (status, panel, full, data) =>
        {
            var expected = JsonNode.Parse(status)!.AsObject();
            expected[panel] = full ? JsonNode.Parse(data) : MergePanel(expected[panel], JsonNode.Parse(data)!.AsObject());
            var diff = $$"""{"data":{{data}},"panel":"{{panel}}","op":"{{(full ? "full" : "diff")}}"}""";
            ShouldBeJson(Feed.Merge(status, diff), expected);
        },
        iter: 2000);

    [Fact]
    public void A_structured_diff_does_what_the_specification_says()
    {
        var (merged, refused) = (0, 0);
        Gen.Select(Status, StructuredDiff(2)).Sample(
            (status, diff) =>
            {
                var expected = JsonNode.Parse(status)!.AsObject();
                var fits = ApplyStructured(expected, JsonNode.Parse(diff)!.AsObject());
                Interlocked.Increment(ref fits ? ref merged : ref refused);
                var actual = Feed.Merge(status, diff);
                if (fits) ShouldBeJson(actual, expected);
                else actual.ShouldBeNull();
            },
            iter: 3000);
        merged.ShouldBeGreaterThan(100);
        refused.ShouldBeGreaterThan(100);
    }

    [Fact]
    public void A_chain_of_diffs_leaves_every_snapshot_on_the_way_as_it_was() =>
        Gen.Select(Status, Gen.OneOf<string>(JsonGen.Object, StructuredDiff(2)).Array[1, 20]).Sample((status, diffs) =>
        {
            var versions = new List<(PanelObject Node, string Json)>();
            var current = PanelObject.Parse(status);
            foreach (var diff in diffs)
            {
                versions.Add((current, current.ToString()));
                var patch = Feed.Decode<PanelDiffEvent>($$"""{"diff":{{diff}}}""").Patch;
                current = patch?.Apply(current) ?? current;
            }

            foreach (var (node, json) in versions) node.ToString().ShouldBe(json);
        });

    [Theory]
    [InlineData("""{"a":1,"b":{"c":"d"}}""", nameof(DiffForm.MergePatch))]
    [InlineData("""{"panel":"b","op":"diff","data":{"c":"d"}}""", nameof(DiffForm.PanelOp))]
    [InlineData(
        """{"added":{},"removed":["x"],"changed":{"a":{"old":2,"new":1}}"""
        + ""","nested":{"b":{"added":{},"removed":[],"changed":{"c":{"new":"d"}}}}}""",
        nameof(DiffForm.Structured))]
    public void A_diff_that_changes_nothing_gives_the_same_object(string diff, string form)
    {
        var status = PanelObject.Parse("""{"a":1,"b":{"c":"d"},"e":[1]}""");
        var patch = Feed.Decode<PanelDiffEvent>($$"""{"diff":{{diff}}}""", form: form.As<DiffForm>()).Patch!;
        ReferenceEquals(patch.Apply(status), status).ShouldBeTrue();
    }

    private static JsonNode? MergePatch(JsonNode? target, JsonNode? patch)
    {
        if (patch is not JsonObject members) return patch?.DeepClone();
        var result = target is JsonObject known ? known.DeepClone().AsObject() : [];
        foreach (var (name, value) in members)
        {
            if (value is null) result.Remove(name);
            else result[name] = MergePatch(result[name], value);
        }

        return result;
    }

    private static JsonObject MergePanel(JsonNode? target, JsonObject data)
    {
        var result = target is JsonObject known ? known.DeepClone().AsObject() : [];
        foreach (var (name, value) in data)
        {
            if (value?.ToJsonString() == """{"__remove__":true}""") result.Remove(name);
            else result[name] = value is JsonObject inner ? MergePanel(result[name], inner) : value?.DeepClone();
        }

        return result;
    }

    private static bool ApplyStructured(JsonObject target, JsonObject diff)
    {
        foreach (var name in diff["removed"]!.AsArray()) target.Remove(name!.GetValue<string>());
        foreach (var (name, value) in diff["added"]!.AsObject()) target[name] = value?.DeepClone();
        foreach (var (name, value) in diff["changed"]!.AsObject())
        {
            if (value is not JsonObject change || !change.TryGetPropertyValue("new", out var now)) return false;
            target[name] = now?.DeepClone();
        }

        foreach (var (name, value) in diff["nested"]?.AsObject() ?? [])
        {
            if (target[name] is not JsonObject inner || !ApplyStructured(inner, value!.AsObject())) return false;
        }

        return true;
    }

    private static Gen<string> StructuredDiff(int depth)
    {
        var names = Gen.OneOf("a", "b", "c");
        var change = Gen.Select(JsonGen.Value, Gen.Int[0, 30])
            .Select((value, i) => i == 0 ? $$"""{"old":{{value}}}""" : i == 1 ? value : $$"""{"old":1,"new":{{value}}}""");
        var none = Gen.Const("");
        var inner = depth == 0 ? none : JsonGen.ObjectOf(StructuredDiff(depth - 1), names).Select(nested => $""","nested":{nested}""");
        return Gen.Select(
            JsonGen.ObjectOf(JsonGen.Value), names.Array[0, 1], JsonGen.ObjectOf(change, names), Gen.OneOf<string>(inner, none))
            .Select((added, removed, changed, nested) =>
                $$"""{"added":{{added}},"removed":{{ListOf(removed)}},"changed":{{changed}}{{nested}}}""");

        static string ListOf(string[] names) => $"[{string.Join(",", names.Select(JsonGen.Quote))}]";
    }

    private static void ShouldBeJson(string? actual, JsonNode? expected) =>
        JsonNode.DeepEquals(JsonNode.Parse(actual.ShouldNotBeNull()), expected).ShouldBeTrue($"{actual} is not {expected?.ToJsonString()}");
}
