using PanelActors.History;
using PanelActors.Tree;

namespace PanelActors.Tests.History;

public sealed class StoreSeriesTests
{
    private const int Window = 10;

    private readonly StoreSeries _series = new(Window, maxLeaves: 4);

    [Fact]
    public void Values_hold_until_they_change()
    {
        Sample(1, """{"p":{"x":1}}""");
        Sample(2, """{"p":{"x":1}}""");
        Sample(3, """{"p":{"x":2.5}}""");
        Read("/p/x", 1, 3).ShouldBe([1, 1, 2.5]);
    }

    [Fact]
    public void Numbers_in_lists_have_their_index()
    {
        Sample(1, """{"p":[1,{"y":2},["3",4]]}""");
        _series.Find(SeriesPath.Parse("/**")!, 10).ShouldBe(["/p/0", "/p/1/y", "/p/2/1"]);
        Sample(2, """{"p":[1]}""");
        Read("/p/1/y", 1, 2).ShouldBe([2, double.NaN]);
    }

    [Fact]
    public void What_is_gone_is_a_gap_and_so_is_what_is_no_number_any_more()
    {
        Sample(1, """{"p":{"x":1},"q":2}""");
        Sample(2, """{"p":{"x":null}}""");
        Sample(3, """{"p":{"x":3},"q":4}""");
        Read("/p/x", 1, 3).ShouldBe([1, double.NaN, 3]);
        Read("/q", 1, 3).ShouldBe([2, double.NaN, 4]);
    }

    [Fact]
    public void Silence_is_a_gap_from_the_last_event_on()
    {
        for (var step = 1; step <= 3; step++) Sample(step, """{"x":1}""");
        Sample(4, """{"x":1}""", silentSince: 2);
        Sample(5, """{"x":1}""");
        Read("/x", 1, 5).ShouldBe([1, 1, double.NaN, double.NaN, 1]);
    }

    [Fact]
    public void A_pause_of_the_process_is_a_gap()
    {
        Sample(1, """{"x":1}""");
        Sample(8, """{"x":1}""");
        Read("/x", 1, 8).ShouldBe([1, .. Enumerable.Repeat(double.NaN, 6), 1]);
    }

    [Fact]
    public void A_clock_that_is_set_back_takes_away_what_was_noted_after_it()
    {
        Sample(5, """{"x":5}""");
        Sample(6, """{"x":6}""");
        Sample(3, """{"x":3}""");
        Read("/x", 3, 6).ShouldBe([3, double.NaN, double.NaN, double.NaN]);
    }

    [Fact]
    public void What_changed_longest_ago_makes_room()
    {
        Sample(1, """{"a":1,"b":1,"c":1,"d":1}""");
        Sample(5, """{"a":1,"b":2,"c":2,"d":2}""");
        _series.Sample(PanelObject.Parse("""{"a":1,"b":2,"c":2,"d":2,"e":1}"""), 9, null).ShouldBe(1);
        _series.Find(SeriesPath.Parse("/*")!, 10).ShouldBe(["/b", "/c", "/d", "/e"]);
    }

    [Fact]
    public void Where_all_change_all_the_time_the_first_ones_stay()
    {
        Sample(1, """{"a":1,"b":1,"c":1,"d":1,"e":1}""");
        Sample(2, """{"a":2,"b":2,"c":2,"d":2,"e":2}""");
        _series.Find(SeriesPath.Parse("/*")!, 10).ShouldBe(["/a", "/b", "/c", "/d"]);
    }

    [Fact]
    public void The_value_at_the_beginning_of_the_window_is_known_however_old_it_is()
    {
        Sample(1, """{"x":7,"y":0}""");
        for (var step = 2; step <= 40; step++) Sample(step, $$"""{"x":7,"y":{{step}}}""");
        Read("/x", 31, 40).ShouldBe(Enumerable.Repeat(7d, 10));
        Read("/y", 31, 40).ShouldBe(Enumerable.Range(31, 10).Select(static value => (double)value));
    }

    [Fact]
    public void A_sample_takes_at_most_sixteen_bytes()
    {
        const int Steps = 900;
        var series = new StoreSeries(Steps, 10_000);
        for (var step = 1; step <= Steps; step++)
        {
            var panels = string.Join(',', Enumerable.Range(0, 100).Select(panel => $"\"p{panel}\":{step}"));
            series.Sample(PanelObject.Parse($"{{{panels}}}"), step, null);
        }

        series.Bytes.ShouldBeLessThan(16L * 100 * Steps);
    }

    private void Sample(int step, string panels, int? silentSince = null) =>
        _series.Sample(PanelObject.Parse(panels), step, silentSince);

    private double[] Read(string path, int from, int to)
    {
        var values = new double[to - from + 1];
        _series.Read(path, from, values).ShouldBeTrue();
        return values;
    }
}
