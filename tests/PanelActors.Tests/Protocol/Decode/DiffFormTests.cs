using System.Text;
using PanelActors.Configuration;
using PanelActors.Protocol;
using PanelActors.Tree;

namespace PanelActors.Tests.Protocol.Decode;

public class DiffFormTests
{
    [Theory]
    [InlineData("""{"panel":"p","op":"full","data":{"x":1}}""", """{"p":{"x":1},"l":[1]}""")]
    [InlineData("""{"panel":"p","op":"full","data":null}""", """{"p":null,"l":[1]}""")]
    [InlineData("""{"panel":"new","op":"full","data":5}""", """{"p":{"a":1,"n":null,"o":{"k":"v"}},"l":[1],"new":5}""")]
    [InlineData("""{"panel":"p","op":"diff","data":{"a":2}}""", """{"p":{"a":2,"n":null,"o":{"k":"v"}},"l":[1]}""")]
    [InlineData(
        """{"panel":"p","op":"diff","data":{"a":null,"o":{"m":null}}}""", """{"p":{"a":null,"n":null,"o":{"k":"v","m":null}},"l":[1]}""")]
    [InlineData(
        """{"panel":"p","op":"diff","data":{"a":{"__remove__":true},"o":{"k":{"__remove__":true}}}}""",
        """{"p":{"n":null,"o":{}},"l":[1]}""")]
    [InlineData("""{"panel":"p","op":"diff","data":{"zz":{"__remove__":true}}}""", """{"p":{"a":1,"n":null,"o":{"k":"v"}},"l":[1]}""")]
    [InlineData(
        """{"panel":"p","op":"diff","data":{"a":{"__remove__":true,"x":1}}}""",
        """{"p":{"a":{"__remove__":true,"x":1},"n":null,"o":{"k":"v"}},"l":[1]}""")]
    [InlineData(
        """{"panel":"p","op":"diff","data":{"a":{"__remove__":1}}}""", """{"p":{"a":{"__remove__":1},"n":null,"o":{"k":"v"}},"l":[1]}""")]
    [InlineData(
        """{"panel":"p","op":"diff","data":{"o":[{"__remove__":true}]}}""", """{"p":{"a":1,"n":null,"o":[{"__remove__":true}]},"l":[1]}""")]
    [InlineData(
        """{"panel":"l","op":"diff","data":{"k":{"d":{"__remove__":true},"e":1}}}""",
        """{"p":{"a":1,"n":null,"o":{"k":"v"}},"l":{"k":{"e":1}}}""")]
    [InlineData("""{"panel":"absent","op":"diff","data":{}}""", """{"p":{"a":1,"n":null,"o":{"k":"v"}},"l":[1],"absent":{}}""")]
    [InlineData("""{"panel":"p","op":"diff","data":{},"more":1}""", """{"p":{"a":1,"n":null,"o":{"k":"v"}},"l":[1]}""")]
    [InlineData("""{"panel":"","op":"full","data":{}}""", null)]
    [InlineData("""{"panel":5,"op":"full","data":{}}""", null)]
    [InlineData("""{"panel":null,"op":"diff","data":{}}""", null)]
    [InlineData("""{"panel":"p","op":"FULL","data":{}}""", null)]
    [InlineData("""{"panel":"p","op":null,"data":{}}""", null)]
    [InlineData("""{"panel":"p","op":"diff","data":[]}""", null)]
    [InlineData("""{"panel":"p","op":"diff","data":null}""", null)]
    [InlineData("""{"panel":"p","op":"full"}""", null)]
    public void Panel_op(string diff, string? expected) =>
        ShouldMerge("""{"p":{"a":1,"n":null,"o":{"k":"v"}},"l":[1]}""", diff, DiffForm.PanelOp, expected);

