namespace PanelActors.Protocol.Encode;

/// <summary>How old an event's data is, as the event carries it.</summary>
internal readonly record struct DataAge
{
    private readonly Kind _kind;
    private readonly DateTimeOffset _time;

    private DataAge(Kind kind, DateTimeOffset time) => (_kind, _time) = (kind, time);

    private enum Kind : byte
    {
        None,
        Unknown,
        Since,
        AlwaysSince,
    }

    /// <summary>It has no data that could be old.</summary>
    public static DataAge None => default;

    /// <summary>It is not known that its data was ever fresh.</summary>
    public static DataAge Unknown => new(Kind.Unknown, default);

    /// <summary>The age of data that was current at <paramref name="dataTime"/>; null where that is not known.</summary>
    /// <param name="dataTime">When.</param>
    /// <param name="isRelayed">
    /// Whether it came over another relay: then its age is sent however small it is, so that it adds up hop by hop.
    /// </param>
    public static DataAge Of(DateTimeOffset? dataTime, bool isRelayed) =>
        dataTime is { } time ? new DataAge(isRelayed ? Kind.AlwaysSince : Kind.Since, time) : Unknown;

    /// <summary>
    /// Whether no age is sent at <paramref name="now"/>: there is no data, or it is less than <paramref name="fresh"/> old.
    /// </summary>
    public bool IsSilent(DateTimeOffset now, TimeSpan fresh) => _kind == Kind.None || (_kind == Kind.Since && now - _time < fresh);

    /// <summary>The age at <paramref name="now"/> in milliseconds, rounded up. Null where it is not known.</summary>
    public long? Milliseconds(DateTimeOffset now)
    {
        if (_kind == Kind.Unknown) return null;
        return Math.Max(0, ((now - _time).Ticks + TimeSpan.TicksPerMillisecond - 1) / TimeSpan.TicksPerMillisecond);
    }
}
