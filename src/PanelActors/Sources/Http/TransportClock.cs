namespace PanelActors.Sources.Http;

/// <summary>
/// When a source's transport last gave a sign of life: a byte read or an attempt begun, comments included. One per source; the
/// stream touches it for every read, it can be read from any thread, and no lock is taken.
/// </summary>
internal sealed class TransportClock
{
    private readonly TimeProvider _time;
    private long _lastTimestamp;

    /// <summary>Makes a clock whose last sign of life is now.</summary>
    /// <param name="time">The clock. Its timestamps are used, so that a wall clock that is set back does no harm.</param>
    public TransportClock(TimeProvider time)
    {
        _time = time;
        Touch();
    }

    /// <summary>How long ago the last sign of life was; never negative.</summary>
    public TimeSpan Idle
    {
        get
        {
            var idle = _time.GetElapsedTime(Volatile.Read(ref _lastTimestamp));
            return idle < TimeSpan.Zero ? TimeSpan.Zero : idle;
        }
    }

    /// <summary>When the last sign of life was, in UTC.</summary>
    public DateTimeOffset LastSeen => _time.GetUtcNow() - Idle;

    /// <summary>Notes a sign of life now.</summary>
    public void Touch() => Volatile.Write(ref _lastTimestamp, _time.GetTimestamp());
}
