using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.Runtime.InteropServices;

namespace PanelActors.Telemetry;

/// <summary>All instruments of the daemon (specification 6).</summary>
internal sealed class PanelActorsMetrics : IDisposable
{
    /// <summary>Environment variable: <c>0</c>, <c>false</c>, <c>off</c> or <c>no</c> turns endpoint and recording off.</summary>
    public const string SwitchVariable = "G6_UNIFIED_METRICS";

    private static readonly double[] ApplyBuckets = [0.00001, 0.0001, 0.0005, 0.001, 0.005, 0.01, 0.05, 0.1, 0.5, 1];
    private static readonly double[] LatencyBuckets = [0.1, 0.25, 0.5, 1, 1.5, 2.5, 5, 10, 30, 60, 300, 3600];

    private readonly Meter? _meter;
    private readonly MetricLabels _labels;
    private readonly Histogram<double>? _applySeconds;
    private readonly Histogram<double>? _latencySeconds;
    private readonly ConcurrentDictionary<string, SourceMetrics> _sources = new();
    private readonly ConcurrentDictionary<string, StoreMetrics> _storeMetrics = new();
    private readonly LabelledCounter _notModified = new("store");
    private readonly LabelledCounter _failovers = new("store");
    private Func<IEnumerable<StoreReading>> _stores = () => [];

    /// <summary>Creates the instruments; none at all where metrics are off.</summary>
    public PanelActorsMetrics(IMeterFactory factory, bool enabled, MetricLabels? labels = null)
    {
        _labels = labels ?? MetricLabels.None;
        if (!enabled) return;
        _meter = factory.Create(MetricNames.Meter);
        _applySeconds = Histogram(MetricNames.ApplySeconds, "Time to apply the events of one network read, in seconds.", ApplyBuckets);
        _latencySeconds = Histogram(
            MetricNames.FeedLatencySeconds, "Time from an event's publish time to its being applied, in seconds.", LatencyBuckets);
        CreateForSources();
        CreateForStores();
        CreateForDaemon();
    }

    public bool IsEnabled => _meter is not null;

    /// <summary>Whether the value of <see cref="SwitchVariable"/> leaves metrics on.</summary>
    public static bool IsSwitchedOn(string? value) => value?.Trim().ToUpperInvariant() is not ("0" or "FALSE" or "OFF" or "NO");

    public ConfigurationMetrics Configuration { get; } = new();

    public FileMetrics Files { get; } = new();

    public HistoryMetrics History { get; } = new();

    /// <summary>The counters of the recorder.</summary>
    public RecordingMetrics Recording { get; } = new();

    public NotifyMetrics Notify { get; } = new();

    public HttpRefusals Refused { get; } = new();

    public AccessDenials Denied { get; } = new();

    /// <summary>The counters of a source; the same instance for the same name, so that they survive its restart.</summary>
    public SourceMetrics ForSource(string name) =>
        _sources.GetOrAdd(name, source => new SourceMetrics(source, _applySeconds, _latencySeconds, _labels));

    /// <summary>The counters of a store's relay; the same instance for the same name.</summary>
    public StoreMetrics ForStore(string name)
    {
        _notModified.Add(name, amount: 0);
        return _storeMetrics.GetOrAdd(name, static store => new StoreMetrics(store));
    }

    /// <summary>Shows the counters of a composite from zero on.</summary>
    public void IntroduceComposite(string name) => _failovers.Add(name, amount: 0);

    /// <summary>
    /// Ends the series of a store that was removed. Only <c>panelactors_apply_seconds</c>, which the exporter itself keeps, goes on to
    /// show its last value.
    /// </summary>
    public void Forget(string store)
    {
        _sources.TryRemove(store, out _);
        _storeMetrics.TryRemove(store, out _);
        _notModified.Forget(store);
        _failovers.Forget(store);
        History.Forget(store);
        Recording.Forget(store);
    }

    /// <summary>Sets the readings of all stores, taken at each scrape.</summary>
    public void ObserveStores(Func<IEnumerable<StoreReading>> stores) => _stores = stores;

    public void CountNotModified(string store) => _notModified.Add(store);

    public void CountFailover(string store) => _failovers.Add(store);

    public void Dispose() => _meter?.Dispose();

    private void CreateForSources()
    {
        Count(MetricNames.Events, "Decoded events.", source => source.Events.Read(source.Tag));
        Count(MetricNames.EventsDropped, "Events that were decoded but not applied.", source => source.Dropped.Read(source.Tag));
        Count(MetricNames.IngestErrors, "Frames that could not be decoded.", source => source.Errors.Read(source.Tag));
        Count(MetricNames.Reconnects, "New connections after the first.", source => source.Reconnects.Read(source.Tag));
        Count(MetricNames.FullRequests, "Requests for a new baseline.", source => source.FullRequests.Read(source.Tag));
        Count(
            MetricNames.Divergence, "Values and panels that an event showed to have been wrong.",
            source => source.Divergences.Read(source.Tag));
        Count(
            MetricNames.PersistenceFailures, "States that could not be read or saved.",
            source => [new(source.PersistenceFailures, source.Tag)]);
        Count(MetricNames.BytesReceived, "Bytes of event stream received.", source => [new(source.Bytes, source.Tag)]);
        Gauge(MetricNames.TransportIdleSeconds, "Seconds since the connection's last byte.", TransportIdle);
        Gauge(MetricNames.SourceConnectionState, "1 for the state that the connection is in.", ConnectionStates);
    }

