using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using PanelActors.Protocol;
using PanelActors.State;
using PanelActors.Tree;

namespace PanelActors.Composite;

/// <summary>
/// A composition as a state like that of a source, for the same renderers. Where one member stands for all, everything but the counters of
/// this store is that member's. What does not change stays the same object, by which followers of the store see what is new.
/// </summary>
internal static class CompositeState
{
    /// <summary>The state for <paramref name="composition"/>, after the one shown before.</summary>
    /// <param name="composition">The members and their panels.</param>
    /// <param name="picked">The state of the member whose times are the composite's.</param>
    /// <param name="before">The state shown before.</param>
    /// <param name="followups">How many follow-ups the composite shows.</param>
    public static PanelState Of(Composition composition, PanelState picked, PanelState before, int followups)
    {
        var members = composition.Active is { } active ? [composition.Members[active]] : composition.Members;
        return PanelState.Initial with
        {
            Status = composition.Status,
            Generation = composition.Active is null ? null : members[0].State.Generation,
            UiGeneration = before.UiGeneration + 1,
            FullCount = members.Sum(static member => member.State.FullCount),
            DiffAppliedCount = members.Sum(static member => member.State.DiffAppliedCount),
            DiffDroppedCount = members.Sum(static member => member.State.DiffDroppedCount),
            LastEvent = picked.LastEvent,
            LastFull = picked.LastFull,
            LastDiff = picked.LastDiff,
            UpstreamHealth = picked.UpstreamHealth,
            Need = NeedOf(members),
            SeverityCounts = Unchanged(before.SeverityCounts, CountsOf(members)),
            SeverityStates = StatesOf(members, before.SeverityStates),
            Followups = FollowupsOf(members, followups, before.Followups),
        };
    }

    private static ResyncNeed NeedOf(ImmutableArray<Member> members)
    {
        var need = ResyncNeed.None;
        foreach (var member in members)
        {
            if (member.State.Need.IsNeeded) need = need.Raise($"{member.Name}: {member.State.Need.LastReason}");
        }

        return need;
    }

    private static PanelObject? CountsOf(ImmutableArray<Member> members)
    {
        var sums = new List<(PanelKey Key, double Sum)>();
        foreach (var member in members)
        {
            if (member.State.SeverityCounts is not { } counts) continue;
            foreach (var (key, value) in counts.Members)
            {
                if (value is not PanelLeaf leaf) continue;
                if (!double.TryParse(Encoding.ASCII.GetString(leaf.Json), CultureInfo.InvariantCulture, out var count)) continue;
                var known = sums.FindIndex(sum => sum.Key == key);
                if (known < 0) sums.Add((key, count));
                else sums[known] = (key, sums[known].Sum + count);
            }
        }

        if (sums.Count == 0) return null;
        var builder = new NodeMap.Builder();
        foreach (var (key, sum) in sums) builder.Add(key, PanelNode.Parse(sum.ToString(CultureInfo.InvariantCulture)));
        return SeverityCounts.Possible(PanelObject.Empty.With(builder.ToMap()));
    }

    private static PanelObject? Unchanged(PanelObject? before, PanelObject? after) =>
        before is not null && after is not null && before.ToString() == after.ToString() ? before : after;

    private static PanelObject StatesOf(ImmutableArray<Member> members, PanelObject before)
    {
        var states = before.Members;
        var present = new HashSet<PanelKey>();
        foreach (var member in members)
        {
            foreach (var (alertType, entry) in member.State.SeverityStates.Members)
            {
                var key = PanelKey.Of($"{member.Name}/{alertType}");
                present.Add(key);
                states = states.Set(key, entry);
            }
        }

        foreach (var (key, _) in before.Members)
        {
            if (!present.Contains(key)) states = states.Remove(key);
        }

        return before.With(states);
    }

    private static ImmutableArray<FollowupAlert> FollowupsOf(ImmutableArray<Member> members, int max, ImmutableArray<FollowupAlert> before)
    {
        ImmutableArray<FollowupAlert> after =
        [
            .. members.SelectMany(FollowupsOf).OrderByDescending(static alert => alert.Time).Take(max),
        ];
        return after.AsSpan().SequenceEqual(before.AsSpan()) ? before : after;
    }

    // An alert from a composite inside this one keeps its source.
    private static IEnumerable<FollowupAlert> FollowupsOf(Member member) =>
        member.State.Followups.Select(alert => alert with { Source = alert.Source ?? member.Name.Text });
}
