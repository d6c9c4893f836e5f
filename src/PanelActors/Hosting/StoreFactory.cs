using Akka.Actor;
using PanelActors.Composite;
using PanelActors.Configuration;
using PanelActors.Protocol;
using PanelActors.Recording;
using PanelActors.Relay;
using PanelActors.Sources;
using PanelActors.Sources.Http;
using PanelActors.Sources.Supervision;
using PanelActors.State;
using PanelActors.Stores;
using PanelActors.Telemetry;

namespace PanelActors.Hosting;

/// <summary>Makes the stores of one configuration, and the actors behind them.</summary>
internal sealed class StoreFactory(
    PanelActorsOptions options, TimeProvider time, PanelActorsMetrics metrics, ILoggerFactory logs, StatePersistence persistence,
    DaemonInstance instance, RelayIds ids, RecordingWriter recordings)
{
    private static readonly TimeSpan LogInterval = TimeSpan.FromSeconds(10);

    private readonly PanelActorsOptions _options = options;
    private readonly TimeProvider _time = time;
    private readonly PanelActorsMetrics _metrics = metrics;
    private readonly ILoggerFactory _logs = logs;
    private readonly StatePersistence _persistence = persistence;
    private readonly DaemonInstance _instance = instance;
    private readonly RelayIds _ids = ids;
    private readonly RecordingWriter _recordings = recordings;

    /// <summary>All stores in configured order: those in <paramref name="unchanged"/>, and new ones for the others.</summary>
    public IReadOnlyList<Store> CreateStores(IReadOnlyDictionary<StoreName, Store> unchanged)
    {
        var stores = new Dictionary<StoreName, Store>(unchanged);
        foreach (var source in _options.Sources) stores.TryAdd(source.Name, CreateStore(source));
        foreach (var composite in _options.Composites) Create(composite);
        return [.. _options.StoreNames.Select(name => stores[name])];

        // Members first, whatever the order of the configuration, whose rules allow no cycle.
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

    /// <summary>The store of a source as this configuration judges it, over the same board and connection.</summary>
    public SourceStore Retuned(SourceStore store)
    {
        var source = OptionsOf(store);
        return store.Retuned(PolicyOf(source), source.Required);
    }

    /// <summary>Starts the actors of <paramref name="store"/>, under a name that no actor had before.</summary>
    public RunningStore Start(ActorSystem system, Store store, string actorName, Func<SourceOptions, Uri> addressOf)
    {
        if (store is CompositeStore composite)
        {
            _metrics.IntroduceComposite(composite.Name.Text);
            Props[] children = [CompositePropsOf(composite), HeartbeatPropsOf(composite, _options.Freshness.Tick)];
            var supervisor = system.ActorOf(Props.Create(() => new CompositeSupervisor(children)), actorName);
            return new RunningStore(supervisor, Client: null, Persistence: null);
        }

        var source = OptionsOf(store);
        var tls = new UpstreamTls(source.Tls, source.Name.Text, LogOf<UpstreamTls>());
        var client = new UpstreamClient(_options.ReconnectOf(source).ConnectTimeout, _time, tls);
        var recording = _recordings.Begin(RecordedSettingsOf(source));
        var props = PropsOf(source, (SourceStore)store, addressOf(source), client, recording);
        var actor = system.ActorOf(Props.Create(() => new SourceActor(props, LogOf<SourceActor>())), actorName);
        ((SourceControl)store.Control).Attach(actor);
        return new RunningStore(actor, client, _persistence.Start(system, source, store.Board, actor, actorName))
        {
            EndRecording = recording is null ? null : () => _recordings.End(recording),
        };
    }

    /// <summary>Starts the relay of <paramref name="store"/>, under a name that no actor had before.</summary>
    public StoreRelay StartRelay(ActorSystem system, Store store, string actorName)
    {
        var (ids, origin) = (_ids.Take(), new RelayOrigin(_instance.Name, store));
        var relay = Props.Create(() => new RelayActor(store, _options.Relay, ids, origin, _time));
        var supervisor = system.ActorOf(Props.Create(() => new RelaySupervisor(relay)), actorName);
        return new StoreRelay(store, supervisor, _metrics.ForStore(store.Name.Text), origin, ids);
    }

    /// <summary>What replaces the heartbeat of a source that is judged otherwise now.</summary>
    public RetuneSource RetuneOf(Store before, Store after) => new(
        HeartbeatPropsOf(after, _options.FreshnessOf(OptionsOf(after)).Tick, before.HeartbeatAt(_time.GetUtcNow()).Health),
        new RetuneIngest(after.Freshness.StaleAfter));

    private SourceOptions OptionsOf(Store store) => _options.Sources.Single(source => source.Name == store.Name);

    private FreshnessPolicy PolicyOf(SourceOptions source)
    {
        var freshness = _options.FreshnessOf(source);
        return new FreshnessPolicy(freshness.WarnAfter, freshness.StaleAfter);
    }

    private SourceStore CreateStore(SourceOptions source)
    {
        var connection = new SourceConnection(_time) { Dialect = source.Dialect };
        return new SourceStore(
            new StoreBoard(source.Name), PolicyOf(source), source.Required, new SourceControl(source.Resync.Mode, connection), connection);
    }

    private RecordedSettings RecordedSettingsOf(SourceOptions source)
    {
        var (limits, freshness) = (_options.Limits, _options.FreshnessOf(source));
        return new RecordedSettings(
            source.Name.Text, source.DiffForm, source.Dialect, limits.MaxEventBytes, limits.MaxDepth,
            freshness.PublishTime == PublishTimeUse.Trust, limits.FollowupAlerts, limits.MaxStateBytes, freshness.WarnAfter,
            freshness.StaleAfter);
    }

    private SourceProps PropsOf(
        SourceOptions source, SourceStore store, Uri address, UpstreamClient client, ISourceRecorder? recorder)
    {
        var metrics = _metrics.ForSource(source.Name.Text);
        var connection = store.Source;
        metrics.TransportIdle = () => connection.Clock.Idle;

        var limits = new StateLimits(_options.Limits.FollowupAlerts, _options.Limits.MaxStateBytes);
        var reconnect = _options.ReconnectOf(source);
        var request = new UpstreamRequest(address) { Types = source.Types, Headers = source.Headers, HeaderFiles = source.HeaderFiles };
        var settings = new IngestSettings(source.Name.Text, request, source.DiffForm, _options.Limits, reconnect, source.Resync)
        {
            Dialect = source.Dialect,
            HasOwnIdleTimeout = source.Reconnect.IdleTimeout is not null,
            Identity = StorePath.Of(_instance.Name, source.Name),
            TrustsPublishTime = _options.FreshnessOf(source).PublishTime == PublishTimeUse.Trust,
            ResumeTimeout = _options.FreshnessOf(source).StaleAfter,
        };

        var throttle = new LogThrottle(_time, LogInterval);
        return new SourceProps(
            source.Name.Text,
            connection,
            Props.Create(() => new PanelStateActor(
                store.Board, limits, _time, metrics, throttle, LogOf<PanelStateActor>(), recorder)),
            (state, resume) => IngestProps(settings with { Resume = resume }, client, connection, metrics, state, recorder),
            HeartbeatPropsOf(store, _options.FreshnessOf(source).Tick),
            _persistence.IsEnabled
                ? stored => new RestoreState(stored.Restored(_time.GetUtcNow(), limits), stored.LastEventId, stored.Baselines)
                : null);
    }

    private Props IngestProps(
        IngestSettings settings, UpstreamClient client, SourceConnection connection, SourceMetrics metrics, IActorRef state,
        ISourceRecorder? recorder) =>
        Props.Create(() => new IngestSupervisor(
            settings, connection, new ConnectionFactory(settings, client, connection, metrics, state, _time, recorder),
            _time, Random.Shared.NextDouble, metrics, LogOf<IngestSupervisor>()));

    private Props HeartbeatPropsOf(Store store, TimeSpan tick, Health health = Health.Init)
    {
        Func<DateTimeOffset, Heartbeat> read = now => store.ObserveAt(now).Heartbeat;
        var periods = store.Periods;
        Action<HealthChanged> changed = _ => periods.Announce();
        return Props.Create(() => new HeartbeatActor(store.Name.Text, read, tick, _time, LogOf<HeartbeatActor>(), changed, health));
    }

    private Props CompositePropsOf(CompositeStore store)
    {
        Action countFailover = () => _metrics.CountFailover(store.Name.Text);
        return Props.Create(() => new CompositeActor(
            store, _options.Limits.FollowupAlerts, _options.Freshness.Tick, _time, countFailover, LogOf<CompositeActor>()));
    }

    private ILogger LogOf<T>() => _logs.CreateLogger<T>();
}
