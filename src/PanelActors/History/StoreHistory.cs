using System.Collections.Concurrent;
using System.Collections.Immutable;
using PanelActors.Configuration;

namespace PanelActors.History;

/// <summary>Since when the alerts of one store are as they are. For any thread.</summary>
internal sealed class StoreHistory
{
    private ImmutableDictionary<string, AlertPeriod> _alerts = ImmutableDictionary<string, AlertPeriod>.Empty;

    /// <summary>By kind of alert; what is not known yet is missing.</summary>
    public ImmutableDictionary<string, AlertPeriod> Alerts
    {
        get => Volatile.Read(ref _alerts);
        set => Volatile.Write(ref _alerts, value);
    }
}

/// <summary>The <see cref="StoreHistory"/> of every store.</summary>
internal sealed class StoreHistories
{
    private readonly ConcurrentDictionary<StoreName, StoreHistory> _stores = new();

    public StoreHistory Of(StoreName store) => _stores.GetOrAdd(store, static _ => new StoreHistory());
}
