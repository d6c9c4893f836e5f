using System.Collections.Immutable;
using PanelActors.Telemetry;

namespace PanelActors.State;

/// <summary>What a store showed at one moment: its state, and a number that grows with each state it shows.</summary>
internal class StoreSnapshot(PanelState state, long version, EventId? lastEventId = null, ImmutableArray<SeenBaseline> baselines = default)
{
    public PanelState State => state;

    /// <summary>Grows by one with each snapshot of the store; not kept over a restart.</summary>
    public long Version => version;

    /// <summary>The event id after which the feed has to go on for this very state; null where there is none.</summary>
    public EventId? LastEventId => lastEventId;

    /// <summary>The baselines by which the feed's replays are recognised, as they belong to this very state.</summary>
    public ImmutableArray<SeenBaseline> Baselines => baselines.IsDefault ? [] : baselines;

    /// <summary>The trace of the data that made it; null where that is not sampled.</summary>
    public DataTrace? Trace { get; init; }
}
