using System.Text;
using CsCheck;
using PanelActors.Configuration;
using PanelActors.Protocol;
using PanelActors.Tests.Protocol.Decode;
using PanelActors.Tree;

namespace PanelActors.Tests.Tree;

/// <summary>A merge patch between two objects makes the second from the first, but for the members that it reports.</summary>
public class MergePatchTests
{
    [Theory]
    [InlineData("""{"a":1}""", """{"a":1}""", "{}")]
    [InlineData("""{"a":1}""", """{"a":2}""", """{"a":2}""")]
    [InlineData("""{"a":1}""", """{"a":1,"b":2}""", """{"b":2}""")]
    [InlineData("""{"a":1,"b":2}""", """{"a":1}""", """{"b":null}""")]
    [InlineData("""{"a":{"x":1,"y":2}}""", """{"a":{"x":1,"y":3}}""", """{"a":{"y":3}}""")]
    [InlineData("""{"a":{"x":1,"y":2}}""", """{"a":{"x":1}}""", """{"a":{"y":null}}""")]
    [InlineData("""{"a":{"x":1}}""", """{"a":{}}""", """{"a":{"x":null}}""")]
    [InlineData("""{"a":[1,null]}""", """{"a":[null]}""", """{"a":[null]}""")]
    [InlineData("""{"a":5}""", """{"a":{"x":[{"y":null}]}}""", """{"a":{"x":[{"y":null}]}}""")]
    [InlineData("""{"a":null}""", """{"a":null,"b":1}""", """{"b":1}""")]
    [InlineData("""{"a":{"n":null,"x":1}}""", """{"a":{"n":null,"x":2}}""", """{"a":{"x":2}}""")]
    public void It_says_what_differs(string before, string after, string patch) => Written(before, after).ShouldBe((patch, ""));

    [Theory]
    [InlineData("""{"a":1,"b":1}""", """{"a":null,"b":2}""", """{"b":2}""", "a")]
    [InlineData("""{"a":{"x":1},"b":1}""", """{"a":{"x":null},"b":1}""", "{}", "a")]
    [InlineData("{}", """{"a":{"x":{"y":null}}}""", "{}", "a")]
    [InlineData("""{"a":[1]}""", """{"a":{"x":null}}""", "{}", "a")]
    public void It_cannot_set_a_member_to_null(string before, string after, string patch, string unsayable) =>
        Written(before, after).ShouldBe((patch, unsayable));

    [Fact]
    public void Applied_to_the_first_it_gives_the_second()
    {
        var (said, unsaid) = (0, 0);
        Gen.Select(JsonGen.Object, JsonGen.Object).Sample(
            (first, second) =>
            {
                var (before, after) = (PanelObject.Parse(first), PanelObject.Parse(second));
                var unsayable = new List<PanelKey>();
                var output = new JsonBuffer();
                MergePatch.Write(before, after, output, unsayable);
                var patch = Feed.Decode<PanelDiffEvent>(
                    $$"""{"diff":{{Encoding.UTF8.GetString(output.Written)}}}""", form: DiffForm.MergePatch).Patch!;
                var merged = patch.Apply(before)!;
                foreach (var key in unsayable) merged = merged.With(merged.Members.Set(key, after.Find(key)!));
                ContentHash.Of(merged).ShouldBe(ContentHash.Of(after));
                Interlocked.Add(ref unsaid, unsayable.Count);
                Interlocked.Increment(ref said);
            },
            iter: 5000);
        unsaid.ShouldBeInRange(100, said * 2);
    }

    [Fact]
    public void What_two_versions_share_is_not_looked_at()
    {
        // A member that cannot even be split is the same in both.
        var broken = PanelObject.FromValidJson("{not json}"u8);
        var before = PanelObject.Empty.With(NodeMap.Empty.Set(PanelKey.Of("a"), broken).Set(PanelKey.Of("b"), PanelLeaf.Of(1)));
        var after = before.With(before.Members.Set(PanelKey.Of("b"), PanelLeaf.Of(2)));
        var output = new JsonBuffer();
        MergePatch.Write(before, after, output, []).ShouldBe(1);
        Encoding.UTF8.GetString(output.Written).ShouldBe("""{"b":2}""");
    }

    private static (string Patch, string Unsayable) Written(string before, string after)
    {
        var output = new JsonBuffer();
        var unsayable = new List<PanelKey>();
        MergePatch.Write(PanelObject.Parse(before), PanelObject.Parse(after), output, unsayable);
        return (Encoding.UTF8.GetString(output.Written), string.Join(",", unsayable));
    }
}
