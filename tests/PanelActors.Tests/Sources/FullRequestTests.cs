using Microsoft.Extensions.Time.Testing;
using PanelActors.Configuration;
using PanelActors.Sources;

namespace PanelActors.Tests.Sources;

public sealed class FullRequestTests
{
    private readonly FakeTimeProvider _time = new();
    private readonly FullRequest _request;
    private double _jitter;

    public FullRequestTests() => _request = new FullRequest(new ResyncOptions(), _time, () => _jitter);

    [Fact]
    public void A_baseline_fulfils_a_request_once()
    {
        _request.Begin().ShouldBeTrue();
        _request.Seen(1, false).ShouldBe(FullRequest.Fulfilled);
        _request.IsPending.ShouldBeFalse();
        _request.Seen(2, false).ShouldBeNull();
    }

    [Fact]
    public void Baselines_from_before_fulfil_nothing()
    {
        _request.Seen(3, false).ShouldBeNull();
        _request.Begin();
        _request.Seen(3, false).ShouldBeNull();
        _request.Seen(4, false).ShouldBe(FullRequest.Fulfilled);
    }

    [Fact]
    public void A_request_that_waits_is_not_another_one()
    {
        _request.Begin().ShouldBeTrue();
        _request.Begin().ShouldBeFalse();
        _request.End(FullRequest.Timeout).ShouldBe(FullRequest.Timeout);
        _request.End(FullRequest.Timeout).ShouldBeNull();
        _request.Begin().ShouldBeTrue();
    }

    [Fact]
    public void The_next_one_has_to_wait_out_the_cooldown()
    {
        _request.CooldownLeft.ShouldBe(TimeSpan.Zero);
        _request.Begin();
        _time.Advance(TimeSpan.FromSeconds(1.5));
        _request.CooldownLeft.ShouldBe(TimeSpan.FromSeconds(0.5));
        _time.Advance(TimeSpan.FromSeconds(0.5));
        _request.CooldownLeft.ShouldBe(TimeSpan.Zero);
    }

    [Fact]
    public void While_requests_do_not_help_the_wait_doubles_up_to_its_longest()
    {
        foreach (var seconds in new[] { 2, 4, 8, 16, 32, 60, 60 })
        {
            _request.Begin();
            _request.CooldownLeft.ShouldBe(TimeSpan.FromSeconds(seconds));
            _request.End(FullRequest.Timeout);
            _time.Advance(TimeSpan.FromSeconds(seconds));
        }
    }

    [Fact]
    public void A_baseline_that_holds_for_long_makes_the_next_wait_short_again()
    {
        Unhelped();
        Unhelped();
        _request.Begin();
        _request.Seen(1, needFull: false);
        _time.Advance(TimeSpan.FromSeconds(16));
        _request.Seen(1, needFull: true);
        _request.Begin();
        _request.CooldownLeft.ShouldBe(TimeSpan.FromSeconds(2));
    }

    [Fact]
    public void A_baseline_that_does_not_hold_has_not_helped()
    {
        _request.Begin();
        _request.Seen(1, needFull: false);
        _time.Advance(TimeSpan.FromSeconds(3.9));
        _request.Seen(1, needFull: true);
        _request.Begin();
        _request.CooldownLeft.ShouldBe(TimeSpan.FromSeconds(4));
    }

    [Fact]
    public void Jitter_only_shortens()
    {
        _jitter = 1;
        _request.Begin();
        _request.CooldownLeft.ShouldBe(TimeSpan.FromSeconds(1.5));
    }

    [Fact]
    public void A_need_that_is_no_backlog_is_asked_for_at_once() => _request.WaitFor(Need(backlog: false)).ShouldBe(TimeSpan.Zero);

    [Fact]
    public void A_need_that_may_be_a_backlog_gets_its_grace() => _request.WaitFor(Need(backlog: true)).ShouldBe(FullRequest.BacklogGrace);

    [Theory]
    [InlineData(1.9, false)]
    [InlineData(2, true)]
    public void A_backlog_right_after_a_baseline_is_taken_for_granted(double seconds, bool asks)
    {
        _request.Seen(1, needFull: false);
        _time.Advance(TimeSpan.FromSeconds(seconds));
        _request.WaitFor(Need(backlog: true)).HasValue.ShouldBe(asks);
    }

    [Fact]
    public void A_backlog_of_a_connection_without_a_baseline_is_not_taken_for_granted()
    {
        _request.Seen(1, needFull: false);
        _request.Connecting();
        _request.WaitFor(Need(backlog: true)).ShouldBe(FullRequest.BacklogGrace);
    }

    [Fact]
    public void A_batch_that_dropped_nothing_adds_nothing_to_a_backlog() =>
        _request.WaitFor(Need(backlog: true) with { DiffsDropped = 0 }).ShouldBeNull();

    [Fact]
    public void No_need_and_a_request_under_way_ask_for_nothing()
    {
        _request.WaitFor(Need(backlog: false) with { NeedFull = false }).ShouldBeNull();
        _request.Begin();
        _request.WaitFor(Need(backlog: false)).ShouldBeNull();
    }

    private static BatchApplied Need(bool backlog) => new(1, 0, EventId.Of("7"), null, NeedFull: true, 1, backlog, DiffsDropped: 1);

    private void Unhelped()
    {
        _request.Begin();
        _request.End(FullRequest.Timeout);
    }
}
