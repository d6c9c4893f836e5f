using System.Collections.Immutable;
using PanelActors.Configuration;
using PanelActors.State;
using PanelActors.Stores;
using PanelActors.Tree;

namespace PanelActors.Composite;

/// <summary>A member of a composite, as it was when the composite was composed.</summary>
internal readonly record struct Member(Store Store, StoreSnapshot Snapshot)
{
    public StoreName Name => Store.Name;

    public PanelState State => Snapshot.State;

    /// <summary>How fresh that state is at <paramref name="now"/>.</summary>
    public Heartbeat HeartbeatAt(DateTimeOffset now) => Store.HeartbeatOf(Snapshot, now);
}

/// <summary>What a composite shows at one moment, with the members that it is composed of.</summary>
internal sealed class CompositeSnapshot(PanelState state, long version, Composition composition) : StoreSnapshot(state, version)
{
    /// <summary>The members, in order of precedence.</summary>
    public ImmutableArray<Member> Members => composition.Members;

    /// <summary>Which member each panel comes from.</summary>
    public IReadOnlyDictionary<PanelKey, StoreName> PanelSources => composition.PanelSources;

    /// <summary>The index of the member that stands for all; null unless the composite is one of failover.</summary>
    public int? Active => composition.Active;
}
