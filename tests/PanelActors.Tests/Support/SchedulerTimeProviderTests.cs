namespace PanelActors.Tests.Support;

public sealed class SchedulerTimeProviderTests : VirtualTimeTest
{
    [Fact]
    public async Task Advancing_moves_the_clock_and_the_timestamps_alike()
    {
        var (now, timestamp) = (Time.GetUtcNow(), Time.GetTimestamp());

        await Advance(TimeSpan.FromSeconds(7), TestActor);

        (Time.GetUtcNow() - now).ShouldBe(TimeSpan.FromSeconds(7));
        Time.GetElapsedTime(timestamp).ShouldBe(TimeSpan.FromSeconds(7));
    }

    [Fact]
    public async Task A_timer_fires_when_due_and_not_after_it_was_disposed()
    {
        var fired = 0;
        var timer = Time.CreateTimer(_ => fired++, null, TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(1));

        await Advance(TimeSpan.FromSeconds(1.9), TestActor);
        fired.ShouldBe(0);
        await Advance(TimeSpan.FromSeconds(0.1), TestActor);
        fired.ShouldBe(1);
        await Advance(TimeSpan.FromSeconds(1), TestActor);
        fired.ShouldBe(2);

        await timer.DisposeAsync();
        await Advance(TimeSpan.FromSeconds(1), TestActor);
        fired.ShouldBe(2);
    }

    [Fact]
    public async Task A_timer_without_a_period_fires_once_and_can_be_set_again()
    {
        var fired = 0;
        await using var timer = Time.CreateTimer(_ => fired++, null, TimeSpan.FromSeconds(1), Timeout.InfiniteTimeSpan);
        await Advance(TimeSpan.FromSeconds(1), TestActor);
        await Advance(TimeSpan.FromSeconds(1), TestActor);
        fired.ShouldBe(1);

        timer.Change(TimeSpan.FromSeconds(3), Timeout.InfiniteTimeSpan);
        await Advance(TimeSpan.FromSeconds(3), TestActor);
        fired.ShouldBe(2);
    }
}
