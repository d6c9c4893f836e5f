namespace PanelActors.Telemetry;

/// <summary>What is counted of one store's subscribers. For any thread.</summary>
internal sealed class StoreMetrics
{
    private long _relayClients;
    private long _relaySent;
    private long _relayConflations;

    internal StoreMetrics(string store) => Tag = new KeyValuePair<string, object?>("store", store);

    /// <summary>The label that names the store.</summary>
    public KeyValuePair<string, object?> Tag { get; }

    /// <summary>Subscribers connected now.</summary>
    public long RelayClients => Interlocked.Read(ref _relayClients);

    /// <summary>Events sent to subscribers.</summary>
    public long RelaySent => Interlocked.Read(ref _relaySent);

    /// <summary>Backlogs replaced by a baseline.</summary>
    public long RelayConflations => Interlocked.Read(ref _relayConflations);

    /// <summary>Notes that a subscriber has come.</summary>
    public void AddRelayClient() => Interlocked.Increment(ref _relayClients);

    /// <summary>Notes that a subscriber has gone.</summary>
    public void RemoveRelayClient() => Interlocked.Decrement(ref _relayClients);

    /// <summary>Counts events sent.</summary>
    public void AddRelaySent(int events)
    {
        if (events > 0) Interlocked.Add(ref _relaySent, events);
    }

    /// <summary>Counts a backlog that was replaced by a baseline.</summary>
    public void AddRelayConflation() => Interlocked.Increment(ref _relayConflations);
}
