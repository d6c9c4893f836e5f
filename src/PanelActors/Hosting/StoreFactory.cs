using Akka.Actor;
using Akka.Streams.Dsl;
using PanelActors.Composite;
using PanelActors.Configuration;
using PanelActors.Freshness;
using PanelActors.Ingest;
using PanelActors.State;
using PanelActors.Stores;
using PanelActors.Telemetry;
using PanelActors.Upstream;

namespace PanelActors.Hosting;

/// <summary>Makes the stores that the configuration names, and, once the actor system runs, the actors behind them.</summary>
internal sealed class StoreFactory : IDisposable
{
    private static readonly TimeSpan LogInterval = TimeSpan.FromSeconds(10);

    // A source begins within six seconds, whatever happens.
    private static readonly TimeSpan LongestBegin = TimeSpan.FromSeconds(10);

    private readonly PanelActorsOptions _options;
    private readonly TimeProvider _time;
    private readonly PanelActorsMetrics _metrics;
    private readonly ILoggerFactory _logs;
    private readonly StateKeeper _keeper;
    private readonly List<UpstreamClient> _clients = [];

    public StoreFactory(PanelActorsOptions options, TimeProvider time, PanelActorsMetrics metrics, ILoggerFactory logs, StateKeeper keeper)
    {
        (_options, _time, _metrics, _logs, _keeper) = (options, time, metrics, logs, keeper);
        Registry = new StoreRegistry(CreateStores(), options.DefaultStore!);
        metrics.ObserveStores(ReadStores);
    }

    public StoreRegistry Registry { get; }

    /// <summary>
    /// Starts the actors of every source, which is read from the address that <paramref name="addressOf"/> gives. Done when
    /// every store shows what was kept of it.
    /// </summary>
    public async Task StartAsync(ActorSystem system, Func<SourceOptions, Uri> addressOf)
    {
        var begun = new List<Task>();
        foreach (var source in _options.Sources)
        {
            if (!Registry.TryGet(source.Name, out var store)) throw new InvalidOperationException($"No store was made for {source.Name}.");
            var actor = system.ActorOf(
                Props.Create(() => new SourceActor(PropsOf(source, store, addressOf(source)), LogOf<SourceActor>())), $"source-{source.Name}");
            ((SourceControl)store.Control).Attach(actor);
            if (!_keeper.IsEnabled) continue;
            _keeper.Keep(system, source, store.Board, actor);
            begun.Add(actor.Ask<ActorIdentity>(AwaitBegin.Instance, LongestBegin));
        }

        foreach (var composite in Registry.All.OfType<CompositeStore>())
        {
            Props[] props = [CompositePropsOf(composite), HeartbeatPropsOf(composite, _options.Freshness.Tick)];
            system.ActorOf(Props.Create(() => new StoreGuardian(props)), $"composite-{composite.Name}");
        }

        await Task.WhenAll(begun);
    }

    public void Dispose()
    {
        foreach (var client in _clients) client.Dispose();
    }

    private List<Store> CreateStores()
    {
        var stores = _options.Sources.Select(CreateStore).ToDictionary(static store => store.Name, static Store (store) => store);
        foreach (var composite in _options.Composites) Create(composite);
        return [.. _options.StoreNames.Select(name => stores[name])];

        // Members first, whatever the order of the configuration; that there is no cycle was checked with it.
        Store Create(CompositeOptions composite)
        {
            if (stores.TryGetValue(composite.Name, out var known)) return known;
            List<Store> members = [.. composite.Members.Select(member =>
                stores.TryGetValue(member, out var store) ? store : Create(_options.Composites.Single(other => other.Name == member)))];
            var board = new StoreBoard(composite.Name);
            var freshness = new FreshnessPolicy(_options.Freshness.WarnAfter, _options.Freshness.StaleAfter);
            return stores[composite.Name] = new CompositeStore(composite, members, board, freshness, new CompositeControl(board, members));
        }
    }

