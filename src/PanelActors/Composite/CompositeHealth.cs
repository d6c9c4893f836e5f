using System.Collections.Immutable;
using PanelActors.Configuration;
using PanelActors.Protocol;
using PanelActors.State;

namespace PanelActors.Composite;

/// <summary>
/// How fresh a composite is: as fresh as one of its members, which the rule picks. A member that never brought anything
/// counts as stale beside those that did; only while none did is the composite <see cref="Health.Init"/>.
/// </summary>
internal static class CompositeHealth
{
    /// <summary>The heartbeat of a composite of <paramref name="members"/> at <paramref name="now"/>.</summary>
    public static Heartbeat Of(ImmutableArray<Member> members, HealthRule rule, int? active, DateTimeOffset now) =>
        Pick(members, rule, active, now).Heartbeat;

    /// <summary>The member whose times are the composite's at <paramref name="now"/>, and the heartbeat that follows.</summary>
    public static (int Member, Heartbeat Heartbeat) Pick(ImmutableArray<Member> members, HealthRule rule, int? active, DateTimeOffset now)
    {
        if (active is { } index) return (index, members[index].HeartbeatAt(now));

        var beats = members.Select((member, i) => (Member: i, Heartbeat: member.HeartbeatAt(now))).ToList();
        if (beats.All(static beat => beat.Heartbeat.Health == Health.Init)) return beats[0];
        var ranked = beats
            .Select(static beat => (beat.Member, Heartbeat: StaleIfInit(beat.Heartbeat)))
            .OrderBy(static beat => beat.Heartbeat.Health)
            .ThenBy(static beat => beat.Heartbeat.Age ?? TimeSpan.MaxValue)
            .ToList();
        return rule.Kind switch
        {
            HealthRuleKind.Best => ranked[0],
            HealthRuleKind.Quorum => ranked[Math.Min(rule.Quorum, ranked.Count) - 1],
            _ => ranked[^1],
        };
    }

    private static Heartbeat StaleIfInit(Heartbeat heartbeat) =>
        heartbeat.Health == Health.Init ? heartbeat with { Health = Health.Stale } : heartbeat;
}
