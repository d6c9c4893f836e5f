using System.Collections.Immutable;
using PanelActors.Configuration;
using PanelActors.Tree;

namespace PanelActors.Composite;

/// <summary>
/// The panels of several members as one tree: a pure function of the members' snapshots. Given the composition before, it
/// looks only at what changed since; the result is the same.
/// </summary>
/// <param name="Merge">How the trees become one.</param>
/// <param name="Members">The members, in order of precedence.</param>
/// <param name="Active">For failover, the index of the member that stands for all; else null.</param>
/// <param name="Status">The tree; null while no member has one.</param>
/// <param name="PanelSources">Which member each panel comes from; in an overlay, the first that has it.</param>
internal sealed record Composition(
    CompositeMerge Merge, ImmutableArray<Member> Members, int? Active, PanelObject? Status,
    ImmutableDictionary<PanelKey, StoreName> PanelSources)
{
    private static readonly ImmutableDictionary<PanelKey, StoreName> NoPanels = ImmutableDictionary<PanelKey, StoreName>.Empty;

    /// <summary>The composition of <paramref name="members"/>.</summary>
    public static Composition Of(CompositeMerge merge, ImmutableArray<Member> members, int? active) => merge switch
    {
        CompositeMerge.Failover => OfActive(members, active ?? 0),
        CompositeMerge.Namespace => new Composition(merge, [], null, null, NoPanels).NamespaceNext(members),
        _ => new Composition(merge, [], null, null, NoPanels).OverlayNext(members),
    };

    /// <summary>The composition of <paramref name="members"/>, the same stores as before.</summary>
    public Composition Next(ImmutableArray<Member> members, int? active) => Merge switch
    {
        CompositeMerge.Failover => active == Active && ReferenceEquals(members[active ?? 0].State.Status, Members[active ?? 0].State.Status)
            ? this with { Members = members }
            : OfActive(members, active ?? 0),
        CompositeMerge.Namespace => NamespaceNext(members),
        _ => OverlayNext(members),
    };

    private static Composition OfActive(ImmutableArray<Member> members, int active)
    {
        var status = members[active].State.Status;
        var sources = NoPanels.ToBuilder();
        if (status is not null)
        {
            foreach (var (panel, _) in status.Members) sources[panel] = members[active].Name;
        }

        return new Composition(CompositeMerge.Failover, members, active, status, sources.ToImmutable());
    }

    private Composition NamespaceNext(ImmutableArray<Member> members)
    {
        var panels = Panels;
        var sources = PanelSources;
        foreach (var member in members)
        {
            var key = PanelKey.Of(member.Name.Text);
            var status = member.State.Status;
            panels = status is null ? panels.Remove(key) : panels.Set(key, status);
            sources = status is null ? sources.Remove(key) : sources.SetItem(key, member.Name);
        }

        return With(members, panels, sources);
    }

    private Composition OverlayNext(ImmutableArray<Member> members)
    {
        var panels = Panels;
        var sources = PanelSources;
        for (var i = 0; i < members.Length; i++)
        {
            var before = i < Members.Length ? Members[i].State.Status : null;
            var after = members[i].State.Status;
            if (ReferenceEquals(before, after)) continue;
            foreach (var panel in (after?.Members ?? NodeMap.Empty).ChangedKeys(before?.Members ?? NodeMap.Empty))
            {
                var (node, source) = Overlay(members, panel);
                panels = node is null ? panels.Remove(panel) : panels.Set(panel, node);
                sources = source is null ? sources.Remove(panel) : sources.SetItem(panel, source);
            }
        }

        return With(members, panels, sources);
    }

    private static (PanelNode? Node, StoreName? Source) Overlay(ImmutableArray<Member> members, PanelKey panel)
    {
        PanelNode? node = null;
        StoreName? source = null;
        foreach (var member in members)
        {
            if (member.State.Status?.Find(panel) is not { } below) continue;
            node = node is null ? below : Overlay(node, below);
            source ??= member.Name;
        }

        return (node, source);
    }

    // The first wins; where both are objects, key by key.
    private static PanelNode Overlay(PanelNode above, PanelNode below)
    {
        if (above is not PanelObject upper || below is not PanelObject lower) return above;
        var members = upper.Members;
        foreach (var (key, value) in lower.Members)
            members = members.Set(key, upper.Find(key) is { } first ? Overlay(first, value) : value);
        return upper.With(members);
    }

    private NodeMap Panels => Status?.Members ?? NodeMap.Empty;

    private Composition With(ImmutableArray<Member> members, NodeMap panels, ImmutableDictionary<PanelKey, StoreName> sources)
    {
        var any = members.Any(static member => member.State.Status is not null);
        return this with { Members = members, Status = any ? (Status ?? PanelObject.Empty).With(panels) : null, PanelSources = sources };
    }
}
