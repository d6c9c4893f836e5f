using PanelActors.Protocol.Encode;
using PanelActors.Relay;
using PanelActors.State;
using PanelActors.Tree;

namespace PanelActors.Tests.Relay;

/// <summary>When an event is sent though nothing is new.</summary>
public class RelayRefreshTests
{
    private static readonly DateTimeOffset Now = new(2024, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(2.5);
    private static readonly EventPayload Counts = new(EventKinds.SeverityCounts, []);

    [Theory]
    [InlineData(0.0, 0.0, false)]
    [InlineData(0.0, 0.09, false)]
    [InlineData(0.0, -0.09, false)]
    [InlineData(0.0, 0.1, true)]
    [InlineData(0.0, -0.1, true)]
    [InlineData(0.0, 0.2, true)]
    [InlineData(0.0, -0.2, true)]
    [InlineData(null, null, false)]
    [InlineData(null, 0.0, true)]
    [InlineData(0.0, null, true)]
    public void It_is_sent_where_the_data_is_of_another_time_than_was_sent(double? sent, double? shown, bool isDue) =>
        (Due(new RelayRefresh(At(sent)), At(shown), Now) > 0).ShouldBe(isDue);

    [Theory]
    [InlineData(0.0)]
    [InlineData(null)]
    public void Newer_is_sent_now_and_then_older_and_unknown_at_once_and_each_once(double? older)
    {
        var refresh = new RelayRefresh(At(0));
        Due(refresh, At(1), Now).ShouldBe(1);
        Due(refresh, At(1), Now).ShouldBe(0);
        Due(refresh, At(2), Now.AddSeconds(2)).ShouldBe(0, "it is newer, and something was just sent");
        Due(refresh, At(older), Now.AddSeconds(2)).ShouldBe(1);
        Due(refresh, At(older), Now.AddSeconds(9)).ShouldBe(0);
        Due(refresh, At(8), Now.AddSeconds(9)).ShouldBe(1);
    }

    [Fact]
    public void What_was_sent_with_news_is_not_sent_again()
    {
        var refresh = new RelayRefresh(At(0));
        refresh.OnSent(EventKinds.PanelDiff, At(5));
        Due(refresh, At(5), Now).ShouldBe(0);
    }

    // Sent later, it would take every client back to what was so before the change.
    [Fact]
    public void A_repetition_is_forgotten_with_the_next_change_of_its_kind()
    {
        var refresh = new RelayRefresh(At(0));
        refresh.OnRepeated(Counts);
        refresh.OnSent(EventKinds.SeverityCounts, At(1));
        refresh.OnSent(EventKinds.PanelDiff, At(3));
        Due(refresh, At(3), Now).ShouldBe(0);
    }

    [Fact]
    public void What_the_feed_repeats_is_sent_in_its_own_kind_for_clients_that_get_no_other()
    {
        var refresh = new RelayRefresh(At(0));
        var (panels, counts) = (0, 0);
        for (var second = 1; second <= 60; second++)
        {
            // The panels change every second, the counts are only repeated.
            refresh.OnSent(EventKinds.PanelDiff, At(second));
            refresh.OnRepeated(Counts);
            foreach (var change in refresh.Due(Whole(At(second)), Interval, Now.AddSeconds(second)))
            {
                refresh.OnSent(change.Kind, At(second));
                if (change.Kind == EventKinds.SeverityCounts) counts++;
                else panels++;
            }
        }

        (panels, counts).ShouldBe((0, 20));
    }

    [Theory]
    [InlineData(2.499, 0)]
    [InlineData(2.5, 1)]
    public void Newer_is_sent_once_the_interval_is_over(double later, int due)
    {
        var refresh = new RelayRefresh(At(0));
        Due(refresh, At(1), Now).ShouldBe(1);
        Due(refresh, At(2), Now.AddSeconds(later)).ShouldBe(due);
    }

    [Fact]
    public void Repetitions_of_every_kind_are_sent_each_in_its_own()
    {
        var refresh = new RelayRefresh(At(0));
        EventPayload[] repeats = [PanelDiffs.Nothing, Counts, new(EventKinds.SeverityState, []), new(EventKinds.FollowupAlert, [])];
        foreach (var repeat in repeats) refresh.OnRepeated(repeat);
        refresh.Due(Whole(At(1)), Interval, Now).Select(payload => payload.Kind)
            .ShouldBe([EventKinds.PanelDiff, EventKinds.SeverityCounts, EventKinds.SeverityState]);
        refresh.Due(Whole(At(9)), Interval, Now.AddSeconds(9)).Select(payload => payload.Kind)
            .ShouldBe([EventKinds.PanelDiff], "each is sent once");
    }

    [Fact]
    public void A_repetition_of_the_time_that_was_sent_is_forgotten()
    {
        var refresh = new RelayRefresh(At(0));
        refresh.OnRepeated(Counts);
        refresh.Due(Whole(At(0)), Interval, Now).ShouldBeEmpty();
        refresh.Due(Whole(At(5)), Interval, Now).Select(payload => payload.Kind).ShouldBe([EventKinds.PanelDiff]);
    }

    [Fact]
    public void A_repetition_waits_for_its_interval_and_then_is_sent()
    {
        var refresh = new RelayRefresh(At(0));
        refresh.OnRepeated(Counts);
        refresh.Due(Whole(At(1)), Interval, Now).ShouldNotBeEmpty();
        refresh.OnSent(EventKinds.SeverityCounts, At(1));
        refresh.OnRepeated(Counts);
        refresh.Due(Whole(At(2)), Interval, Now.AddSeconds(1)).Select(payload => payload.Kind).ShouldNotContain(EventKinds.SeverityCounts);
        refresh.Due(Whole(At(3)), Interval, Now.AddSeconds(2.5)).Select(payload => payload.Kind).ShouldContain(EventKinds.SeverityCounts);
    }

    [Fact]
    public void Without_panels_there_is_nothing_to_send() =>
        new RelayRefresh(At(0)).Due(PanelState.Initial with { LastEvent = At(5) }, Interval, Now).ShouldBeEmpty();

    private static int Due(RelayRefresh refresh, DateTimeOffset? shown, DateTimeOffset now)
    {
        var due = refresh.Due(Whole(shown), Interval, now);
        foreach (var change in due) refresh.OnSent(change.Kind, shown);
        return due.Count;
    }

    private static PanelState Whole(DateTimeOffset? lastEvent) =>
        PanelState.Initial with { Status = PanelObject.Empty, LastEvent = lastEvent };

    private static DateTimeOffset? At(double? seconds) => seconds is { } known ? Now.AddSeconds(known) : null;
}
