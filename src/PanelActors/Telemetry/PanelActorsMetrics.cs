using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.Runtime.InteropServices;

namespace PanelActors.Telemetry;

/// <summary>All instruments of the daemon (specification 6).</summary>
internal sealed class PanelActorsMetrics : IDisposable
{
    /// <summary>Set to <c>0</c>, <c>false</c>, <c>off</c> or <c>no</c>, this environment variable turns endpoint and recording off.</summary>
    public const string SwitchVariable = "G6_UNIFIED_METRICS";

    private readonly Meter? _meter;
    private readonly Histogram<double>? _applySeconds;
    private readonly Histogram<double>? _latencySeconds;
    private readonly ConcurrentDictionary<string, SourceMetrics> _sources = new();
    private readonly ConcurrentDictionary<string, StoreMetrics> _storeMetrics = new();
    private readonly LabelledCounter _notModified = new("store");
    private readonly LabelledCounter _failovers = new("store");
    private Func<IEnumerable<StoreReading>> _stores = () => [];

    /// <summary>Creates the instruments; none at all where metrics are off.</summary>
    public PanelActorsMetrics(IMeterFactory factory, bool enabled)
    {
        if (!enabled) return;
        _meter = factory.Create(MetricNames.Meter);
        _applySeconds = _meter.CreateHistogram(
            MetricNames.ApplySeconds, unit: null, "Time to apply the events of one network read, in seconds.",
            advice: new InstrumentAdvice<double> { HistogramBucketBoundaries = [0.00001, 0.0001, 0.0005, 0.001, 0.005, 0.01, 0.05, 0.1, 0.5, 1] });
        _latencySeconds = _meter.CreateHistogram(
            MetricNames.FeedLatencySeconds, unit: null, "Time from an event's publish time to its being applied, in seconds.",
            advice: new InstrumentAdvice<double> { HistogramBucketBoundaries = [0.1, 0.25, 0.5, 1, 1.5, 2.5, 5, 10, 30, 60, 300, 3600] });
        Counter(MetricNames.Events, "Decoded events.", source => source.Events.Read(source.Tag));
        Counter(MetricNames.EventsDropped, "Events that were decoded but not applied.", source => source.Dropped.Read(source.Tag));
        Counter(MetricNames.IngestErrors, "Frames that could not be decoded.", source => source.Errors.Read(source.Tag));
        Counter(MetricNames.Reconnects, "New connections after the first.", source => source.Reconnects.Read(source.Tag));
        Counter(MetricNames.FullRequests, "Requests for a new baseline.", source => source.FullRequests.Read(source.Tag));
        Counter(MetricNames.Divergence, "Values and panels that an event showed to have been wrong.", source => source.Divergences.Read(source.Tag));
        Counter(MetricNames.PersistenceFailures, "States that could not be read or saved.", source => [new(source.PersistenceFailures, source.Tag)]);
        Counter(MetricNames.BytesReceived, "Bytes of event stream received.", source => [new(source.Bytes, source.Tag)]);
        _meter.CreateObservableGauge(MetricNames.TransportIdleSeconds, TransportIdle, null, "Seconds since the connection's last byte.");
        // An alert on the age has to fire also where nothing ever came.
        _meter.CreateObservableGauge(
            MetricNames.HeartbeatStaleSeconds, () => Stores(static store => store.StaleSeconds ?? double.PositiveInfinity), null, "Age of the store's data in seconds.");
        Gauge(MetricNames.HeartbeatHealth, "0 init, 1 ok, 2 warn, 3 stale.", store => store.Health);
        Gauge(MetricNames.NeedFull, "1 while the store needs a new baseline.", store => store.NeedFull ? 1 : 0);
        Gauge(MetricNames.StorePanels, "Panels of the store.", store => store.Panels);
        _meter.CreateObservableGauge(MetricNames.StoreBytes, () => Stores(static store => store.Bytes), null, "Bytes of JSON that the store's panels take.");
        _meter.CreateObservableGauge(
            MetricNames.StoreLastEventTimestamp, () => Stores(static store => store.LastEvent ?? 0), null, "When the data of the latest event was current, in unix seconds.");
        _meter.CreateObservableGauge(MetricNames.SourceConnectionState, ConnectionStates, null, "1 for the state that the connection is in.");
        _meter.CreateObservableGauge(MetricNames.BuildInfo, BuildInfo, null, "The program and its runtime.");
        _meter.CreateObservableGauge(MetricNames.ConfigLastReloadSuccessful, () => Configuration.IsSuccessful ? 1 : 0, null, "1 unless the latest edit was refused.");
        _meter.CreateObservableGauge(
            MetricNames.ConfigLastReloadSuccessTimestamp, () => Configuration.SucceededAt, null, "When a configuration took effect last, in unix seconds.");
        _meter.CreateObservableGauge(MetricNames.RelayClients, () => Relays(static store => store.RelayClients), null, "Subscribers connected.");
        _meter.CreateObservableCounter(MetricNames.RelayEventsSent, () => Relays(static store => store.RelaySent), null, "Events sent to subscribers.");
        _meter.CreateObservableCounter(
            MetricNames.RelayConflations, () => Relays(static store => store.RelayConflations), null, "Times a subscriber's backlog was replaced by a baseline.");
        _meter.CreateObservableCounter(MetricNames.Failovers, () => _failovers.Read(), null, "Moves of a composite from one member to another.");
        _meter.CreateObservableCounter(MetricNames.FileWrites, () => Files.Writes.Read(), null, "Files written.");
        _meter.CreateObservableCounter(MetricNames.RendersSkipped, () => Files.Skipped.Read(), null, "Renders that changed nothing.");
        _meter.CreateObservableCounter(MetricNames.FileFailures, () => Files.Failures.Read(), null, "Files that could not be written, or read as a base.");
        _meter.CreateObservableCounter(MetricNames.HttpRefused, () => Refused.Read(), null, "Connections, requests and readers refused.");
        _meter.CreateObservableCounter(MetricNames.SnapshotNotModified, () => _notModified.Read(), null, "Snapshot requests answered with 304.");
    }

