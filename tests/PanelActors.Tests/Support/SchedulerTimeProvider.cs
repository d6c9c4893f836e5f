using Akka.Actor;

namespace PanelActors.Tests.Support;

/// <summary>
/// The time of an actor system's scheduler: advancing a test scheduler moves actor timers, timestamps and timers made here together.
/// </summary>
public sealed class SchedulerTimeProvider(IScheduler scheduler) : TimeProvider
{
    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override DateTimeOffset GetUtcNow() => scheduler.Now.ToUniversalTime();

    // The test scheduler's monotonic clock is the machine's, so timestamps come from its wall clock.
    public override long GetTimestamp() => scheduler.Now.UtcTicks;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new ScheduledTimer(scheduler.Advanced, () => callback(state));
        timer.Change(dueTime, period);
        return timer;
    }

    private sealed class ScheduledTimer(IActionScheduler scheduler, Action fire) : ITimer
    {
        private ICancelable? _scheduled;

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            var repeats = period != Timeout.InfiniteTimeSpan && period != TimeSpan.Zero;
            var next = dueTime == Timeout.InfiniteTimeSpan ? null
                : repeats ? scheduler.ScheduleRepeatedlyCancelable(dueTime, period, fire)
                : scheduler.ScheduleOnceCancelable(dueTime, fire);
            Interlocked.Exchange(ref _scheduled, next)?.Cancel();
            return true;
        }

        public void Dispose() => Interlocked.Exchange(ref _scheduled, null)?.Cancel();

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
