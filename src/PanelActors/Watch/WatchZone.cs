using System.Globalization;

namespace PanelActors.Watch;

/// <summary>A time zone, and how times are written in it.</summary>
/// <param name="Name">Its name, for people.</param>
/// <param name="Info">Its rules.</param>
internal sealed record WatchZone(string Name, TimeZoneInfo Info)
{
    private const string ExchangeId = "Asia/Kolkata";

    private const int MaxName = 40;

    public static readonly WatchZone Utc = new("UTC", TimeZoneInfo.Utc);

    /// <summary>The zone of the exchange. A system without a database of zones has it too.</summary>
    public static readonly WatchZone Exchange = new(
        ExchangeId, Find(ExchangeId) ?? TimeZoneInfo.CreateCustomTimeZone(ExchangeId, TimeSpan.FromMinutes(330), ExchangeId, ExchangeId));

    /// <summary>The zone of this machine.</summary>
    public static readonly WatchZone Local = new("local", TimeZoneInfo.Local);

    /// <summary>The zone that a word or a name of the IANA database stands for; null for neither.</summary>
    public static WatchZone? Parse(string text) => text.ToUpperInvariant() switch
    {
        "LOCAL" => Local,
        "UTC" => Utc,
        "EXCHANGE" => Exchange,
        _ => Find(text) is { } info ? new WatchZone(SafeText.Cut(SafeText.Clean(info.Id), MaxName), info) : null,
    };

    /// <summary>Its name, with the offset that it has at <paramref name="now"/> where the name does not say where it is.</summary>
    public string Label(DateTimeOffset now)
    {
        if (!ReferenceEquals(Info, Local.Info) || Name != Local.Name) return Name;
        var offset = Info.GetUtcOffset(now);
        var sign = offset < TimeSpan.Zero ? '-' : '+';
        return offset == TimeSpan.Zero ? "local (UTC)" : $"local (UTC{sign}{offset.ToString(@"hh\:mm", CultureInfo.InvariantCulture)})";
    }

    /// <summary>The time of day: <c>18:24:03</c>.</summary>
    public string Clock(DateTimeOffset at) => Text(at, "HH:mm:ss");

    /// <summary>Date and time: <c>2026-11-27 18:24:03</c>, or without the year.</summary>
    public string Stamp(DateTimeOffset at, bool withYear = true) => Text(at, withYear ? "yyyy-MM-dd HH:mm:ss" : "MM-dd HH:mm:ss");

    /// <summary>A line's own time stamp, with its offset: <c>2026-11-27T18:24:03+05:30</c>, or <c>Z</c> for UTC.</summary>
    public string IsoStamp(DateTimeOffset at) => Text(at, Info.BaseUtcOffset == TimeSpan.Zero && !Info.SupportsDaylightSavingTime
        ? "yyyy-MM-dd'T'HH:mm:ss'Z'"
        : "yyyy-MM-dd'T'HH:mm:sszzz");

    /// <summary>The minute, with the day where that is not today's: <c>18:24</c>, <c>26 Nov 18:24</c>, <c>26 Nov 2025 18:24</c>.</summary>
    public string Moment(DateTimeOffset at, DateTimeOffset now)
    {
        var (then, today) = (In(at), In(now));
        return then.Date == today.Date ? Text(at, "HH:mm") : Text(at, then.Year == today.Year ? "d MMM HH:mm" : "d MMM yyyy HH:mm");
    }

    /// <summary>Since when something is so, and for how long: <c>since 18:24 (3 min)</c>.</summary>
    public string Since(DateTimeOffset since, DateTimeOffset now) =>
        $"since {Moment(since, now)} ({HeaderLines.Age(now > since ? now - since : TimeSpan.Zero)})";

    /// <summary>The point in time of a daemon's unix seconds; null where they are none that a clock shows.</summary>
    public static DateTimeOffset? At(double? unixSeconds) =>
        unixSeconds is > 0 and < 32_503_680_000 and var seconds
            ? DateTimeOffset.UnixEpoch.AddTicks((long)(seconds * TimeSpan.TicksPerSecond))
            : null;

    private static TimeZoneInfo? Find(string id) => TimeZoneInfo.TryFindSystemTimeZoneById(id, out var info) ? info : null;

    private DateTimeOffset In(DateTimeOffset at) => TimeZoneInfo.ConvertTime(at, Info);

    private string Text(DateTimeOffset at, string format) => In(at).ToString(format, CultureInfo.InvariantCulture);
}
