using System.Security.Cryptography;

namespace PanelActors.Relay;

/// <summary>
/// Hands out ids that are unique to each log of a process: see <see cref="LogIds"/> and <see cref="IdClock"/>. For any thread.
/// </summary>
internal sealed class RelayIds
{
    private readonly Lock _lock = new();
    private readonly List<LogIds> _logs = [];
    private IdClock _clock;

    /// <summary>Ids for one more log, with a tag drawn at random.</summary>
    public LogIds Take()
    {
        lock (_lock)
        {
            var drawn = RandomNumberGenerator.GetInt32(LogIds.Tags);
            var taken = _logs.Select(static log => log.Tag).ToHashSet();
            // With more logs than tags some have to share one; then only their numbers tell them apart.
            var tags = Enumerable.Range(drawn, LogIds.Tags).Select(static next => next % LogIds.Tags);
            var tag = tags.FirstOrDefault(next => !taken.Contains(next), drawn);
            var log = new LogIds(this, tag);
            _logs.Add(log);
            return log;
        }
    }

    /// <summary>Ids up to those of <paramref name="reserved"/> may have been given by a previous run.</summary>
    public void GoOnAfter(long reserved)
    {
        lock (_lock) _clock = _clock.After(reserved);
    }

    /// <summary>Up to where is to be reserved before more is given; null while enough is.</summary>
    public long? Extension(DateTimeOffset now)
    {
        lock (_lock) return Clock().Extension(now);
    }

    /// <summary>Later runs keep clear of numbers up to this.</summary>
    public void SetReserved(long reserved)
    {
        lock (_lock) _clock = _clock with { Reserved = reserved };
    }

    internal long Start(DateTimeOffset now)
    {
        lock (_lock)
        {
            _clock = Clock().Start(now);
            return _clock.Highest;
        }
    }

    internal void Release(LogIds log)
    {
        lock (_lock)
        {
            _clock = Clock();
            _logs.Remove(log);
        }
    }

    private IdClock Clock()
    {
        var clock = _clock;
        foreach (var log in _logs) clock = clock.Used(log.Highest);
        return clock;
    }
}
