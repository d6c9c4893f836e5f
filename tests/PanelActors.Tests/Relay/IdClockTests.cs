using PanelActors.Relay;


namespace PanelActors.Tests.Relay;

/// <summary>Where the ids of a log begin, and what is reserved for later runs.</summary>
public class IdClockTests
{
    private static readonly DateTimeOffset Now = new(2024, 1, 1, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public void A_log_begins_at_the_present_in_microseconds() =>
        new IdClock().Start(Now).Highest.ShouldBe((Now - DateTimeOffset.UnixEpoch).Ticks / 10 + 1);

    [Fact]
    public void A_log_begins_after_all_that_was_used_whatever_the_clock_says()
    {
        var clock = new IdClock().Start(Now);
        foreach (var shift in new[] { 0, -1, -3600, -1_000_000 })
        {
            var next = clock.Start(Now.AddSeconds(shift));
            next.Highest.ShouldBe(clock.Highest + 1);
            clock = next.Used(next.Highest + 7);
        }
    }

    [Fact]
    public void Runs_follow_one_another_also_where_each_has_an_earlier_clock()
    {
        var (kept, highest) = (0L, 0L);
        for (var run = 0; run < 50; run++)
        {
            var now = Now.AddHours(-run);
            var clock = new IdClock().After(kept);
            // Reserved before it is used, and half of it at least is left.
            kept = clock.Extension(now).ShouldNotBeNull();
            clock = (clock with { Reserved = kept }).Start(now);
            clock.Highest.ShouldBeGreaterThan(highest);
            highest = clock.Highest + (IdClock.Block / 2);
            highest.ShouldBeLessThan(kept);
            clock.Used(highest).Extension(now).ShouldNotBeNull();
        }
    }

    [Fact]
    public void Nothing_is_to_be_written_while_enough_is_reserved()
    {
        var clock = new IdClock().Start(Now);
        clock = clock with { Reserved = clock.Extension(Now)!.Value };
        clock.Extension(Now.AddSeconds(59)).ShouldBeNull();
        clock.Extension(Now.AddSeconds(61)).ShouldBe(IdClock.Of(Now.AddSeconds(61)) + IdClock.Block);
        clock.Extension(Now.AddDays(-9)).ShouldBeNull();
    }

    [Theory]
    [InlineData(long.MaxValue)]
    [InlineData(-1)]
    [InlineData(0)]
    public void What_cannot_have_been_kept_does_no_harm(long reserved)
    {
        var highest = new IdClock().After(reserved).Start(DateTimeOffset.MaxValue).Highest;
        highest.ShouldBe(IdClock.MaxStart + 1);
        ((highest + (1L << 39)) * 4096).ShouldBePositive("there is room for more events than ever come");
        new IdClock().Start(DateTimeOffset.MinValue).Highest.ShouldBe(1);
    }

    [Fact]
    public void Half_a_block_is_enough_and_less_is_not()
    {
        var reserved = IdClock.Of(Now) + (IdClock.Block / 2);
        new IdClock(0, reserved).Extension(Now).ShouldBeNull();
        new IdClock(0, reserved - 1).Extension(Now).ShouldBe(IdClock.Of(Now) + IdClock.Block);
    }
}
