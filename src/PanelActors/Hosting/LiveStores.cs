using Akka.Actor;
using PanelActors.Configuration;
using PanelActors.Protocol;
using PanelActors.Relay;
using PanelActors.Sources;
using PanelActors.State;
using PanelActors.Stores;
using PanelActors.Telemetry;

namespace PanelActors.Hosting;

/// <summary>
/// The stores as they run now. Another configuration can replace the one they were made of: stores that it does not change run on
/// untouched. Started and changed by one caller at a time, read on any thread.
/// </summary>
internal sealed class LiveStores : IDisposable
{
    private readonly Func<PanelActorsOptions, StoreFactory> _factoryOf;
    private readonly LocalFeeds _simulator;
    private readonly StatePersistence _persistence;
    private readonly RelayHub _relays;
    private readonly StoreWatchers _watchers;
    private readonly PanelActorsMetrics _metrics;
    private readonly TimeProvider _time;
    private readonly ILogger<LiveStores> _log;
    private readonly Dictionary<StoreName, RunningStore> _running = [];
    private PanelActorsOptions _options;
    private ActorSystem? _system;
    private long _started;

    public LiveStores(
        PanelActorsOptions options, Func<PanelActorsOptions, StoreFactory> factoryOf, LocalFeeds simulator,
        StatePersistence persistence, RelayHub relays, StoreWatchers watchers, PanelActorsMetrics metrics, TimeProvider time,
        ILogger<LiveStores> log)
    {
        (_options, _factoryOf, _simulator, _persistence, _relays) = (options, factoryOf, simulator, persistence, relays);
        _watchers = watchers;
        (_metrics, _time, _log) = (metrics, time, log);
        var stores = factoryOf(options).CreateStores(new Dictionary<StoreName, Store>());
        Registry = new StoreRegistry(stores, options.DefaultStore!);
        metrics.ObserveStores(ReadStores);
        metrics.Configuration.Succeeded(time.GetUtcNow());
    }

    public StoreRegistry Registry { get; }

    /// <summary>Starts the actors of every store. Done when every store shows the state that the previous run saved.</summary>
    public Task StartAsync(ActorSystem system)
    {
        _system = system;
        return StartAllAsync(_factoryOf(_options), Registry.All);
    }

    /// <summary>
    /// Makes the stores those of <paramref name="next"/>. Readers see the old ones until the new ones run, then all new ones at once.
    /// </summary>
    /// <param name="next">A configuration without faults.</param>
    /// <param name="beforeShown">Called once it is certain that the new stores will be shown, and before they are.</param>
    /// <param name="cancellation">Gives up as long as nothing has changed.</param>
    /// <returns>What was changed.</returns>
    /// <exception cref="IOException">The built-in feed is needed and could not be started; nothing has changed.</exception>
    public async Task<ConfigurationChange> ApplyAsync(PanelActorsOptions next, Action beforeShown, CancellationToken cancellation)
    {
        var system = _system ?? throw new InvalidOperationException("The stores do not run yet.");
        var change = ConfigurationChange.Between(_options, next);
        if (change.IsNone)
        {
            beforeShown();
            _options = next;
            return change;
        }

        await _simulator.EnsureAsync(next, cancellation);
        // A feed has one connection at a time, so that a restarted source stops before it starts.
        await Task.WhenAll(change.Names(StoreChange.Removed).Concat(change.Names(StoreChange.Restarted)).Select(StopAsync));

        var factory = _factoryOf(next);
        var before = Registry.All.ToDictionary(static store => store.Name);
        var unchanged = change.Names(StoreChange.Kept).ToDictionary(static name => name, name => before[name]);
        foreach (var name in change.Names(StoreChange.Retuned)) unchanged[name] = Retune(factory, (SourceStore)before[name]);

        var stores = factory.CreateStores(unchanged);
        await StartAllAsync(factory, stores);
        beforeShown();
        Registry.Replace(new StoreSet(stores, next.DefaultStore!));
        foreach (var gone in before.Values.Where(old => stores.FirstOrDefault(store => store.Name.IsSpelledAs(old.Name))?.Kind != old.Kind))
            _metrics.Forget(gone.Name.Text);
        _options = next;
        return change;
    }

    /// <summary>Stops all actors, and the system with them.</summary>
    public Task TerminateAsync() =>
        _system is null ? Task.CompletedTask : CoordinatedShutdown.Get(_system).Run(CoordinatedShutdown.ClrExitReason.Instance);

    public void Dispose()
    {
        foreach (var running in _running.Values) running.Dispose();
    }

    private async Task StartAllAsync(StoreFactory factory, IReadOnlyList<Store> stores)
    {
        Store[] starting = [.. stores.Where(store => !_running.ContainsKey(store.Name))];
        RunningStore[] sources =
            [.. starting.Where(static store => store.Kind == StoreKind.Source).Select(source => Start(factory, source, "source"))];
        try
        {
            await Task.WhenAll(sources.Select(static source => source.StartedAsync()));
        }
        catch (AskTimeoutException)
        {
            _log.LogWarning("Not every source has started in time; the others start when they can");
        }

        // They start with what their members show by now.
        foreach (var composite in starting.Where(static store => store.Kind == StoreKind.Composite)) Start(factory, composite, "composite");
    }

    private RunningStore Start(StoreFactory factory, Store store, string kind)
    {
        var name = $"{store.Name}.{++_started}";
        _relays.Set(store.Name, factory.StartRelay(_system!, store, $"relay-{name}"));
        // Before the store itself, so that they miss nothing.
        _watchers.Start(_system!, store, name);
        return _running[store.Name] = factory.Start(_system!, store, $"{kind}-{name}", _simulator.AddressOf);
    }

    private SourceStore Retune(StoreFactory factory, SourceStore before)
    {
        var after = factory.Retuned(before);
        _running[before.Name].Actor.Tell(factory.RetuneOf(before, after));
        if (_relays.TryGet(before.Name, out var relay)) relay.Retune(after);
        _watchers.Retune(after);
        return after;
    }

    private async Task StopAsync(StoreName name)
    {
        if (!_running.Remove(name, out var running)) return;
        // Before the actors, while the board still shows the last state.
        await _persistence.StopAsync(name);
        var relayStopped = _relays.Remove(name)?.StopAsync("reconfigured", RunningStore.MaxStop) ?? Task.FromResult(true);
        if (!await running.StopAsync() || !await relayStopped || !await _watchers.StopAsync(name))
            _log.LogWarning("The actors of {Source} take their time to stop; going on without them", name);
    }

    private IEnumerable<StoreReading> ReadStores()
    {
        var now = _time.GetUtcNow();
        foreach (var store in Registry.All)
        {
            var heartbeat = store.HeartbeatAt(now);
            var state = store.Board.Current.State;
            yield return new StoreReading(store.Name.Text, heartbeat.Age?.TotalSeconds, (int)heartbeat.Health, state.Need.IsNeeded)
            {
                LastEvent = heartbeat.LastEvent is { } last ? UnixTime.Seconds(last) : null,
                Panels = StatusPanels.Count(state.Status),
                Bytes = state.Status?.Size ?? 0,
                ConnectionState = store.Connection?.PhaseName,
            };
        }
    }
}
