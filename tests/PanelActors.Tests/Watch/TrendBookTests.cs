using System.Text.Json;
using PanelActors.Tests.Support;
using PanelActors.Tree;
using PanelActors.Watch;

namespace PanelActors.Tests.Watch;

public sealed class TrendBookTests
{
    private readonly Watching _watching = Watching.With(
        """{"p":{"k":1,"same":5,"text":"x"},"n":7,"t":[{"name":"a","v":1},{"name":"b","v":2}]}""");
    private int _id = 1;

    [Fact]
    public void A_number_that_changes_has_its_last_values_and_one_that_does_not_has_none()
    {
        Diff("""{"p":{"k":2}}""", after: 10);
        Diff("""{"p":{"k":4}}""", after: 10);
        Show("p", "/k").ShouldBe("         ▁▃█");
        Show("p", "/same").ShouldBeNull();
        Show("p", "/text").ShouldBeNull();
        Show("no", "/k").ShouldBeNull();
    }

    [Fact]
    public void A_panel_that_is_a_number_and_a_cell_of_a_table_are_numbers_too()
    {
        Diff("""{"n":8,"t":[{"name":"a","v":3},{"name":"b","v":2}]}""", after: 10);
        Show("n", "").ShouldBe("          ▁█");
        Show("t", "/0/v").ShouldBe("          ▁█");
        Show("t", "/1/v").ShouldBeNull();
    }

    [Fact]
    public void Of_a_step_the_last_value_counts_which_is_looked_at_once_a_second()
    {
        Diff("""{"p":{"k":100}}""", after: 2);
        Diff("""{"p":{"k":3}}""", after: 2);
        Diff("""{"p":{"k":50}}""", after: 0.1);
        Diff("""{"p":{"k":5}}""", after: 8);
        Of("p", "/k")!.TakeLast(2).ShouldBe([3, 5]);
    }

    [Fact]
    public void A_silence_is_a_gap_and_so_is_a_time_without_the_number()
    {
        Diff("""{"p":{"k":2}}""", after: 10);
        _watching.After(5).Hear(new WatchInput.Lost("gone", TimeSpan.Zero)).After(25).Hear(Watching.Hello(resumed: true));
        Diff("""{"p":{"k":3}}""", after: 0);
        Show("p", "/k").ShouldBe("       ▁▅  █");
        Diff("""{"p":{"k":null}}""", after: 10);
        Diff("""{"p":{"k":4}}""", after: 10);
        Show("p", "/k").ShouldBe("     ▁▃  ▆ █");
    }

    [Fact]
    public void Stale_data_is_a_gap()
    {
        Diff("""{"p":{"k":2}}""", after: 10);
        for (var i = 0; i < 6; i++) _watching.After(10).Hear(": beat\n\n");
        // Stale after 30 s: the steps in which it was late still count.
        Of("p", "/k")!.Select(static value => value is not null)
            .ShouldBe([false, false, false, false, true, true, true, true, false, false, false, false]);
    }

    [Fact]
    public void What_is_older_than_the_steps_is_forgotten()
    {
        Diff("""{"p":{"k":2}}""", after: 10);
        for (var i = 0; i < 14; i++) Diff($$"""{"n":{{i}}}""", after: 10);
        Show("p", "/k").ShouldBeNull();
        Of("n", "")!.ShouldBe([2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13]);
    }

    [Fact]
    public void What_the_daemon_knows_comes_before_what_was_seen_by_its_own_clock()
    {
        Diff("""{"p":{"k":9}}""", after: 10);
        // An hour behind this clock.
        var at = _watching.Now.AddHours(-1).ToUnixTimeSeconds();
        _watching.Hear(new WatchInput.Series(Series(
            $$"""{"path":"/p/k","points":[[{{at - 40}},1,1,5],[{{at - 30}},null,null,null],[{{at - 20}},1,1,7],[{{at}},1,1,1000]]}""")));
        Of("p", "/k")!.ShouldBe([null, null, null, null, null, null, null, 5, null, 7, 1, 9]);
    }

    [Fact]
    public void A_path_has_its_escapes_taken_back_in_the_name_of_the_panel_alone() =>
        Series("""{"path":"/a~1b~0/c~1d","points":[[1,1,1,1]]}""").ShouldHaveSingleItem()
            .ShouldSatisfyAllConditions(one => one.Panel.ToString().ShouldBe("a/b~"), one => one.Pointer.ShouldBe("/c~1d"));

    [Theory]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("""{"items":7}""")]
    [InlineData("""{"items":[1,null,{},{"path":1,"points":[]},{"path":"x","points":[]},{"path":"/p","points":{}}]}""")]
    public void An_answer_of_another_form_is_no_series(string json) => Read(json).ShouldBeEmpty();

    [Fact]
    public void Points_of_another_form_are_left_out() =>
        Series("""{"path":"/p","points":[1,[],["x",1,1,1],[1e999,1,1,1],[5,1,1,"x"],[6,0,0,6]]}""")
        .ShouldHaveSingleItem().Points.ShouldBe([(5d, null), (6d, 6d)]);

    [Fact]
    public void However_many_numbers_there_are_it_is_bounded()
    {
        var status = Big(0);
        var book = TrendBook.Empty.Look(status, Watching.Start).Look(Big(1), Watching.Start.AddSeconds(10));
        var now = Watching.Start.AddSeconds(10);
        status.Members.ChangedKeys(PanelObject.Empty.Members)
            .Sum(key => Enumerable.Range(0, 100).Count(i => book.Of(key, $"/n{i}", 2, now) is not null)).ShouldBe(5000);

        static PanelObject Big(int add) => PanelObject.Parse("{" + string.Join(',', Enumerable.Range(0, 100).Select(panel =>
            $"\"p{panel}\":{{{string.Join(',', Enumerable.Range(0, 100).Select(i => $"\"n{i}\":{i + add}"))}}}")) + "}");
    }

    [Fact]
    public void Where_it_is_not_looked_at_nothing_is_kept()
    {
        var state = new WatchState(Watching.Start) { Trends = null };
        state.Apply(new WatchInput.Series([]), Watching.Start).Switched("x", Watching.Start).Trends.ShouldBeNull();
    }

    private void Diff(string diff, double after) => _watching.After(after).Hear(Sse.Diff(++_id, 7, diff));

    private string? Show(string panel, string pointer) => Of(panel, pointer) is { } values ? Sparkline.Of(values) : null;

    private IReadOnlyList<double?>? Of(string panel, string pointer) =>
        _watching.State.Trends!.Of(PanelKey.Of(panel), pointer, TrendBook.Steps, _watching.Now);

    private static IReadOnlyList<NumberSeries> Series(string item) => Read($"{{\"items\":[{item}]}}");

    private static IReadOnlyList<NumberSeries> Read(string json)
    {
        using var document = JsonDocument.Parse(json);
        return NumberSeries.Read(document.RootElement);
    }
}
