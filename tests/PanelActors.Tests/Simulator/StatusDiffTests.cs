using System.Text.Json.Nodes;
using CsCheck;
using PanelActors.Simulator;

namespace PanelActors.Tests.Simulator;

public sealed class StatusDiffTests
{
    private static readonly Gen<JsonNode?> Leaf = Gen.OneOf<JsonNode?>(
        Gen.Const(0).Select(_ => (JsonNode?)null),
        Gen.Int[0, 2].Select(i => (JsonNode?)i),
        Gen.Bool.Select(b => (JsonNode?)b),
        Gen.Char['a', 'b'].Select(c => (JsonNode?)c.ToString()));

    private static readonly Gen<JsonObject> Tree = Members(3);

    [Fact]
    public void Each_form_that_can_say_a_change_leads_from_before_to_after() =>
        Gen.Select(Tree, Tree).Sample(
            (before, after) =>
            {
                Leads(before, after, [StatusDiff.Structured(before, after)]);
                if (StatusDiff.MergePatch(before, after) is { } patch) Leads(before, after, [patch]);
                if (StatusDiff.PanelOps(before, after) is { } operations) Leads(before, after, operations);
            },
            iter: 10_000);

    [Theory]
    [InlineData("""{"p":1}""", """{"p":null}""")]
    [InlineData("""{"p":{"q":1}}""", """{"p":{"q":null}}""")]
    [InlineData("""{}""", """{"p":{"q":{"r":null}}}""")]
    [InlineData("""{"p":[1]}""", """{"p":{"q":null}}""")]
    public void A_merge_patch_cannot_set_a_null(string before, string after) =>
        StatusDiff.MergePatch(Parse(before), Parse(after)).ShouldBeNull();

    [Theory]
    [InlineData("""{"p":null}""", """{"p":null,"q":1}""", """{"q":1}""")]
    [InlineData("""{"p":1}""", """{"p":[null,{"q":null}]}""", """{"p":[null,{"q":null}]}""")]
    public void A_merge_patch_leaves_nulls_alone_and_may_hold_them_in_lists(string before, string after, string patch) =>
        StatusDiff.MergePatch(Parse(before), Parse(after))!.ToJsonString().ShouldBe(patch);

    [Fact]
    public void A_panel_operation_cannot_remove_a_panel() =>
        StatusDiff.PanelOps(Parse("""{"p":1,"q":1}"""), Parse("""{"q":2}""")).ShouldBeNull();

    [Fact]
    public void A_structured_diff_names_what_was_added_removed_and_changed_at_each_depth() =>
        StatusDiff.Structured(Parse("""{"p":{"a":1,"b":2},"q":1}"""), Parse("""{"p":{"a":3,"c":4},"r":null}""")).ToJsonString().ShouldBe(
            """{"added":{"r":null},"removed":["q"],"changed":{}"""
            + ""","nested":{"p":{"added":{"c":4},"removed":["b"],"changed":{"a":{"old":1,"new":3}}}}}""");

    private static Gen<JsonObject> Members(int depth)
    {
        var value = depth == 0
            ? Leaf
            : Gen.Frequency<JsonNode?>(
                (4, Leaf),
                (1, Leaf.Array[0, 2].Select(a => (JsonNode?)new JsonArray(a))),
                (3, Members(depth - 1).Select(o => (JsonNode?)o)));
        return Gen.Select(Gen.Char['p', 's'].Select(c => c.ToString()), value).Array[0, 4].Select(pairs =>
        {
            var members = new JsonObject();
            foreach (var (key, node) in pairs) members[key] = node?.DeepClone();
            return members;
        });
    }

    private static JsonObject Parse(string json) => JsonNode.Parse(json)!.AsObject();

    private static void Leads(JsonObject before, JsonObject after, IReadOnlyList<JsonObject> diffs)
    {
        var client = new FeedApplier();
        client.Apply(Envelope("panel_full", "status", before));
        foreach (var diff in diffs) client.Apply(Envelope("panel_diff", "diff", diff));
        JsonNode.DeepEquals(client.Status, after).ShouldBeTrue(
            $"{before.ToJsonString()} to {after.ToJsonString()} by {string.Join(", ", diffs.Select(d => d.ToJsonString()))}");
    }

    private static JsonObject Envelope(string type, string key, JsonObject body) =>
        new() { ["type"] = type, ["generation"] = 1L, ["payload"] = new JsonObject { [key] = body.DeepClone() } };
}
