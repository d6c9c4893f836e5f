using System.Diagnostics.Metrics;

namespace PanelActors.Telemetry;

/// <summary>The counters of one source. Safe to use from any thread.</summary>
internal sealed class SourceMetrics
{
    private static readonly string[] DivergenceKinds = ["diff", "baseline"];

    private readonly Histogram<double>? _applySeconds;
    private readonly Histogram<double>? _latencySeconds;
    private long _bytes;
    private long _persistenceFailures;

    internal SourceMetrics(
        string source, Histogram<double>? applySeconds, Histogram<double>? latencySeconds = null, MetricLabels? labels = null)
    {
        Tag = new KeyValuePair<string, object?>("source", source);
        (_applySeconds, _latencySeconds) = (applySeconds, latencySeconds);
        labels ??= MetricLabels.None;
        foreach (var type in labels.EventTypes) Events.Add(type, amount: 0);
        foreach (var (type, reason) in labels.Drops) Dropped.Add(type, reason, amount: 0);
        foreach (var reason in labels.Losses) Errors.Add(reason, amount: 0);
        foreach (var outcome in labels.RequestOutcomes) FullRequests.Add(outcome, amount: 0);
        foreach (var kind in DivergenceKinds) Divergences.Add(kind, amount: 0);
    }

    public KeyValuePair<string, object?> Tag { get; }

    /// <summary>Decoded events by type.</summary>
    public LabelledCounter Events { get; } = new("type");

    /// <summary>Events not applied, by type and reason.</summary>
    public LabelledCounter Dropped { get; } = new("type", "reason");

    /// <summary>Frames that could not be decoded, by reason.</summary>
    public LabelledCounter Errors { get; } = new("reason");

    /// <summary>New connections, by why the one before ended.</summary>
    public LabelledCounter Reconnects { get; } = new("reason");

    /// <summary>Requests for a baseline, by outcome.</summary>
    public LabelledCounter FullRequests { get; } = new("outcome");

    /// <summary>Values (<c>diff</c>) and panels (<c>baseline</c>) that an event showed to be wrong.</summary>
    public LabelledCounter Divergences { get; } = new("kind");

    public long Bytes => Interlocked.Read(ref _bytes);

    /// <summary>Times the state could not be read or saved.</summary>
    public long PersistenceFailures => Interlocked.Read(ref _persistenceFailures);

    /// <summary>Time since the connection's last byte; null while there is no connection.</summary>
    public Func<TimeSpan>? TransportIdle { get; set; }

    public void AddBytes(int count) => Interlocked.Add(ref _bytes, count);

    public void AddPersistenceFailure() => Interlocked.Increment(ref _persistenceFailures);

    /// <summary>Records how long one batch took to apply.</summary>
    public void RecordApply(TimeSpan elapsed) => _applySeconds?.Record(elapsed.TotalSeconds, Tag);

    /// <summary>Records the time from publishing an event to applying it.</summary>
    public void RecordLatency(TimeSpan latency) => _latencySeconds?.Record(latency.TotalSeconds, Tag);
}
