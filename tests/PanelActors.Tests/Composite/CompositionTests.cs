using System.Text;
using CsCheck;
using PanelActors.Composite;
using PanelActors.Configuration;
using PanelActors.Protocol;
using PanelActors.Protocol.Decode;
using PanelActors.State;
using PanelActors.Tests.Support;
using PanelActors.Tree;

namespace PanelActors.Tests.Composite;

public sealed class CompositionTests
{
    [Fact]
    public void In_a_namespace_each_member_stands_under_its_name()
    {
        var composition = Composition.Of(CompositeMerge.Namespace, Stores.Members("""{"p":1}""", null, """{"p":2}"""), null);
        composition.Status!.ToString().ShouldBe("""{"a":{"p":1},"c":{"p":2}}""");
        Sources(composition).ShouldBe("a=a c=c");
    }

    [Theory]
    [InlineData("""{"p":1}""", """{"p":2,"q":3}""", """{"p":1,"q":3}""", "p=a q=b")]
    [InlineData(
        """{"p":{"x":1,"y":{"z":1}}}""", """{"p":{"x":2,"w":3,"y":{"z":2,"v":4}}}""", """{"p":{"x":1,"y":{"z":1,"v":4},"w":3}}""", "p=a")]
    [InlineData("""{"p":[1]}""", """{"p":{"x":1}}""", """{"p":[1]}""", "p=a")]
    [InlineData("""{"p":null}""", """{"p":1}""", """{"p":null}""", "p=a")]
    public void In_an_overlay_the_first_wins_and_objects_merge_deep(string first, string second, string expected, string sources)
    {
        var composition = Composition.Of(CompositeMerge.Overlay, Stores.Members(first, second), null);
        composition.Status!.ToString().ShouldBe(expected);
        Sources(composition).ShouldBe(sources);
    }

    [Fact]
    public void In_failover_the_active_members_status_is_shown_as_it_is()
    {
        var members = Stores.Members("""{"p":1}""", """{"q":2}""");
        var composition = Composition.Of(CompositeMerge.Failover, members, 1);
        composition.Status.ShouldBeSameAs(members[1].State.Status);
        Sources(composition).ShouldBe("q=b");
    }

    [Theory]
    [InlineData(nameof(CompositeMerge.Namespace))]
    [InlineData(nameof(CompositeMerge.Overlay))]
    [InlineData(nameof(CompositeMerge.Failover))]
    public void While_no_member_has_a_baseline_there_is_none(string merge) =>
        Composition.Of(
            merge.As<CompositeMerge>(), Stores.Members(null, null), merge.As<CompositeMerge>() == CompositeMerge.Failover ? 0 : null)
            .Status.ShouldBeNull();

    [Theory]
    [InlineData(nameof(CompositeMerge.Namespace))]
    [InlineData(nameof(CompositeMerge.Overlay))]
    [InlineData(nameof(CompositeMerge.Failover))]
    public void Built_step_by_step_it_equals_what_is_built_at_once(string merge) =>
        Gen.Select(Gen.Int[0, 2], Gen.OneOf(Baselines, Diffs, Gen.Const((PanelEvent?)null)), Gen.Int[0, 2]).Array[1, 30].Sample(steps =>
        {
            var members = Stores.Members(null, null, null);
            int? ActiveOf(int index) => merge.As<CompositeMerge>() == CompositeMerge.Failover ? index : null;
            var composition = Composition.Of(merge.As<CompositeMerge>(), members, ActiveOf(0));
            foreach (var (index, panelEvent, active) in steps)
            {
                // Without an event the member starts over, as it does when it failed.
                members = members.With(index, panelEvent is null ? PanelState.Initial : Stores.After(members[index].State, panelEvent));
                composition = composition.Next(members, ActiveOf(active));
                var scratch = Composition.Of(merge.As<CompositeMerge>(), members, ActiveOf(active));
                Canonical(composition).ShouldBe(Canonical(scratch));
                Sources(composition).ShouldBe(Sources(scratch));
            }
        }, iter: 300);

    [Fact]
    public void Composites_of_composites_build_step_by_step_too() =>
        Gen.Select(Gen.Int[0, 1], Gen.OneOf(Baselines, Diffs)).Array[1, 20].Sample(steps =>
        {
            var inner = Stores.Members(null, null);
            var outer = Stores.Members("""{"p":{"own":1},"z":0}""", null);
            var innerNow = Composition.Of(CompositeMerge.Overlay, inner, null);
            var outerNow = Composition.Of(CompositeMerge.Overlay, outer, null);
            foreach (var (index, panelEvent) in steps)
            {
                inner = inner.With(index, Stores.After(inner[index].State, panelEvent!));
                innerNow = innerNow.Next(inner, null);
                outer = outer.With(1, outer[1].State with { Status = innerNow.Status });
                outerNow = outerNow.Next(outer, null);
                Canonical(outerNow).ShouldBe(Canonical(Composition.Of(CompositeMerge.Overlay, outer, null)));
            }
        }, iter: 200);

    [Fact]
    public void A_change_in_one_panel_leaves_all_other_nodes_as_they_were()
    {
        var members = Stores.Members("""{"p":{"x":1},"q":{"x":1}}""", """{"q":{"y":1},"r":{"x":1}}""");
        var before = Composition.Of(CompositeMerge.Overlay, members, null);
        var changed = members.With(1, Stores.After(members[1].State, Diff("""{"r":{"x":2}}""")));
        var after = before.Next(changed, null);
        foreach (var panel in new[] { "p", "q" })
            after.Status!.Find(PanelKey.Of(panel)).ShouldBeSameAs(before.Status!.Find(PanelKey.Of(panel)));
        after.Status!.Find(PanelKey.Of("r"))!.ToString().ShouldBe("""{"x":2}""");
        before.Status!.Find(PanelKey.Of("r"))!.ToString().ShouldBe("""{"x":1}""", "an older composition never changes");
    }

    private static readonly Gen<string> Names = Gen.OneOf("p", "q", "r", "s");

    private static readonly Gen<string> Values =
        Gen.OneOf("1", "null", "[1]", """{"x":1}""", """{"x":{"y":1},"z":2}""", """{"x":{"y":2,"w":[]},"v":3}""", "{}");

    private static readonly Gen<string> Objects = Gen.Select(Names, Values).Array[0, 4].Select(members =>
        "{" + string.Join(",", members.DistinctBy(member => member.Item1).Select(member => $"\"{member.Item1}\":{member.Item2}")) + "}");

    private static readonly Gen<PanelEvent?> Baselines = Objects.Select(PanelEvent? (json) => new PanelFullEvent(PanelObject.Parse(json)));

    private static readonly Gen<PanelEvent?> Diffs = Objects.Select(PanelEvent? (json) => Diff(json));

    private static PanelDiffEvent Diff(string json)
    {
        var tape = new JsonTape(16);
        tape.Parse(Encoding.UTF8.GetBytes(json)).ShouldBe(JsonFault.None);
        return new PanelDiffEvent(new DiffReader().Read(tape.Root, DiffForm.MergePatch).Patch, IsIncomplete: false);
    }

    private static string? Canonical(Composition composition) =>
        composition.Status is { } status ? ContentHash.Of(status).ToString() : null;

    private static string Sources(Composition composition) =>
        string.Join(' ', composition.PanelSources.Select(source => $"{source.Key}={source.Value}").Order());
}
