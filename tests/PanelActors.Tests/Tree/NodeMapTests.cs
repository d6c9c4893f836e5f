using CsCheck;
using PanelActors.Tree;

namespace PanelActors.Tests.Tree;

public class NodeMapTests
{
    private static readonly Gen<(bool Removes, int Name, int Value)[]> Steps = Gen.Select(
        Gen.Bool, Gen.Int[0, 90], Gen.Int[0, 3]).Array[0, 250];

    [Theory]
    [InlineData(0, 12)]
    [InlineData(0, 90)]
    [InlineData(8, 20)]
    [InlineData(63, 90)]
    [InlineData(65, 90)]
    [InlineData(1100, 1200)]
    public void A_map_does_what_a_list_of_pairs_does(int members, int names) => Steps.Sample(
        steps =>
        {
            var (map, model) = Build(members);
            var kept = new List<(NodeMap Map, List<(int Name, int Value)> Model)> { (map, [.. model]) };
            for (var i = 0; i < steps.Length; i++)
            {
                var (removes, any, value) = steps[i];
                var name = members < 91 ? any % names : any * names / 91;
                var before = map;
                var held = model.FindIndex(member => member.Name == name);
                map = removes ? map.Remove(Key(name)) : map.Set(Key(name), PanelLeaf.Of(value));
                if (held >= 0) model.RemoveAt(held);
                // Where a name comes back to after its removal is the map's own affair: take its word for it.
                if (!removes) model.Insert(held >= 0 ? held : PlaceOf(name, map), (name, value));

                map.Find(Key(name))?.ToString().ShouldBe(removes ? null : $"{value}");
                if (removes) map.Find(Key(name)).ShouldBeNull();
                if (held < 0 && removes) ReferenceEquals(map, before).ShouldBeTrue("nothing was removed");
                if (i % 16 == 0) kept.Add((map, [.. model]));
            }

            kept.Add((map, model));
            foreach (var (version, expected) in kept) Check(version, expected, names);
        },
        iter: members > 1000 ? 20 : 100);

    [Theory]
    [InlineData(5)]
    [InlineData(64)]
    [InlineData(1500)]
    public void New_names_go_to_the_end_in_the_order_they_come(int count)
    {
        var map = NodeMap.Empty;
        for (var i = 0; i < count; i++) map = map.Set(Key(i), PanelLeaf.Of(i));
        Check(map, [.. Enumerable.Range(0, count).Select(i => (i, i))], count + 5);

        var (built, _) = Build(count);
        built.Set(Key(-1), PanelLeaf.Null).Count.ShouldBe(count + 1);
        Check(built.Set(Key(count), PanelLeaf.Of(count)), [.. Enumerable.Range(0, count + 1).Select(i => (i, i))], count + 5);
    }

    [Theory]
    [InlineData(8)]
    [InlineData(70)]
    [InlineData(1200)]
    public void Emptied_one_by_one_a_map_loses_just_that_one(int count)
    {
        var (map, model) = Build(count);
        while (model.Count > 0)
        {
            map = map.Remove(Key(model[^1].Name));
            model.RemoveAt(model.Count - 1);
            if (count < 100 || model.Count % 97 == 0) Check(map, model, count);
        }

        ReferenceEquals(map, NodeMap.Empty).ShouldBeTrue();
    }

    // A feed that names its members by time adds and removes forever.
    [Fact]
    public void Names_that_never_come_back_leave_nothing_behind()
    {
        var map = NodeMap.Empty;
        for (var i = 0; i < 20_000; i++) map = map.Set(Key(i), PanelLeaf.Of(i)).Remove(Key(i - 20));
        Check(map, [.. Enumerable.Range(19_980, 20).Select(i => (i, i))], 20_010);
    }

    [Fact]
    public void A_removed_name_that_returns_is_there_once()
    {
        var (map, _) = Build(3);
        map = map.Remove(Key(1)).Set(Key(1), PanelLeaf.Of(9));
        map.Count.ShouldBe(3);
        Check(map, [(0, 0), (1, 9), (2, 2)], 5);
    }

    [Fact]
    public void Setting_the_same_node_again_changes_nothing()
    {
        var node = PanelLeaf.Of("x");
        var map = NodeMap.Empty.Set(Key(1), node);
        ReferenceEquals(map.Set(Key(1), node), map).ShouldBeTrue();
    }

    private static (NodeMap Map, List<(int Name, int Value)> Model) Build(int count)
    {
        var builder = new NodeMap.Builder();
        for (var i = 0; i < count; i++) builder.Add(Key(i), PanelLeaf.Of(i));
        return (builder.ToMap(), [.. Enumerable.Range(0, count).Select(i => (i, i))]);
    }

    private static int PlaceOf(int name, NodeMap map)
    {
        var place = 0;
        foreach (var (key, _) in map)
        {
            if (key == Key(name)) break;
            place++;
        }

        return place;
    }

    private static void Check(NodeMap map, List<(int Name, int Value)> expected, int names)
    {
        var found = new List<(string, string)>();
        foreach (var (key, value) in map) found.Add((key.ToString(), value.ToString()));
        found.ShouldBe(expected.Select(member => ($"n{member.Name}", $"{member.Value}")));
        map.Count.ShouldBe(expected.Count);
        map.Size.ShouldBe(PanelObject.Empty.With(map).ToString().Length - 2);

        var byName = expected.ToDictionary(member => member.Name, member => member.Value);
        for (var name = 0; name < names; name++)
        {
            var value = map.Find(Key(name))?.ToString();
            if (value != (byName.TryGetValue(name, out var known) ? $"{known}" : null)) Assert.Fail($"n{name} is {value ?? "not there"}");
        }
    }

    private static PanelKey Key(int name) => PanelKey.Of($"n{name}");
}