    [Theory]
    [InlineData("""{"added":{},"removed":[],"changed":{}}""", """{"a":1,"o":{"k":{"x":1}},"l":[]}""")]
    [InlineData(
        """{"added":{"b":{"c":null}},"removed":["l","gone"],"changed":{"a":{"old":1,"new":[2]}}}""",
        """{"a":[2],"o":{"k":{"x":1}},"b":{"c":null}}""")]
    [InlineData("""{"changed":{"a":{"old":7,"new":null}},"added":{},"removed":[]}""", """{"a":null,"o":{"k":{"x":1}},"l":[]}""")]
    [InlineData("""{"changed":{"new":{"new":3}},"added":{},"removed":[]}""", """{"a":1,"o":{"k":{"x":1}},"l":[],"new":3}""")]
    [InlineData("""{"added":{"a":2},"removed":["a"],"changed":{}}""", """{"a":2,"o":{"k":{"x":1}},"l":[]}""")]
    [InlineData("""{"added":{"z":1},"removed":[],"changed":{"z":{"new":2}}}""", """{"a":1,"o":{"k":{"x":1}},"l":[],"z":2}""")]
    [InlineData(
        """{"nested":{"z":{"added":{"y":1},"removed":[],"changed":{}}},"added":{"z":{}},"removed":[],"changed":{}}""",
        """{"a":1,"o":{"k":{"x":1}},"l":[],"z":{"y":1}}""")]
    [InlineData(
        """{"nested":{"a":{"added":{"y":1},"removed":[],"changed":{}}},"added":{},"removed":[],"changed":{"a":{"new":{}}}}""",
        """{"a":{"y":1},"o":{"k":{"x":1}},"l":[]}""")]
    [InlineData(
        """{"added":{},"removed":[],"changed":{},"nested":{"o":{"added":{},"removed":[],"changed":{}"""
        + ""","nested":{"k":{"added":{"y":2},"removed":["x"],"changed":{}}}}}}""",
        """{"a":1,"o":{"k":{"y":2}},"l":[]}""")]
    [InlineData(
        """{"added":{},"removed":[],"changed":{},"_truncated":false,"truncated_reasons":["x"]}""", """{"a":1,"o":{"k":{"x":1}},"l":[]}""")]
    [InlineData("""{"added":{},"removed":[],"changed":{"a":{"old":1}}}""", null)]
    [InlineData("""{"added":{},"removed":[],"changed":{"a":5}}""", null)]
    [InlineData("""{"added":{},"removed":[1],"changed":{}}""", null)]
    [InlineData("""{"added":{},"removed":[],"changed":{},"nested":{"a":{"added":{},"removed":[],"changed":{}}}}""", null)]
    [InlineData("""{"added":{},"removed":[],"changed":{},"nested":{"gone":{"added":{},"removed":[],"changed":{}}}}""", null)]
    [InlineData("""{"added":{},"removed":["o"],"changed":{},"nested":{"o":{"added":{},"removed":[],"changed":{}}}}""", null)]
    [InlineData("""{"added":{},"removed":[],"changed":{},"nested":{"o":{"added":{},"removed":[]}}}""", null)]
    [InlineData("""{"added":{},"removed":[],"changed":{},"nested":{"o":5}}""", null)]
    public void Structured(string diff, string? expected) =>
        ShouldMerge("""{"a":1,"o":{"k":{"x":1}},"l":[]}""", diff, DiffForm.Structured, expected);

    [Theory]
    [InlineData("""{"a":"b"}""", """{"a":"c"}""", """{"a":"c"}""")]
    [InlineData("""{"a":"b"}""", """{"b":"c"}""", """{"a":"b","b":"c"}""")]
    [InlineData("""{"a":"b"}""", """{"a":null}""", "{}")]
    [InlineData("""{"a":"b","b":"c"}""", """{"a":null}""", """{"b":"c"}""")]
    [InlineData("""{"a":["b"]}""", """{"a":"c"}""", """{"a":"c"}""")]
    [InlineData("""{"a":"c"}""", """{"a":["b"]}""", """{"a":["b"]}""")]
    [InlineData("""{"a":{"b":"c"}}""", """{"a":{"b":"d","c":null}}""", """{"a":{"b":"d"}}""")]
    [InlineData("""{"a":[{"b":"c"}]}""", """{"a":[1]}""", """{"a":[1]}""")]
    [InlineData("""{"k":["a","b"]}""", """{"k":["c","d"]}""", """{"k":["c","d"]}""")]
    [InlineData("""{"k":{"a":"b"}}""", """{"k":["c"]}""", """{"k":["c"]}""")]
    [InlineData("""{"k":{"a":"foo"}}""", """{"k":null}""", "{}")]
    [InlineData("""{"k":{"a":"foo"}}""", """{"k":"bar"}""", """{"k":"bar"}""")]
    [InlineData("""{"e":null}""", """{"a":1}""", """{"e":null,"a":1}""")]
    [InlineData("""{"k":[1,2]}""", """{"k":{"a":"b","c":null}}""", """{"k":{"a":"b"}}""")]
    [InlineData("{}", """{"a":{"bb":{"ccc":null}}}""", """{"a":{"bb":{}}}""")]
    [InlineData("""{"a":1}""", "{}", """{"a":1}""")]
    [InlineData("""{"a":{"__remove__":true}}""", """{"b":{"__remove__":true}}""", """{"a":{"__remove__":true},"b":{"__remove__":true}}""")]
    public void Merge_patch(string status, string diff, string expected) => ShouldMerge(status, diff, DiffForm.MergePatch, expected);

