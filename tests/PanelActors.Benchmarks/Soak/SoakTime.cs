using System.Diagnostics;

namespace PanelActors.Benchmarks.Soak;

/// <summary>
/// The clock of the feeds, which can be stopped: no timer fires meanwhile, and afterwards each fires as often as it would have. So a feed
/// keeps pace with the real clock, which its publish times are compared with.
/// </summary>
internal sealed class SoakTime : TimeProvider
{
    private volatile bool _isStopped;

    /// <summary>Stops the clock, or lets it go on.</summary>
    public bool IsStopped { get => _isStopped; set => _isStopped = value; }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var (started, fired, isFiring) = (Stopwatch.GetTimestamp(), 0L, 0);
        return System.CreateTimer(Fire, null, dueTime, period);

        void Fire(object? nothing)
        {
            if (Interlocked.Exchange(ref isFiring, 1) != 0) return;
            var due = ((Stopwatch.GetElapsedTime(started) - dueTime) / period) + 1;
            for (; !_isStopped && fired + 1 <= due; fired++) callback(state);
            Volatile.Write(ref isFiring, 0);
        }
    }
}