    private SourceStore CreateStore(SourceOptions source)
    {
        var freshness = _options.FreshnessOf(source);
        var connection = new SourceConnection(_time);
        return new SourceStore(
            new StoreBoard(source.Name), new FreshnessPolicy(freshness.WarnAfter, freshness.StaleAfter), source.Required,
            new SourceControl(source.Resync.Mode, connection), connection);
    }

    private SourceProps PropsOf(SourceOptions source, Store store, Uri address)
    {
        var metrics = _metrics.ForSource(source.Name);
        var connection = store.Connection!;
        metrics.TransportIdle = () => connection.Clock.Idle;

        var limits = new StateLimits(_options.Limits.FollowupAlerts, _options.Limits.MaxStateBytes);
        var reconnect = _options.ReconnectOf(source);
        var request = new UpstreamRequest(address) { Types = source.Types, Headers = source.Headers, HeaderFiles = source.HeaderFiles };
        var settings = new IngestSettings(source.Name, request, source.DiffForm, _options.Limits, reconnect, source.Resync);
        var client = new UpstreamClient(reconnect.ConnectTimeout, _time);
        _clients.Add(client);

        return new SourceProps(
            source.Name,
            connection,
            Props.Create(() => new PanelStateActor(store.Board, limits, _time, metrics, new LogThrottle(_time, LogInterval), LogOf<PanelStateActor>())),
            (state, resume) => IngestProps(settings with { Resume = resume }, client, connection, metrics, state),
            HeartbeatPropsOf(store, _options.FreshnessOf(source).Tick),
            _keeper.IsEnabled ? stored => new TakeUpState(stored.TakenUp(_time.GetUtcNow(), limits), stored.LastEventId) : null);
    }

    private Props IngestProps(
        IngestSettings settings, UpstreamClient client, SourceConnection connection, SourceMetrics metrics, IActorRef state) =>
        Props.Create(() => new IngestSupervisor(
            settings, connection, ConnectionsOf(settings, client, connection, metrics, state),
            _time, Random.Shared.NextDouble, metrics, LogOf<IngestSupervisor>()));

    private Props HeartbeatPropsOf(Store store, TimeSpan tick)
    {
        Func<DateTimeOffset, Heartbeat> read = store.HeartbeatAt;
        return Props.Create(() => new HeartbeatActor(store.Name, read, tick, _time, LogOf<HeartbeatActor>()));
    }

    private Props CompositePropsOf(CompositeStore store)
    {
        Action countFailover = () => _metrics.CountFailover(store.Name);
        return Props.Create(() => new CompositeActor(
            store, _options.Limits.FollowupAlerts, _options.Freshness.Tick, _time, countFailover, LogOf<CompositeActor>()));
    }

    private static ConnectionProps ConnectionsOf(
        IngestSettings settings, UpstreamClient client, SourceConnection connection, SourceMetrics metrics, IActorRef state)
    {
        IRunnableGraph<RunningConnection> Graph(ConnectionPlan plan, IActorRef supervisor) => IngestGraph.Create(
            settings, plan, UpstreamSource.Open(client, plan.Request, connection.Clock), metrics, supervisor, state);

        Props Stream(ConnectionPlan plan)
        {
            Func<IActorRef, IRunnableGraph<RunningConnection>> graph = supervisor => Graph(plan, supervisor);
            return Props.Create(() => new ConnectionActor(graph, plan.Attempt, connection.Clock, settings.Reconnect.IdleTimeout));
        }

        return new ConnectionProps(Stream, Props.Create(() => new FullFetchActor(settings, client)), state);
    }

    private IEnumerable<StoreReading> ReadStores()
    {
        var now = _time.GetUtcNow();
        foreach (var store in Registry.All)
        {
            var heartbeat = store.HeartbeatAt(now);
            yield return new StoreReading(store.Name, heartbeat.Age?.TotalSeconds, (int)heartbeat.Health, store.Board.Current.State.Need.IsNeeded);
        }
    }

    private ILogger LogOf<T>() => _logs.CreateLogger<T>();
}
