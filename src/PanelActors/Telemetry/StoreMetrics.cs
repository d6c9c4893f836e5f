namespace PanelActors.Telemetry;

/// <summary>The counters of one store's relay. Safe to use from any thread.</summary>
internal sealed class StoreMetrics
{
    private long _relayClients;
    private long _relaySent;
    private long _relayConflations;

    internal StoreMetrics(string store) => Tag = new KeyValuePair<string, object?>("store", store);

    public KeyValuePair<string, object?> Tag { get; }

    /// <summary>Subscribers connected now.</summary>
    public long RelayClients => Interlocked.Read(ref _relayClients);

    public long RelaySent => Interlocked.Read(ref _relaySent);

    /// <summary>Backlogs replaced by a baseline.</summary>
    public long RelayConflations => Interlocked.Read(ref _relayConflations);

    public void AddRelayClient() => Interlocked.Increment(ref _relayClients);

    public void RemoveRelayClient() => Interlocked.Decrement(ref _relayClients);

    public void AddRelaySent(int events)
    {
        if (events > 0) Interlocked.Add(ref _relaySent, events);
    }

    public void AddRelayConflation() => Interlocked.Increment(ref _relayConflations);
}
