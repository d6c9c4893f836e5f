using System.Diagnostics;

namespace PanelActors.Drill;

/// <summary>When which event of a feed was sent, and how old its data was: what a daemon's health is judged by.</summary>
internal sealed class FeedClock
{
    private readonly Lock _lock = new();
    private readonly Dictionary<long, long> _sent = [];
    private long? _newest;
    private long _freshened;

    /// <summary>How old the data is that is sent from now on; null = its age is not known.</summary>
    public TimeSpan? Age { get; set; } = TimeSpan.Zero;

    /// <summary>
    /// When the newest data was current that a daemon has which shows event <paramref name="number"/>, as a timestamp of
    /// <see cref="Stopwatch"/>; null = not known.
    /// </summary>
    public long? TimeOf(long number)
    {
        lock (_lock)
        {
            if (_sent.TryGetValue(number, out var sent)) return Math.Max(sent, _freshened);
            return _freshened > 0 ? _freshened : null;
        }
    }

    /// <summary>An event is being sent: called before, so that its time is known when it is shown, and after.</summary>
    public void Note(long number)
    {
        lock (_lock)
        {
            // What has no age makes nothing younger: the data is as old as what was there before.
            if (Age is { } age) _newest = Stopwatch.GetTimestamp() - (long)(age.TotalSeconds * Stopwatch.Frequency);
            if (_newest is { } newest) _sent[number] = newest;
        }
    }

    /// <summary>Something is sent that is new, whatever number is shown.</summary>
    public void Freshen()
    {
        lock (_lock) _freshened = Stopwatch.GetTimestamp();
    }
}
