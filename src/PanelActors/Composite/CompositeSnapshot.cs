using System.Collections.Immutable;
using PanelActors.Configuration;
using PanelActors.State;
using PanelActors.Stores;
using PanelActors.Tree;

namespace PanelActors.Composite;

/// <summary>A member of a composite as it was when the composite was made of it.</summary>
internal readonly record struct Member(Store Store, StoreSnapshot Snapshot)
{
    /// <summary>The member's name.</summary>
    public StoreName Name => Store.Name;

    /// <summary>The member's state.</summary>
    public PanelState State => Snapshot.State;

    /// <summary>How fresh that state is at <paramref name="now"/>.</summary>
    public Heartbeat HeartbeatAt(DateTimeOffset now) => Store.HeartbeatOf(Snapshot, now);
}

/// <summary>What a composite showed at one moment, with the members it was made of.</summary>
internal sealed class CompositeSnapshot(PanelState state, long version, Composition composition) : StoreSnapshot(state, version)
{
    /// <summary>The members, in order of precedence.</summary>
    public ImmutableArray<Member> Members => composition.Members;

    /// <summary>Which member each panel comes from.</summary>
    public IReadOnlyDictionary<PanelKey, StoreName> PanelSources => composition.PanelSources;

    /// <summary>The index of the member that stands for all; null unless the composite is one of failover.</summary>
    public int? Active => composition.Active;
}
