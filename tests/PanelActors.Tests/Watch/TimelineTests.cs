using PanelActors.Http;
using PanelActors.Watch;

namespace PanelActors.Tests.Watch;

public sealed class TimelineTests
{
    [Fact]
    public void What_is_new_comes_before_what_is_known()
    {
        var timeline = Timeline.Unknown.Newest(Page("n1", 5, 4, 3)).Newest(Page("n2", 7, 6, 5));
        (Ids(timeline), timeline.Next).ShouldBe(("7 6 5 4 3", "n1"));
        Ids(timeline.Newest(Page("n2", 7, 6, 5))).ShouldBe("7 6 5 4 3");
    }

    [Fact]
    public void Where_more_is_new_than_a_page_has_it_begins_again()
    {
        var timeline = Timeline.Unknown.Newest(Page("n1", 3, 2, 1)).Newest(Page("n2", 9, 8, 7));
        (Ids(timeline), timeline.Next).ShouldBe(("9 8 7", "n2"));
    }

    [Fact]
    public void Older_ones_come_behind_where_they_were_asked_for()
    {
        var timeline = Timeline.Unknown.Newest(Page("n1", 5, 4)).Older("n1", Page("n0", 3, 2));
        (Ids(timeline), timeline.Next).ShouldBe(("5 4 3 2", "n0"));
        Ids(timeline.Older("n1", Page(null, 9))).ShouldBe("5 4 3 2");
        timeline.Older("n0", Page(null, 1)).Next.ShouldBeNull();
    }

    [Fact]
    public void It_is_bounded()
    {
        var timeline = Timeline.Unknown.Newest(Page("n", [.. Enumerable.Range(0, 4000).Select(static i => 10_000 - i)]));
        timeline = timeline.Older("n", Page("m", [.. Enumerable.Range(0, 4000).Select(static i => 6000 - i)]));
        (timeline.Items.Count, timeline.Next).ShouldBe((5000, null));
    }

    [Fact]
    public void A_fault_leaves_what_is_known_and_an_answer_ends_it()
    {
        var state = new WatchState(Watching.Start).Apply(new WatchInput.History(Page(null, 1)), Watching.Start)
            .Apply(new WatchInput.History(null, Fault: "away"), Watching.Start);
        (Ids(state.Timeline), state.Timeline.Fault).ShouldBe(("1", "away"));
        state.Apply(new WatchInput.History(Page(null, 1)), Watching.Start).Timeline.Fault.ShouldBeNull();
    }

    internal static HistoryItem Item(int at, string store = "market") => new(at, store, "health", "CRITICAL", "stale", "no event for 30 s");

    internal static HistoryPage Page(string? next, params int[] ids) => new([.. ids.Select(static id => Item(id))], next);

    private static string Ids(Timeline timeline) => string.Join(' ', timeline.Items.Select(static item => item.At));
}
