namespace PanelActors.Relay;

/// <summary>
/// The numbers that event ids are made of: microseconds since 1970 at the start of a log, and one more for each event after that. They grow
/// over restarts also where the clock was set back, since what is used was reserved before. An immutable value.
/// </summary>
/// <param name="Highest">The highest number that was used, or may have been by a previous run.</param>
/// <param name="Reserved">Up to which number a later run keeps clear; 0 while nothing is kept.</param>
internal readonly record struct IdClock(long Highest, long Reserved)
{
    /// <summary>How far ahead is reserved: two minutes.</summary>
    public const long Block = 120_000_000;

    /// <summary>No log begins later than this, whatever the clock says: in May 2041. It leaves room for 2^40 events below 2^51.</summary>
    public const long MaxStart = (1L << 51) - (1L << 40);

    /// <summary>The number of a moment.</summary>
    public static long Of(DateTimeOffset time) =>
        Math.Clamp((time - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond, 0, MaxStart);

    /// <summary>Numbers up to <paramref name="reserved"/> may have been used by a previous run.</summary>
    public IdClock After(long reserved) => this with { Highest = Math.Max(Highest, Math.Clamp(reserved, 0, MaxStart)) };

    /// <summary>Numbers up to <paramref name="number"/> are used.</summary>
    public IdClock Used(long number) => this with { Highest = Math.Max(Highest, number) };

    /// <summary>A log begins at <paramref name="now"/>, with <see cref="Highest"/>.</summary>
    public IdClock Start(DateTimeOffset now) => this with { Highest = Math.Max(Highest, Of(now)) + 1 };

    /// <summary>Up to where is to be reserved; null while what is reserved lasts for half a block.</summary>
    public long? Extension(DateTimeOffset now)
    {
        var next = Math.Max(Highest, Of(now));
        return Reserved - next < Block / 2 ? next + Block : null;
    }
}