    /// <summary>Whether anything is recorded.</summary>
    public bool IsEnabled => _meter is not null;

    /// <summary>Whether the value of <see cref="SwitchVariable"/> leaves metrics on.</summary>
    public static bool IsSwitchedOn(string? value) => value?.Trim().ToUpperInvariant() is not ("0" or "FALSE" or "OFF" or "NO");

    /// <summary>What became of the latest edit of the configuration.</summary>
    public ConfigurationMetrics Configuration { get; } = new();

    /// <summary>What is counted of file outputs.</summary>
    public FileMetrics Files { get; } = new();

    /// <summary>What is counted of refused clients.</summary>
    public HttpRefusals Refused { get; } = new();

    /// <summary>The counters of a source; always the same for the same name, so that they survive its restart.</summary>
    public SourceMetrics ForSource(string name) => _sources.GetOrAdd(name, source => new SourceMetrics(source, _applySeconds, _latencySeconds));

    /// <summary>What is counted of a store's subscribers; always the same for the same name.</summary>
    public StoreMetrics ForStore(string name)
    {
        _notModified.Add(name, amount: 0);
        return _storeMetrics.GetOrAdd(name, static store => new StoreMetrics(store));
    }

    /// <summary>Shows the counts of a composite from zero on.</summary>
    public void IntroduceComposite(string name) => _failovers.Add(name, amount: 0);

    /// <summary>
    /// Stops showing what was counted of a store that is no more. Only <c>panelactors_apply_seconds</c>, which the exporter
    /// itself keeps, goes on to show its last value.
    /// </summary>
    public void Forget(string store)
    {
        _sources.TryRemove(store, out _);
        _storeMetrics.TryRemove(store, out _);
        _notModified.Forget(store);
        _failovers.Forget(store);
    }

    /// <summary>Sets where the readings of all stores come from.</summary>
    public void ObserveStores(Func<IEnumerable<StoreReading>> stores) => _stores = stores;

    /// <summary>Counts a snapshot request that was answered with 304.</summary>
    public void CountNotModified(string store) => _notModified.Add(store);

    /// <summary>Counts a composite's move from one member to another.</summary>
    public void CountFailover(string store) => _failovers.Add(store);

    /// <inheritdoc/>
    public void Dispose() => _meter?.Dispose();

    private void Counter(string name, string description, Func<SourceMetrics, IEnumerable<Measurement<long>>> read) =>
        _meter!.CreateObservableCounter(name, () => _sources.Values.SelectMany(read), null, description);

    private void Gauge(string name, string description, Func<StoreReading, int> read) =>
        _meter!.CreateObservableGauge(name, () => Stores(read), null, description);

    private IEnumerable<Measurement<long>> Relays(Func<StoreMetrics, long> read) =>
        _storeMetrics.Values.Select(store => new Measurement<long>(read(store), store.Tag));

    private IEnumerable<Measurement<T>> Stores<T>(Func<StoreReading, T> read) where T : struct =>
        _stores().Select(store => new Measurement<T>(read(store), StoreTag(store)));

    private IEnumerable<Measurement<int>> ConnectionStates() =>
        from store in _stores()
        where store.ConnectionState is not null
        from state in StoreReading.ConnectionStates
        select new Measurement<int>(
            state == store.ConnectionState ? 1 : 0, new KeyValuePair<string, object?>("source", store.Name), new KeyValuePair<string, object?>("state", state));

    private static Measurement<int> BuildInfo() => new(
        1, new KeyValuePair<string, object?>("version", ProductVersion.Version), new KeyValuePair<string, object?>("runtime", RuntimeInformation.FrameworkDescription));

    private IEnumerable<Measurement<double>> TransportIdle()
    {
        foreach (var source in _sources.Values)
        {
            if (source.TransportIdle is { } idle) yield return new Measurement<double>(idle().TotalSeconds, source.Tag);
        }
    }

    private static KeyValuePair<string, object?> StoreTag(StoreReading store) => new("store", store.Name);
}
