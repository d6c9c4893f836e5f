using System.Threading.Channels;
using PanelActors.Configuration;
using PanelActors.Telemetry;

namespace PanelActors.Recording;

/// <summary>
/// Writes the recordings of all sources, on one thread. What waits for it is bounded: what finds no room is lost to the recording, and
/// nothing ever waits here. Blocks are written at least every <see cref="Gather"/> while something comes; the disk has them after
/// <see cref="SyncEvery"/>, and at the end of each segment.
/// </summary>
internal sealed class RecordingWriter : IAsyncDisposable
{
    /// <summary>How long records gather before they are written.</summary>
    public static readonly TimeSpan Gather = TimeSpan.FromMilliseconds(100);

    /// <summary>The longest that what was written may not have reached the disk.</summary>
    public static readonly TimeSpan SyncEvery = TimeSpan.FromSeconds(5);

    /// <summary>How many bytes may wait.</summary>
    public const long MaxWaiting = 32L * 1024 * 1024;

    // What a record takes besides its bytes.
    private const long RecordCost = 256;

    private readonly Channel<Waiting> _queue = Channel.CreateUnbounded<Waiting>(new UnboundedChannelOptions { SingleReader = true });
    private readonly CancellationTokenSource _stopping = new();
    private readonly SegmentSet _segments;
    private readonly RecordingMetrics _metrics;
    private readonly RecorderOptions _options;
    private readonly TimeProvider _time;
    private readonly ILogger _log;
    private readonly Task _run;
    private long _waiting;

    /// <summary>Begins to write.</summary>
    public RecordingWriter(RecorderOptions options, RecordingMetrics metrics, TimeProvider time, ILogger<RecordingWriter> log)
    {
        (_options, _metrics, _time, _log) = (options, metrics, time, log);
        _segments = new SegmentSet(options, metrics, time, log);
        _run = Task.Run(RunAsync);
    }

    /// <summary>Begins the recording of a source; null where it is not to be recorded.</summary>
    public StoreRecording? Begin(RecordedSettings settings)
    {
        if (!_options.Records(settings.Source)) return null;
        _metrics.Introduce(settings.Source);
        return new StoreRecording(this, settings);
    }

    /// <summary>Ends the recording of a source that is no more.</summary>
    public void End(StoreRecording recording) => _queue.Writer.TryWrite(new Waiting(recording, null, null));

    /// <summary>Has everything that was noted by now be written. Whether <paramref name="source"/> is being recorded.</summary>
    public async Task<bool> FlushAsync(StoreName source, CancellationToken cancellation)
    {
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        if (!_options.Enabled || !_queue.Writer.TryWrite(new Waiting(null, null, done))) return false;
        await done.Task.WaitAsync(cancellation);
        return _segments.IsWriting(source);
    }

    /// <summary>Writes what waits, and ends every segment. What is noted later is lost.</summary>
    /// <exception cref="OperationCanceledException">It took too long.</exception>
    public async Task StopAsync(CancellationToken cancellation)
    {
        _queue.Writer.TryComplete();
        await _stopping.CancelAsync();
        await _run.WaitAsync(cancellation);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await StopAsync(CancellationToken.None);
        _stopping.Dispose();
    }

    /// <summary>Has a record wait for the writer; false where there is no room.</summary>
    internal bool TryAdd(StoreRecording recording, Record record, long bytes, bool always = false)
    {
        var cost = bytes + RecordCost;
        if (Interlocked.Add(ref _waiting, cost) > MaxWaiting && !always)
        {
            Interlocked.Add(ref _waiting, -cost);
            return false;
        }

        if (_queue.Writer.TryWrite(new Waiting(recording, record, null))) return true;
        Interlocked.Add(ref _waiting, -cost);
        return false;
    }

    /// <summary>Counts an item that is lost.</summary>
    internal void CountLost(string source, long items) => _metrics.Lost.Add(source, amount: items);

    private async Task RunAsync()
    {
        try
        {
            await WriteAsync();
            _segments.EndAll();
        }
        catch (Exception fault)
        {
            // From here on all is counted as lost, and feeds go on as ever.
            _log.LogError(fault, "The recorder failed inside; nothing is recorded until the next start");
            _queue.Writer.TryComplete();
        }
        finally
        {
            _segments.Dispose();
        }
    }

    private async Task WriteAsync()
    {
        // So that what was written reaches the disk also where nothing more comes.
        var every = _options.Enabled ? SyncEvery : Timeout.InfiniteTimeSpan;
        await using var sync = _time.CreateTimer(_ => _queue.Writer.TryWrite(default), null, every, every);
        while (await _queue.Reader.WaitToReadAsync(CancellationToken.None))
        {
            var taken = Drain();
            if (taken > SegmentWriter.BlockBytes || _stopping.IsCancellationRequested) continue;
            try
            {
                await Task.Delay(Gather, _time, _stopping.Token);
            }
            catch (OperationCanceledException)
            {
                // The stop: what waits is written at once.
            }
        }
    }

    private long Drain()
    {
        var taken = 0L;
        var awaited = new List<TaskCompletionSource>();
        try
        {
            while (taken <= MaxWaiting && _queue.Reader.TryRead(out var next))
            {
                if (next.Flushed is { } flushed) awaited.Add(flushed);
                taken += Take(next);
            }

            _segments.Flush();
        }
        finally
        {
            foreach (var flushed in awaited) flushed.TrySetResult();
        }

        return taken;
    }

    private long Take(Waiting next)
    {
        if (next.Record is not { } record)
        {
            if (next.Recording is { } ended) _segments.End(ended);
            return 0;
        }

        var cost = StoreRecording.BytesOf(record) + RecordCost;
        Interlocked.Add(ref _waiting, -cost);
        _segments.Write(next.Recording!, record);
        return cost;
    }

    // A record to write, a recording to end, a caller that waits for all before, or nothing but time to look at the segments.
    private readonly record struct Waiting(StoreRecording? Recording, Record? Record, TaskCompletionSource? Flushed);
}