    private void CreateForStores()
    {
        // Infinity, so that an alert on the age fires also where no data ever came.
        Gauge(
            MetricNames.HeartbeatStaleSeconds, "Age of the store's data in seconds.",
            () => Stores(static store => store.StaleSeconds ?? double.PositiveInfinity));
        Gauge(MetricNames.HeartbeatHealth, "0 init, 1 ok, 2 warn, 3 stale.", () => Stores(static store => store.Health));
        Gauge(MetricNames.NeedFull, "1 while the store needs a new baseline.", () => Stores(static store => store.NeedFull ? 1 : 0));
        Gauge(MetricNames.StorePanels, "Panels of the store.", () => Stores(static store => store.Panels));
        Gauge(MetricNames.StoreBytes, "Bytes of JSON that the store's panels take.", () => Stores(static store => store.Bytes));
        Gauge(
            MetricNames.StoreLastEventTimestamp, "When the data of the latest event was current, in unix seconds.",
            () => Stores(static store => store.LastEvent ?? 0));
        Gauge(MetricNames.RelayClients, "Subscribers connected.", () => Relays(static store => store.RelayClients));
        Count(MetricNames.RelayEventsSent, "Events sent to subscribers.", () => Relays(static store => store.RelaySent));
        Count(
            MetricNames.RelayConflations, "Times a subscriber's backlog was replaced by a baseline.",
            () => Relays(static store => store.RelayConflations));
        Count(MetricNames.Failovers, "Moves of a composite from one member to another.", () => _failovers.Read());
        Count(MetricNames.SnapshotNotModified, "Snapshot requests answered with 304.", () => _notModified.Read());
    }

    private void CreateForDaemon()
    {
        Gauge(MetricNames.BuildInfo, "The program and its runtime.", BuildInfo);
        Gauge<int>(
            MetricNames.ConfigLastReloadSuccessful, "1 unless the latest edit was refused.",
            () => [new(Configuration.IsSuccessful ? 1 : 0)]);
        Gauge<double>(
            MetricNames.ConfigLastReloadSuccessTimestamp, "When a configuration took effect last, in unix seconds.",
            () => [new(Configuration.SucceededAt)]);
        Count(MetricNames.FileWrites, "Files written.", () => Files.Writes.Read());
        Count(MetricNames.RendersSkipped, "Renders that changed nothing.", () => Files.Skipped.Read());
        Count(MetricNames.FileFailures, "Files that could not be written, or read as a base.", () => Files.Failures.Read());
        Count(MetricNames.HistoryWritten, "Entries of the history written.", () => History.Written.Read());
        Count(MetricNames.HistoryDropped, "Entries of the history that were not written.", () => History.Dropped.Read());
        Count(MetricNames.RecordingBytes, "Bytes written to recordings.", () => Recording.Bytes.Read());
        Count(MetricNames.RecordingLost, "Reads and other items that are missing in a recording.", () => Recording.Lost.Read());
        Count(MetricNames.SeriesEvicted, "Series let go of before their time.", () => History.Evicted.Read());
        Count(MetricNames.Notifications, "Notifications by outcome.", () => Notify.Outcomes.Read());
        Gauge<long>(
            MetricNames.NotificationQueue, "Notifications that wait.",
            () => Notify.Queues.Select(static queue => new Measurement<long>(queue.Value, Tag("name", queue.Key))));
        Count(MetricNames.HttpRefused, "Connections, requests and readers refused.", () => Refused.Read());
        Count(MetricNames.AccessDenied, "Requests that access refused.", () => Denied.Read());
    }

    private Histogram<double> Histogram(string name, string description, double[] buckets) => _meter!.CreateHistogram(
        name, unit: null, description, advice: new InstrumentAdvice<double> { HistogramBucketBoundaries = buckets });

    private void Count(string name, string description, Func<IEnumerable<Measurement<long>>> read) =>
        _meter!.CreateObservableCounter(name, read, unit: null, description);

    private void Count(string name, string description, Func<SourceMetrics, IEnumerable<Measurement<long>>> read) =>
        Count(name, description, () => _sources.Values.SelectMany(read));

    private void Gauge<T>(string name, string description, Func<IEnumerable<Measurement<T>>> read) where T : struct =>
        _meter!.CreateObservableGauge(name, read, unit: null, description);

    private IEnumerable<Measurement<long>> Relays(Func<StoreMetrics, long> read) =>
        _storeMetrics.Values.Select(store => new Measurement<long>(read(store), store.Tag));

    private IEnumerable<Measurement<T>> Stores<T>(Func<StoreReading, T> read) where T : struct =>
        _stores().Select(store => new Measurement<T>(read(store), Tag("store", store.Name)));

    private IEnumerable<Measurement<int>> ConnectionStates() =>
        from store in _stores()
        where store.ConnectionState is not null
        from state in _labels.ConnectionStates
        select new Measurement<int>(state == store.ConnectionState ? 1 : 0, Tag("source", store.Name), Tag("state", state));

    private static IEnumerable<Measurement<int>> BuildInfo() =>
        [new(1, Tag("version", ProductVersion.Version), Tag("runtime", RuntimeInformation.FrameworkDescription))];

    private IEnumerable<Measurement<double>> TransportIdle()
    {
        foreach (var source in _sources.Values)
        {
            if (source.TransportIdle is { } idle) yield return new Measurement<double>(idle().TotalSeconds, source.Tag);
        }
    }

    private static KeyValuePair<string, object?> Tag(string name, string value) => new(name, value);
}
