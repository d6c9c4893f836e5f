using System.Diagnostics;

namespace PanelActors.Telemetry;

/// <summary>
/// A sampled trace of what one network read brought, from the socket to subscribers (specification 6.3). Where nothing listens, or the
/// read is not sampled, there is none, and the data carries null. For any thread.
/// </summary>
internal sealed class DataTrace
{
    /// <summary>The name by which tracing is listened to.</summary>
    public const string Source = "PanelActors";

    // Thousands may be served with the same events: the first writes show how long it takes.
    private const int MaxWrites = 8;

    private static readonly ActivitySource Spans = new(Source, ProductVersion.Version);

    private readonly DataSpan _read;
    private int _writes;

    private DataTrace(DataSpan read) => _read = read;

    /// <summary>Begins with the read; null where it is not sampled.</summary>
    public static DataTrace? Begin()
    {
        if (!Spans.HasListeners()) return null;
        if (DataSpan.Start(Spans, "ingest read", ActivityKind.Consumer, default, default) is not { } read) return null;
        if (read.IsSampled) return new DataTrace(read);
        read.End();
        return null;
    }

    /// <summary>Begins a step on the way; null where the sampler leaves it out.</summary>
    public DataSpan? Begin(string step) => DataSpan.Start(Spans, step, ActivityKind.Internal, _read.Context, default);

    /// <summary>Begins a write to one subscriber; null where enough of them are in the trace.</summary>
    /// <param name="start">When it began.</param>
    public DataSpan? BeginWrite(DateTimeOffset start) => Interlocked.Increment(ref _writes) > MaxWrites
        ? null
        : DataSpan.Start(Spans, "relay write", ActivityKind.Producer, _read.Context, start);

    /// <summary>Ends the read.</summary>
    /// <param name="source">The source that read.</param>
    /// <param name="attempt">The number of its connection.</param>
    /// <param name="bytes">How much it read.</param>
    public void EndRead(string source, int attempt, int bytes)
    {
        _read.Tag("panelactors.source", source);
        _read.Tag("panelactors.attempt", attempt);
        _read.Tag("panelactors.bytes", bytes);
        _read.End();
    }
}
