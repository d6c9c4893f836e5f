using PanelActors.Protocol;
using PanelActors.Protocol.Encode;
using PanelActors.State;


namespace PanelActors.Watch;

/// <summary>How old a store's data is and what that means, at any moment between two words of the daemon about it.</summary>
internal sealed record WatchFreshness
{
    public static readonly WatchFreshness Unknown = new();

    private TimeSpan? Age { get; init; }

    private DateTimeOffset At { get; init; }

    private Health Said { get; init; }

    private FreshnessPolicy Policy { get; init; } = new(TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(30));

    /// <summary>Whether there is data, but nobody knows how old it is.</summary>
    public bool IsUnknown => Age is null && Said != Health.Init;

    /// <summary>
    /// After an event whose data was <paramref name="age"/> old at <paramref name="now"/>; null where nobody knows that it was ever
    /// fresh. Where a part was never fresh, the others do not make the whole younger: only the daemon's next word does.
    /// </summary>
    public WatchFreshness AfterEvent(TimeSpan? age, DateTimeOffset now) => age is null || IsUnknown ? this : this with { Age = age, At = now };

    /// <summary>After the daemon said at <paramref name="now"/> how it is.</summary>
    public static WatchFreshness AfterBeat(HeartbeatBody beat, DateTimeOffset now) => new()
    {
        Age = beat.StaleSeconds is { } seconds ? Seconds(seconds) : null,
        At = now,
        Said = Parse(beat.Health),
        Policy = new FreshnessPolicy(Seconds(beat.WarnAfter), Seconds(beat.StaleAfter)),
    };

    /// <summary>The age at <paramref name="now"/>; null before the first event, and where it is unknown.</summary>
    public TimeSpan? AgeAt(DateTimeOffset now) => Age is { } age ? age + (now > At ? now - At : TimeSpan.Zero) : null;

    /// <summary>
    /// The health at <paramref name="now"/>. It grows worse by itself with the age, and is never better than what the daemon said last:
    /// the members of a composite are judged each by its own rule.
    /// </summary>
    public Health HealthAt(DateTimeOffset now) => (Health)Math.Max((int)Policy.Classify(AgeAt(now)), (int)Said);

    private static TimeSpan Seconds(double seconds) =>
        double.IsNaN(seconds) ? TimeSpan.Zero : TimeSpan.FromSeconds(Math.Clamp(seconds, 0, TimeSpan.FromDays(36_500).TotalSeconds));

    private static Health Parse(string name) => HealthNames.TryParse(name, out var health) ? health : Health.Stale;
}
