using PanelActors.Protocol;
using PanelActors.Protocol.Encode;

namespace PanelActors.State;

/// <summary>How fresh a state is at one moment.</summary>
/// <param name="LastEvent">When the latest applied event's data was current.</param>
/// <param name="LastFull">The same of the latest baseline.</param>
/// <param name="LastDiff">The same of the latest applied diff.</param>
/// <param name="Age">Time since <paramref name="LastEvent"/>, never negative; null before the first event.</param>
/// <param name="Health">The verdict.</param>
internal readonly record struct Heartbeat(
    DateTimeOffset? LastEvent, DateTimeOffset? LastFull, DateTimeOffset? LastDiff, TimeSpan? Age, Health Health)
{
    /// <summary>
    /// <see cref="Age"/> in seconds, to the millisecond. Cut off, not rounded: an age that is below a threshold must not be
    /// shown as having reached it.
    /// </summary>
    public double? AgeSeconds => Age is { } age ? Math.Floor(age.TotalMilliseconds) / 1000 : null;

    /// <summary>The heartbeat of <paramref name="state"/> at <paramref name="now"/>.</summary>
    public static Heartbeat Of(PanelState state, FreshnessPolicy policy, DateTimeOffset now)
    {
        // A clock that was set back must not make the age negative.
        TimeSpan? age = state.LastEvent is { } last ? TimeSpan.FromTicks(Math.Max(0, (now - last).Ticks)) : null;
        return new Heartbeat(state.LastEvent, state.LastFull, state.LastDiff, age, HealthOf(state, policy, age));
    }

    /// <summary>The same as the API and the relay send it.</summary>
    public HeartbeatBody ToBody(FreshnessPolicy policy) => new(
        Epoch(LastEvent), Epoch(LastFull), Epoch(LastDiff), AgeSeconds, Health.ToName(),
        policy.WarnAfter.TotalSeconds, policy.StaleAfter.TotalSeconds);

    private static double? Epoch(DateTimeOffset? time) => time is { } known ? UnixTime.Seconds(known) : null;

    private static Health HealthOf(PanelState state, FreshnessPolicy policy, TimeSpan? age)
    {
        if (state.UiGeneration == 0) return Health.Init;
        // Something was applied, and nothing shows that it was ever fresh.
        var own = age is null ? Health.Stale : policy.Classify(age);
        return state.UpstreamHealth is { } said && said > own ? said : own;
    }
}
