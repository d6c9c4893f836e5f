using PanelActors.Configuration;
using PanelActors.Sources.Supervision;

namespace PanelActors.Tests.Sources.Supervision;

public sealed class ResyncScheduleTests
{
    private ResyncSchedule _schedule = new(new ResyncOptions());
    private TimeSpan _now;
    private double _jitter;

    [Fact]
    public void A_baseline_fulfils_a_request_once()
    {
        Begin().ShouldBeTrue();
        Seen(1).ShouldBeTrue();
        _schedule.IsPending.ShouldBeFalse();
        Seen(2).ShouldBeFalse();
    }

    [Fact]
    public void Baselines_from_before_fulfil_nothing()
    {
        Seen(3).ShouldBeFalse();
        Begin();
        Seen(3).ShouldBeFalse();
        Seen(4).ShouldBeTrue();
    }

    [Fact]
    public void A_request_that_waits_is_not_another_one()
    {
        Begin().ShouldBeTrue();
        Begin().ShouldBeFalse();
        _schedule = _schedule.Ended();
        _schedule.IsPending.ShouldBeFalse();
        Begin().ShouldBeTrue();
    }

    [Fact]
    public void The_next_one_has_to_wait_out_the_cooldown()
    {
        _schedule.CooldownLeft(_now).ShouldBe(TimeSpan.Zero);
        Begin();
        _now += TimeSpan.FromSeconds(1.5);
        _schedule.CooldownLeft(_now).ShouldBe(TimeSpan.FromSeconds(0.5));
        _now += TimeSpan.FromSeconds(0.5);
        _schedule.CooldownLeft(_now).ShouldBe(TimeSpan.Zero);
    }

    [Fact]
    public void While_requests_do_not_help_the_wait_doubles_up_to_its_longest()
    {
        foreach (var seconds in new[] { 2, 4, 8, 16, 32, 60, 60 })
        {
            Begin();
            _schedule.CooldownLeft(_now).ShouldBe(TimeSpan.FromSeconds(seconds));
            _schedule = _schedule.Ended();
            _now += TimeSpan.FromSeconds(seconds);
        }
    }

    [Fact]
    public void A_baseline_that_holds_for_long_makes_the_next_wait_short_again()
    {
        Unhelped();
        Unhelped();
        Begin();
        Seen(1, needsBaseline: false);
        _now += TimeSpan.FromSeconds(16);
        Seen(1, needsBaseline: true);
        Begin();
        _schedule.CooldownLeft(_now).ShouldBe(TimeSpan.FromSeconds(2));
    }

    [Fact]
    public void A_baseline_that_does_not_hold_has_not_helped()
    {
        Begin();
        Seen(1, needsBaseline: false);
        _now += TimeSpan.FromSeconds(3.9);
        Seen(1, needsBaseline: true);
        Begin();
        _schedule.CooldownLeft(_now).ShouldBe(TimeSpan.FromSeconds(4));
    }

    [Fact]
    public void What_counts_is_since_when_it_was_whole_and_not_the_latest_baseline()
    {
        Begin();
        Seen(1);
        _now += TimeSpan.FromSeconds(3);
        Seen(2);
        _now += TimeSpan.FromSeconds(3);
        Seen(2, needsBaseline: true);
        Begin();
        _schedule.CooldownLeft(_now).ShouldBe(TimeSpan.FromSeconds(2));
    }

    [Fact]
    public void How_long_it_was_whole_does_not_depend_on_how_long_the_source_has_run()
    {
        _now = TimeSpan.FromMinutes(10);
        A_baseline_that_does_not_hold_has_not_helped();
    }

    [Fact]
    public void Jitter_only_shortens()
    {
        _jitter = 1;
        Begin();
        _schedule.CooldownLeft(_now).ShouldBe(TimeSpan.FromSeconds(1.5));
    }

    [Fact]
    public void A_need_that_is_no_backlog_is_asked_for_at_once() => WaitFor(Need(backlog: false)).ShouldBe(TimeSpan.Zero);

    [Fact]
    public void A_need_that_may_be_a_backlog_gets_its_grace() => WaitFor(Need(backlog: true)).ShouldBe(ResyncSchedule.BacklogGrace);

    [Fact]
    public void A_need_that_may_be_a_backlog_waits_for_the_cooldown_where_that_is_longer()
    {
        Unhelped();
        Unhelped();
        WaitFor(Need(backlog: true)).ShouldBe(TimeSpan.FromSeconds(4));
        WaitFor(Need(backlog: false)).ShouldBe(TimeSpan.FromSeconds(4));
    }

    [Theory]
    [InlineData(1.9, false)]
    [InlineData(2, true)]
    public void A_backlog_right_after_a_baseline_is_taken_for_granted(double seconds, bool asks)
    {
        _now = TimeSpan.FromMinutes(10);
        Seen(1, needsBaseline: false);
        _now += TimeSpan.FromSeconds(seconds);
        WaitFor(Need(backlog: true)).HasValue.ShouldBe(asks);
    }

    [Fact]
    public void A_backlog_of_a_connection_without_a_baseline_is_not_taken_for_granted()
    {
        Seen(1, needsBaseline: false);
        _schedule = _schedule.AfterConnecting();
        _schedule.AfterConnecting().ShouldBeSameAs(_schedule);
        WaitFor(Need(backlog: true)).ShouldBe(ResyncSchedule.BacklogGrace);
    }

    [Fact]
    public void A_batch_that_dropped_nothing_adds_nothing_to_a_backlog() =>
        WaitFor(Need(backlog: true) with { DiffsDropped = 0 }).ShouldBeNull();

    [Fact]
    public void No_need_and_a_request_under_way_ask_for_nothing()
    {
        WaitFor(Need(backlog: false) with { NeedsBaseline = false }).ShouldBeNull();
        Begin();
        WaitFor(Need(backlog: false)).ShouldBeNull();
    }

    private static BatchApplied Need(bool backlog) => new(1, 0, EventId.Of("7"), null, NeedsBaseline: true, 1, backlog, DiffsDropped: 1);

    // Whether that was a new request.
    private bool Begin()
    {
        var before = _schedule;
        _schedule = _schedule.Begun(new Moment(_now, default, _jitter));
        _schedule.IsPending.ShouldBeTrue();
        return !ReferenceEquals(_schedule, before);
    }

    // Whether that fulfilled a request.
    private bool Seen(long fullCount, bool needsBaseline = false)
    {
        var isFulfilled = _schedule.IsFulfilledBy(fullCount);
        _schedule = _schedule.After(fullCount, needsBaseline, _now);
        return isFulfilled;
    }

    private TimeSpan? WaitFor(BatchApplied batch) => _schedule.WaitFor(batch, _now);

    private void Unhelped()
    {
        Begin();
        _schedule = _schedule.Ended();
    }
}