    [Theory]
    [InlineData("""{"added":{},"removed":[]}""")]
    [InlineData("""{"added":{},"changed":{}}""")]
    [InlineData("""{"removed":[],"changed":{}}""")]
    [InlineData("""{"added":[],"removed":[],"changed":{}}""")]
    [InlineData("""{"added":{},"removed":{},"changed":{}}""")]
    [InlineData("""{"added":{},"removed":[],"changed":[]}""")]
    [InlineData("""{"added":{},"removed":[],"changed":{},"nested":[]}""")]
    [InlineData("""{"added":{},"removed":[],"changed":{},"other":1}""")]
    [InlineData("""{"panel":"p"}""")]
    [InlineData("""{"op":"full","data":{}}""")]
    [InlineData("{}")]
    public void What_has_neither_other_shape_is_a_merge_patch(string diff)
    {
        Feed.Merge("{}", diff).ShouldBe(diff);
        Feed.Merge("{}", diff, DiffForm.PanelOp).ShouldBeNull();
        Feed.Merge("{}", diff, DiffForm.Structured).ShouldBeNull();
    }

    [Fact]
    public void A_fixed_form_is_not_told_by_shape()
    {
        const string panelOp = """{"panel":"p","op":"full","data":{}}""";
        const string structured = """{"added":{"b":1},"removed":[],"changed":{}}""";
        Feed.Merge("{}", panelOp, DiffForm.MergePatch).ShouldBe(panelOp);
        Feed.Merge("{}", structured, DiffForm.MergePatch).ShouldBe(structured);
        Feed.Merge("{}", panelOp, DiffForm.Structured).ShouldBeNull();
        Feed.Merge("{}", structured, DiffForm.PanelOp).ShouldBeNull();
    }

    [Theory]
    [InlineData("""{"diff":{"a":1}}""", false)]
    [InlineData("""{"panel_diff":{"a":1}}""", false)]
    [InlineData("""{"diff":{"a":1},"truncated":true}""", true)]
    [InlineData("""{"diff":{"a":1},"degraded":true}""", true)]
    [InlineData("""{"diff":{"a":1,"_truncated":true}}""", true)]
    [InlineData("""{"diff":{"panel":"p","op":"full","data":1,"_truncated":true}}""", true)]
    [InlineData("""{"diff":{"added":{},"removed":[],"changed":{},"_truncated":true}}""", true)]
    [InlineData(
        """{"diff":{"added":{},"removed":[],"changed":{},"nested":{"a":{"added":{},"removed":[],"changed":{},"_truncated":true}}}}""",
        true)]
    [InlineData("""{"diff":{"a":{"_truncated":true}}}""", false)]
    [InlineData("""{"diff":{"a":1,"_truncated":1}}""", false)]
    [InlineData("""{"diff":{"a":1},"truncated":"true","degraded":1}""", false)]
    [InlineData("""{"diff":{"a":1},"_truncated":true}""", false)]
    public void A_diff_is_incomplete_where_it_says_so(string body, bool incomplete)
    {
        var diff = Feed.Decode<PanelDiffEvent>($$"""{"type":"panel_diff","payload":{{body}},"degraded":true}""");
        diff.IsIncomplete.ShouldBe(incomplete);
        diff.Patch.ShouldNotBeNull();
        var root = Feed.Decode<PanelDiffEvent>(body.Replace("panel_diff", "diff", StringComparison.Ordinal));
        root.IsIncomplete.ShouldBe(incomplete);
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"diff":null}""")]
    [InlineData("""{"diff":[{"op":"add"}]}""")]
    [InlineData("""{"diff":"text"}""")]
    [InlineData("""{"panel_diff":7}""")]
    public void What_is_no_object_cannot_be_merged(string body) =>
        Feed.Decode<PanelDiffEvent>($$"""{"type":"panel_diff","payload":{{body}}}""").Patch.ShouldBeNull();

    private static void ShouldMerge(string status, string diff, DiffForm form, string? expected)
    {
        Feed.Merge(status, diff, form).ShouldBe(expected);
        Feed.Merge(status, diff)
            .ShouldBe(expected is null && !IsShaped(diff, form) ? Feed.Merge(status, diff, DiffForm.MergePatch) : expected);
    }

    private static bool IsShaped(string diff, DiffForm form)
    {
        var tape = new JsonTape(16);
        tape.Parse(Encoding.UTF8.GetBytes(diff));
        return DiffShape.Of(tape.Root).Form == form;
    }
}
