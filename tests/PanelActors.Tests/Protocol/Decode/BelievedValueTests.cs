using PanelActors.Protocol;
using PanelActors.Tree;

namespace PanelActors.Tests.Protocol.Decode;

/// <summary>What a structured diff believes to be there, and what is.</summary>
public sealed class BelievedValueTests
{
    [Theory]
    [InlineData("""{"a":1}""", """{"a":{"old":1,"new":2}}""", 0)]
    [InlineData("""{"a":1}""", """{"a":{"old":1.0,"new":2}}""", 0)]
    [InlineData("""{"a":1}""", """{"a":{"new":2}}""", 0)]
    [InlineData("""{"a":1}""", """{"a":{"old":3,"new":2}}""", 1)]
    [InlineData("""{"a":1}""", """{"a":{"old":null,"new":2}}""", 1)]
    [InlineData("""{"a":1}""", """{"a":{"old":3,"new":1}}""", 1)]
    [InlineData("{}", """{"a":{"old":null,"new":2}}""", 0)]
    [InlineData("""{"a":null}""", """{"a":{"old":null,"new":2}}""", 0)]
    [InlineData("{}", """{"a":{"old":3,"new":2}}""", 1)]
    [InlineData("""{"a":{"x":1,"y":2}}""", """{"a":{"old":{"y":2,"x":1},"new":2}}""", 0)]
    [InlineData("""{"a":{"x":1}}""", """{"a":{"old":{"x":2},"new":2}}""", 1)]
    [InlineData("""{"a":1,"b":1,"c":1}""", """{"a":{"old":2,"new":5},"b":{"old":1,"new":5},"c":{"old":2,"new":5}}""", 2)]
    public void Each_value_that_is_another_is_counted(string status, string changed, int divergences)
    {
        var counted = 0;
        PatchOf($$"""{"added":{},"removed":[],"changed":{{changed}}}""").Apply(PanelObject.Parse(status), ref counted).ShouldNotBeNull();
        counted.ShouldBe(divergences);
    }

    [Fact]
    public void So_is_each_within_a_panel()
    {
        const string diff =
            """{"added":{},"removed":[],"changed":{},"nested":{"o":{"added":{},"removed":[],"changed":{"a":{"old":2,"new":3}}}}}""";
        var counted = 4;
        PatchOf(diff).Apply(PanelObject.Parse("""{"o":{"a":1}}"""), ref counted)!.ToString().ShouldBe("""{"o":{"a":3}}""");
        counted.ShouldBe(5);
    }

    private static ObjectPatch PatchOf(string diff) => Feed.Decode<PanelDiffEvent>($$"""{"diff":{{diff}}}""").Patch.ShouldNotBeNull();
}
