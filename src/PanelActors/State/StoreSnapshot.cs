namespace PanelActors.State;

/// <summary>What a store showed at one moment: its state, and a number that grows with each state it shows.</summary>
public class StoreSnapshot(PanelState state, long version)
{
    /// <summary>The state.</summary>
    public PanelState State => state;

    /// <summary>Grows by one with each snapshot of the store; not kept over a restart.</summary>
    public long Version => version;
}
