using System.Text.Json;
using CsCheck;
using PanelActors.Tree;

namespace PanelActors.Tests.Tree;

public class PanelKeyTests
{
    [Theory]
    [InlineData("")]
    [InlineData("plain")]
    [InlineData("a\"b\\c/d")]
    [InlineData("tab\tline\nnul\0del\u007f")]
    [InlineData("<script>&'é😀\u2028\uFFFF")]
    public void A_name_is_written_so_that_it_reads_back_the_same(string name)
    {
        var key = PanelKey.Of(name);
        key.ToString().ShouldBe(name);
        var member = JsonSerializer.Deserialize<Dictionary<string, int>>($"{{{System.Text.Encoding.UTF8.GetString(key.Json)}1}}")!;
        member.Keys.ShouldBe([name]);
        key.Json.IndexOfAny("\r\n"u8).ShouldBe(-1);
    }

    [Fact]
    public void Names_written_with_escapes_are_the_names_they_mean()
    {
        var one = PanelObject.Parse("""{"\u0061\/\"\uD83D\uDE00":1}""");
        one.Find(PanelKey.Of("a/\"😀"))!.ToString().ShouldBe("1");
        PanelNode.Parse("""[{"\u0061":1}]""").ToString().ShouldBe("""[{"\u0061":1}]""");
    }

    [Fact]
    public void A_name_that_comes_back_is_the_same_instance() =>
        ReferenceEquals(PanelKey.Of("indices_detail"), PanelKey.Of("indices_detail"u8)).ShouldBeTrue();

    // Ten times as many names as there are shared places: each must still be itself when its place was taken.
    [Fact]
    public void Names_that_fall_on_one_place_stay_apart()
    {
        var keys = Enumerable.Range(0, 40_000).Select(i => PanelKey.Of($"name{i}")).ToArray();
        for (var i = 0; i < keys.Length; i++)
        {
            var again = PanelKey.Of($"name{i}");
            if (again.ToString() != $"name{i}" || !again.Equals(keys[i]) || again.GetHashCode() != keys[i].GetHashCode())
                Assert.Fail($"name{i}");
        }

        keys.ToHashSet().Count.ShouldBe(keys.Length);
    }

    [Fact]
    public void Names_made_on_many_threads_at_once_are_themselves() =>
        Parallel.For(0, 20_000, i => PanelKey.Of($"shared{i % 5000}").ToString().ShouldBe($"shared{i % 5000}"));

    [Fact]
    public void Long_names_are_equal_by_content()
    {
        var name = new string('x', 1000);
        ReferenceEquals(PanelKey.Of(name), PanelKey.Of(name)).ShouldBeFalse();
        PanelKey.Of(name).ShouldBe(PanelKey.Of(name));
        PanelKey.Of(name).ShouldNotBe(PanelKey.Of(name + "x"));
    }

    [Fact]
    public void Equality_and_order_are_those_of_the_utf8_bytes() => Gen.Select(JsonGen.Name, JsonGen.Name).Sample((left, right) =>
    {
        var (a, b) = (PanelKey.Of(left), PanelKey.Of(right));
        var order = Math.Sign(JsonGen.Utf8(left).AsSpan().SequenceCompareTo(JsonGen.Utf8(right)));
        Math.Sign(a.CompareTo(b)).ShouldBe(order);
        (a == b).ShouldBe(order == 0);
        (a != b).ShouldBe(order != 0);
        (a < b, a <= b, a > b, a >= b).ShouldBe((order < 0, order <= 0, order > 0, order >= 0));
        a.Equals((object)b).ShouldBe(order == 0);
    });

    [Fact]
    public void No_name_equals_nothing()
    {
        PanelKey? none = null;
        (none == PanelKey.Of("a")).ShouldBeFalse();
        PanelKey.Of("a").Equals(none).ShouldBeFalse();
        PanelKey.Of("a").CompareTo(none).ShouldBe(1);
    }
}
