using System.Collections.Immutable;

namespace PanelActors.Composite;

/// <summary>What failover goes by.</summary>
internal enum MemberFitness
{
    /// <summary>Its data is fresh enough to stand for all.</summary>
    Healthy,

    /// <summary>It has not brought anything yet.</summary>
    Unknown,

    /// <summary>It is stale, or its connection is stopped.</summary>
    Unfit,
}

/// <summary>
/// Which member stands for all: the first healthy one. It is left when it was unfit for a while, and returned to when it
/// was healthy for as long. An immutable value; <see cref="Next"/> gives the next one.
/// </summary>
/// <param name="Active">Index of the member that stands for all.</param>
/// <param name="IsChosen">Whether any member was ever healthy; before that the first one stands in.</param>
/// <param name="Since">For each member, what it is and since when.</param>
internal sealed record Failover(int Active, bool IsChosen, ImmutableArray<(MemberFitness Fitness, DateTimeOffset Since)> Since)
{
    /// <summary>The beginning: the first member, until one proves healthy.</summary>
    public static Failover Start(int members, DateTimeOffset now) =>
        new(0, false, [.. Enumerable.Repeat((MemberFitness.Unknown, now), members)]);

    /// <summary>The choice at <paramref name="now"/>.</summary>
    /// <param name="fitness">What each member is now, in order of precedence.</param>
    /// <param name="after">How long a member has to be unfit to be left, or healthy to be returned to.</param>
    /// <param name="now">The present; it must not go back.</param>
    public Failover Next(IReadOnlyList<MemberFitness> fitness, TimeSpan after, DateTimeOffset now)
    {
        var since = Since;
        for (var i = 0; i < fitness.Count; i++)
        {
            if (fitness[i] != since[i].Fitness) since = since.SetItem(i, (fitness[i], now));
        }

        var firstHealthy = FirstOf(since, static _ => true);
        if (!IsChosen) return firstHealthy is { } first ? new Failover(first, true, since) : this with { Since = since };

        if (since[Active].Fitness != MemberFitness.Healthy)
        {
            var left = now - since[Active].Since >= after ? firstHealthy : null;
            return new Failover(left ?? Active, true, since);
        }

        var proven = FirstOf(since, entry => now - entry.Since >= after);
        return new Failover(proven is { } better && better < Active ? better : Active, true, since);
    }

    private static int? FirstOf(
        ImmutableArray<(MemberFitness Fitness, DateTimeOffset Since)> members,
        Func<(MemberFitness Fitness, DateTimeOffset Since), bool> condition)
    {
        for (var i = 0; i < members.Length; i++)
        {
            if (members[i].Fitness == MemberFitness.Healthy && condition(members[i])) return i;
        }

        return null;
    }
}
