using PanelActors.Protocol;
using PanelActors.Protocol.Encode;
using PanelActors.State;

namespace PanelActors.Watch;

/// <summary>The age of a store's data and its health, at any moment between two heartbeats of the daemon.</summary>
internal sealed record WatchFreshness
{
    public static readonly WatchFreshness Unknown = new();

    private TimeSpan? Age { get; init; }

    private DateTimeOffset At { get; init; }

    private Health Reported { get; init; }

    private FreshnessPolicy Policy { get; init; } = new(TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(30));

    /// <summary>Whether there is data of unknown age.</summary>
    public bool IsUnknown => Age is null && Reported != Health.Init;

    /// <summary>
    /// After an event whose data was <paramref name="age"/> old at <paramref name="now"/>; null where it was never known to be fresh.
    /// Where the age of a part is unknown, other parts do not make the whole younger: only the daemon's next heartbeat does.
    /// </summary>
    public WatchFreshness AfterEvent(TimeSpan? age, DateTimeOffset now) =>
        age is null || IsUnknown ? this : this with { Age = age, At = now };

    /// <summary>After a heartbeat of the daemon at <paramref name="now"/>.</summary>
    public static WatchFreshness AfterBeat(HeartbeatBody beat, DateTimeOffset now) => new()
    {
        Age = beat.StaleSeconds is { } seconds ? Seconds(seconds) : null,
        At = now,
        Reported = Parse(beat.Health),
        Policy = new FreshnessPolicy(Seconds(beat.WarnAfter), Seconds(beat.StaleAfter)),
    };

    /// <summary>The age at <paramref name="now"/>; null before the first event, and where it is unknown.</summary>
    public TimeSpan? AgeAt(DateTimeOffset now) => Age is { } age ? age + (now > At ? now - At : TimeSpan.Zero) : null;

    /// <summary>
    /// The health at <paramref name="now"/>. It grows worse with the age, and is never better than what the daemon reported last: each
    /// member of a composite is judged by its own thresholds.
    /// </summary>
    public Health HealthAt(DateTimeOffset now) => (Health)Math.Max((int)Policy.Classify(AgeAt(now)), (int)Reported);

    private static TimeSpan Seconds(double seconds) =>
        double.IsNaN(seconds) ? TimeSpan.Zero : TimeSpan.FromSeconds(Math.Clamp(seconds, 0, TimeSpan.FromDays(36_500).TotalSeconds));

    private static Health Parse(string name) => HealthNames.TryParse(name, out var health) ? health : Health.Stale;
}
