using System.Collections.Concurrent;
using PanelActors.Configuration;
using PanelActors.Protocol;
using PanelActors.Stores;
using PanelActors.Telemetry;

namespace PanelActors.History;

/// <summary>The numbers of all stores over time, within one bound of memory. One thread samples; any may read.</summary>
internal sealed class SeriesBook(SeriesOptions options, StoreRegistry registry, HistoryMetrics metrics, TimeProvider time)
{
    // Steps are counted from here, so that they fit.
    private readonly long _base = StepOf(time.GetUtcNow(), options.Step) - (1 << 20);
    private readonly int _window = (int)Math.Min(int.MaxValue / 4, options.Window / options.Step);
    private readonly ConcurrentDictionary<StoreName, StoreSeries> _stores = new();

    /// <summary>How long a step is.</summary>
    public TimeSpan Step => options.Step;

    /// <summary>How much memory all of them take, nearly.</summary>
    public long Bytes => _stores.Values.Sum(static store => store.Bytes);

    /// <summary>How many numbers are kept.</summary>
    public int Count => _stores.Values.Sum(static store => store.Count);

    /// <summary>The series of a store; null where it has none yet.</summary>
    public StoreSeries? Find(StoreName store) => _stores.GetValueOrDefault(store);

    /// <summary>The step that a time is in.</summary>
    public int StepAt(DateTimeOffset at) =>
        (int)Math.Clamp(StepOf(at, options.Step) - _base, int.MinValue / 4, int.MaxValue / 4);

    /// <summary>When a step begins.</summary>
    public DateTimeOffset TimeOf(int step) => DateTimeOffset.UnixEpoch + ((step + _base) * options.Step);

    /// <summary>How many steps are kept.</summary>
    public int Window => _window;

    /// <summary>The step of the present.</summary>
    public int StepNow => StepAt(time.GetUtcNow());

    /// <summary>The first step that is kept at a time.</summary>
    public int FirstStepAt(DateTimeOffset now) => StepAt(now) - _window + 1;

    /// <summary>Notes what all stores show now.</summary>
    public void Sample()
    {
        var now = time.GetUtcNow();
        var step = StepAt(now);
        var stores = registry.All;
        foreach (var store in stores)
        {
            var (state, heartbeat) = (store.Board.Current.State, store.HeartbeatAt(now));
            int? silentSince = heartbeat.Health is Health.Stale or Health.Init
                ? heartbeat.LastEvent is { } last ? Math.Min(step - 1, StepAt(last)) : step - 1
                : null;
            var series = _stores.GetOrAdd(store.Name, _ => new StoreSeries(_window, options.MaxLeaves));
            var unsettled = (int)Math.Min(_window, (store.Freshness.StaleAfter / options.Step) + 2);
            var evicted = series.Sample(state.Status, step, silentSince, unsettled);
            if (evicted > 0) metrics.Evicted.Add(store.Name.Text, amount: evicted);
        }

        // More than there are stores only where one is gone.
        if (_stores.Count > stores.Count)
        {
            var names = stores.Select(static store => store.Name).ToHashSet();
            foreach (var gone in _stores.Keys.Where(name => !names.Contains(name))) _stores.TryRemove(gone, out _);
        }

        for (var excess = Bytes - options.MaxBytes; excess > 0;)
        {
            if (Evict() is not (> 0 and var freed)) break;
            excess -= freed;
        }

        if (step % 60 == 0)
        {
            foreach (var series in _stores.Values) series.Sweep();
        }
    }

    // How much memory it gave.
    private long Evict()
    {
        var (name, series) = _stores.MinBy(static store => store.Value.OldestStep);
        if (series is not { Count: > 0 }) return 0;
        var before = series.Bytes;
        series.Evict();
        metrics.Evicted.Add(name.Text);
        return before - series.Bytes;
    }

    private static long StepOf(DateTimeOffset at, TimeSpan step) => (at - DateTimeOffset.UnixEpoch).Ticks / step.Ticks;
}
