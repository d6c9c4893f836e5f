using System.Collections.Concurrent;
using Akka.Actor;
using PanelActors.Configuration;
using PanelActors.History;
using PanelActors.Stores;
using PanelActors.Telemetry;

namespace PanelActors.Hosting;

/// <summary>The actors that write down what happens to each store.</summary>
internal sealed class StoreWatchers(HistoryWriter writer, StoreHistories histories, PanelActorsMetrics metrics, TimeProvider time)
{
    private readonly ConcurrentDictionary<StoreName, IActorRef> _actors = new();

    /// <summary>Begins with a store, under a name that no actor had before.</summary>
    public void Start(ActorSystem system, Store store, string name)
    {
        metrics.History.Introduce(store.Name.Text);
        var history = histories.Of(store.Name);
        _actors[store.Name] = system.ActorOf(
            Props.Create(() => new HistoryActor(store, writer, history, time)), $"history-{name}");
    }

    /// <summary>Goes on with a store that is judged otherwise now.</summary>
    public void Retune(Store store)
    {
        if (_actors.TryGetValue(store.Name, out var actor)) actor.Tell(new RetuneHistory(store));
    }

    /// <summary>Has the listener hear how all stores are.</summary>
    public void Announce()
    {
        foreach (var actor in _actors.Values) actor.Tell(new AnnounceHistory());
    }

    /// <summary>Ends with a store. False where its actor did not end in time.</summary>
    public async Task<bool> StopAsync(StoreName store)
    {
        if (!_actors.TryRemove(store, out var actor)) return true;
        try
        {
            return await actor.GracefulStop(RunningStore.MaxStop);
        }
        catch (TaskCanceledException)
        {
            return false;
        }
    }

    /// <summary>Looks at the numbers of all stores; null where nothing does.</summary>
    public IActorRef? Series { get; set; }

    /// <summary>Ends with all stores: each writes a last time how it is, and what is kept of its numbers.</summary>
    public Task StopAllAsync() => Task.WhenAll([.. _actors.Keys.Select(StopAsync), StopSeriesAsync()]);

    private async Task<bool> StopSeriesAsync()
    {
        try
        {
            return Series is null || await Series.GracefulStop(RunningStore.MaxStop);
        }
        catch (TaskCanceledException)
        {
            return false;
        }
    }
}
