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
/// The stores as they run now. Another configuration can take the place of the one they were made of: what it does not
/// change runs on untouched. Started and changed by one caller at a time, read by anyone.
/// </summary>
internal sealed class LiveStores : IDisposable
{
    private readonly Func<PanelActorsOptions, StoreFactory> _factoryOf;
    private readonly SimulatorService _simulator;
    private readonly StateKeeper _keeper;
    private readonly RelayHub _relays;
    private readonly PanelActorsMetrics _metrics;
    private readonly TimeProvider _time;
    private readonly ILogger<LiveStores> _log;
    private readonly Dictionary<string, RunningStore> _running = new(StringComparer.Ordinal);
    private PanelActorsOptions _options;
    private ActorSystem? _system;
    private long _started;

    public LiveStores(
        PanelActorsOptions options, Func<PanelActorsOptions, StoreFactory> factoryOf, SimulatorService simulator, StateKeeper keeper,
        RelayHub relays, PanelActorsMetrics metrics, TimeProvider time, ILogger<LiveStores> log)
    {
        (_options, _factoryOf, _simulator, _keeper, _relays) = (options, factoryOf, simulator, keeper, relays);
        (_metrics, _time, _log) = (metrics, time, log);
        Registry = new StoreRegistry(factoryOf(options).CreateStores(new Dictionary<string, Store>()), options.DefaultStore!);
        metrics.ObserveStores(ReadStores);
        metrics.Configuration.Succeeded(time.GetUtcNow());
    }

    public StoreRegistry Registry { get; }

    /// <summary>Starts the actors of every store. Done when every store shows what was kept of it.</summary>
    public Task StartAsync(ActorSystem system)
    {
        _system = system;
        return StartAllAsync(_factoryOf(_options), Registry.All);
    }

    /// <summary>
    /// Makes the stores those of <paramref name="next"/>. Readers see the old ones until the new ones run, then all new ones at once.
    /// </summary>
    /// <param name="next">A configuration without faults.</param>
    /// <param name="cancellation">Gives up as long as nothing has changed.</param>
    /// <returns>What was changed.</returns>
    /// <exception cref="IOException">The built-in feed is needed and could not be started; nothing has changed.</exception>
    public async Task<ConfigurationChange> ApplyAsync(PanelActorsOptions next, CancellationToken cancellation)
    {
        var system = _system ?? throw new InvalidOperationException("The stores do not run yet.");
        var change = ConfigurationChange.Between(_options, next);
        if (change.IsNone)
        {
            _options = next;
            return change;
        }

        await _simulator.EnsureAsync(next, cancellation);
        // A restarted source is asked for by one connection at a time: the old one goes before the new one comes.
        await Task.WhenAll(change.Names(StoreChange.Removed).Concat(change.Names(StoreChange.Restarted)).Select(StopAsync));

        var factory = _factoryOf(next);
        var before = Registry.All.ToDictionary(static store => store.Name, StringComparer.Ordinal);
        var taken = change.Names(StoreChange.Kept).ToDictionary(static name => name, name => before[name], StringComparer.Ordinal);
        foreach (var name in change.Names(StoreChange.Retuned)) taken[name] = Retune(factory, (SourceStore)before[name]);

        var stores = factory.CreateStores(taken);
        await StartAllAsync(factory, stores);
        Registry.Replace(new StoreSet(stores, next.DefaultStore!));
        foreach (var gone in before.Values.Where(old => stores.FirstOrDefault(store => store.Name == old.Name)?.Kind != old.Kind)) _metrics.Forget(gone.Name);
        _options = next;
        return change;
    }

    public void Dispose()
    {
        foreach (var running in _running.Values) running.Dispose();
    }

    private async Task StartAllAsync(StoreFactory factory, IReadOnlyList<Store> stores)
    {
        Store[] starting = [.. stores.Where(store => !_running.ContainsKey(store.Name))];
        var begun = new List<Task>();
        foreach (var source in starting.Where(static store => store.Kind == StoreKind.Source)) begun.Add(Start(factory, source, "source").BegunAsync());
        try
        {
            await Task.WhenAll(begun);
        }
        catch (AskTimeoutException)
        {
            _log.LogWarning("Not every source has begun in time; the others begin when they can");
        }

        // They begin with what their members show by now.
        foreach (var composite in starting.Where(static store => store.Kind == StoreKind.Composite)) Start(factory, composite, "composite");
    }

    private RunningStore Start(StoreFactory factory, Store store, string kind)
    {
        var life = $"{store.Name}.{++_started}";
        _relays.Set(store.Name, factory.StartRelay(_system!, store, $"relay-{life}"));
        return _running[store.Name] = factory.Start(_system!, store, $"{kind}-{life}", _simulator.AddressOf);
    }

    private SourceStore Retune(StoreFactory factory, SourceStore before)
    {
        var after = factory.Retuned(before);
        _running[before.Name].Actor.Tell(factory.RetuneOf(before, after));
        if (_relays.TryGet(before.Name, out var relay)) relay.Retune(after);
        return after;
    }

    private async Task StopAsync(string name)
    {
        if (!_running.Remove(name, out var running)) return;
        // Before the actors: what the board shows last is what is worth keeping.
        await _keeper.ReleaseAsync(name);
        var relayStopped = _relays.Remove(name)?.StopAsync("reconfigured", RunningStore.LongestStop) ?? Task.FromResult(true);
        if (!await running.StopAsync() || !await relayStopped) _log.LogWarning("The actors of {Source} take their time to stop; going on without them", name);
    }

    private IEnumerable<StoreReading> ReadStores()
    {
        var now = _time.GetUtcNow();
        foreach (var store in Registry.All)
        {
            var heartbeat = store.HeartbeatAt(now);
            var state = store.Board.Current.State;
            yield return new StoreReading(store.Name, heartbeat.Age?.TotalSeconds, (int)heartbeat.Health, state.Need.IsNeeded)
            {
                LastEvent = heartbeat.LastEvent is { } last ? UnixTime.Seconds(last) : null,
                Panels = StatusPanels.Count(state.Status),
                Bytes = state.Status?.Size ?? 0,
                ConnectionState = store.Connection?.PhaseName,
            };
        }
    }
}
