using PanelActors.Events;
using PanelActors.Freshness;

namespace PanelActors.Rendering.Terminal;

/// <summary>How old a store's data is and what that means, at any moment between two words of the daemon about it.</summary>
internal sealed record WatchFreshness
{
    public static readonly WatchFreshness Unknown = new();

    private TimeSpan? Age { get; init; }

    private DateTimeOffset At { get; init; }

    private Health Said { get; init; }

    private FreshnessPolicy Policy { get; init; } = new(TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(30));

    /// <summary>After an event whose data was <paramref name="age"/> old at <paramref name="now"/>.</summary>
    public WatchFreshness AfterEvent(TimeSpan? age, DateTimeOffset now) => age is null ? this : this with
    {
        Age = age,
        At = now,
        // Before the daemon's first word the thresholds are the usual ones.
        Said = Follows || Said == Health.Init ? Policy.Classify(age) : Said,
    };

    /// <summary>After the daemon said at <paramref name="now"/> how it is.</summary>
    public static WatchFreshness AfterBeat(HeartbeatBody beat, DateTimeOffset now) => new()
    {
        Age = beat.StaleSeconds is { } seconds ? Seconds(seconds) : null,
        At = now,
        Said = Parse(beat.Health),
        Policy = new FreshnessPolicy(Seconds(beat.WarnAfter), Seconds(beat.StaleAfter)),
    };

    /// <summary>The age at <paramref name="now"/>; null before the first event.</summary>
    public TimeSpan? AgeAt(DateTimeOffset now) => Age is { } age ? age + (now > At ? now - At : TimeSpan.Zero) : null;

    /// <summary>
    /// The health at <paramref name="now"/>. It grows worse by itself with the age; where what the daemon said does not follow from the
    /// age, as of a composite whose members are judged each by its own rule, what it said stands until that is worse.
    /// </summary>
    public Health HealthAt(DateTimeOffset now)
    {
        var derived = Policy.Classify(AgeAt(now));
        return Follows ? derived : (Health)Math.Max((int)derived, (int)Said);
    }

    private bool Follows => Said == Policy.Classify(Age);

    private static TimeSpan Seconds(double seconds) =>
        double.IsNaN(seconds) ? TimeSpan.Zero : TimeSpan.FromSeconds(Math.Clamp(seconds, 0, TimeSpan.FromDays(36_500).TotalSeconds));

    private static Health Parse(string name) => name switch
    {
        "init" => Health.Init,
        "ok" => Health.Ok,
        "warn" => Health.Warn,
        _ => Health.Stale,
    };
}
