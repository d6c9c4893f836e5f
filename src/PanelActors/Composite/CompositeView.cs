using System.Collections.Immutable;
using PanelActors.Configuration;
using PanelActors.Protocol;
using PanelActors.State;
using PanelActors.Stores;

namespace PanelActors.Composite;

/// <summary>
/// A composite at one moment: its members as they were seen last, the rules' choice among them, and what they were composed to. Pure.
/// </summary>
/// <param name="Options">How the members become one.</param>
/// <param name="Members">The members, in order of precedence.</param>
/// <param name="Failover">Which of them stands for all; null where none does.</param>
/// <param name="Picked">Index of the member by whose times the composite goes.</param>
/// <param name="Composition">The panels as of the latest <see cref="Composed"/>.</param>
internal sealed record CompositeView(
    CompositeOptions Options, ImmutableArray<Member> Members, Failover? Failover, int Picked, Composition Composition)
{
    public static CompositeView Of(CompositeOptions options, ImmutableArray<Member> members, DateTimeOffset now)
    {
        var failover = options.Merge == CompositeMerge.Failover ? Next(Failover.Start(members.Length, now), options, members, now) : null;
        var composition = Composition.Of(options.Merge, members, failover?.Active);
        return new CompositeView(options, members, failover, Pick(options, members, failover, now), composition);
    }

    /// <summary>After a member has shown <paramref name="snapshot"/>.</summary>
    public CompositeView With(int member, StoreSnapshot snapshot) =>
        this with { Members = Members.SetItem(member, Members[member] with { Snapshot = snapshot }) };

    /// <summary>Chooses among the members as they are at <paramref name="now"/>: by getting older alone one can overtake another.</summary>
    public CompositeView Judged(DateTimeOffset now)
    {
        var failover = Failover is null ? null : Next(Failover, Options, Members, now);
        return this with { Failover = failover, Picked = Pick(Options, Members, failover, now) };
    }

    /// <summary>Whether <paramref name="before"/> went by other members.</summary>
    public bool IsOtherChoiceThan(CompositeView before) => Failover?.Active != before.Failover?.Active || Picked != before.Picked;

    public CompositeView Composed() => this with { Composition = Composition.Next(Members, Failover?.Active) };

    /// <summary>The state to show after <paramref name="before"/>, with at most <paramref name="followups"/> follow-ups.</summary>
    public PanelState StateAfter(PanelState before, int followups) =>
        CompositeState.Of(Composition, Members[Picked].State, before, followups);

    private static int Pick(CompositeOptions options, ImmutableArray<Member> members, Failover? failover, DateTimeOffset now) =>
        CompositeHealth.Pick(members, options.Health, failover?.Active, now).Member;

    private static Failover Next(Failover failover, CompositeOptions options, ImmutableArray<Member> members, DateTimeOffset now) =>
        failover.Next([.. members.Select(member => FitnessOf(member, now))], options.FailoverAfter, now);

    private static MemberFitness FitnessOf(Member member, DateTimeOffset now)
    {
        if (member.Store.Connection?.Phase == ConnectionPhase.Stopped) return MemberFitness.Unfit;
        return member.HeartbeatAt(now).Health switch
        {
            Health.Init => MemberFitness.Unknown,
            Health.Stale => MemberFitness.Unfit,
            _ => MemberFitness.Healthy,
        };
    }
}
