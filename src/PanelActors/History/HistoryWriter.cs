using System.Data.Common;
using PanelActors.Configuration;
using PanelActors.Telemetry;

namespace PanelActors.History;

/// <summary>
/// Writes what happened, in batches and in order, on a thread that may wait: who offers something never does. While the database is away a
/// bounded number of entries is kept; what comes on top is counted and lost.
/// </summary>
internal sealed class HistoryWriter(
    HistoryDatabase database, HistoryOptions options, HistoryMetrics metrics, NotifyMetrics notifyMetrics, TimeProvider time,
    ILogger<HistoryWriter> log)
    : IAsyncDisposable
{
    /// <summary>How many entries, notifications and numbers may wait, each.</summary>
    public const int MaxWaiting = HistoryBacklog.Most;

    private static readonly TimeSpan Gathering = TimeSpan.FromSeconds(0.5);
    private static readonly TimeSpan TrimInterval = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan MinBackoff = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan MaxBackoff = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan EndLimit = TimeSpan.FromSeconds(0.25);
    private static readonly TimeSpan LogInterval = TimeSpan.FromMinutes(5);

    private readonly HistoryBacklog _backlog = new(metrics, notifyMetrics);
    private readonly HistoryQuestions _questions = new(database);
    private readonly SemaphoreSlim _work = new(0, 1);
    private readonly CancellationTokenSource _stopping = new();
    private readonly LogThrottle _throttle = new(time, LogInterval);
    private readonly HistoryTrimmer _trimmer = new(database, options);
    private readonly HistoryCommit _commit = new(database, metrics);
    private HistoryBatch _taken = new();
    private Task _writing = Task.CompletedTask;
    private long _trimmed;
    private int _failures;
    private bool _isRefused;
    private bool _isNoted;

    /// <summary>Called when notifications were written, on the thread that writes.</summary>
    public event Action? OutboxWritten;

    /// <summary>Hears what happens; null where nothing does.</summary>
    public IHappeningListener? Listener { get; set; }

    /// <summary>Begins to write.</summary>
    public void Start()
    {
        _trimmed = time.GetTimestamp();
        _writing = Task.Run(RunAsync);
    }

    /// <summary>Takes a batch, which the caller does not use any more. What finds no room is counted.</summary>
    public void Offer(HistoryBatch batch)
    {
        _backlog.Add(batch);
        Wake();
    }

    /// <summary>What the database knows of a store, with all that was offered before.</summary>
    /// <exception cref="DbException">The database does not answer.</exception>
    public Task<StoreMemory> ReadAsync(StoreName store) =>
        AskAsync(connection => HistoryTable.ReadAsync(connection, store, _stopping.Token));

    /// <summary>Reads something after all that was offered before is written.</summary>
    /// <exception cref="DbException">The database does not answer.</exception>
    /// <exception cref="OperationCanceledException">The daemon stops.</exception>
    public Task<T> AskAsync<T>(Func<DbConnection, Task<T>> read)
    {
        var answer = _questions.Add(read);
        Wake();
        return answer;
    }

    /// <summary>Writes what waits, and no more.</summary>
    /// <exception cref="OperationCanceledException">Not everything was written in time.</exception>
    public async Task StopAsync(CancellationToken cancellation)
    {
        await _stopping.CancelAsync();
        await _writing.WaitAsync(cancellation);
        Take();
        if (_taken.IsEmpty) return;
        try
        {
            await WriteAsync(_taken, cancellation);
        }
        catch (Exception fault) when (HistoryFault.IsOfDatabase(fault))
        {
            log.LogWarning(
                "The last {Entries} entries of the history are lost ({Database:l}: {Why:l})",
                _taken.Entries.Count, database.Name, LogText.Line(fault.GetBaseException().Message));
        }

        _taken = new HistoryBatch();
    }

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        // A database that does not answer is left behind.
        if (await Task.WhenAny(_writing, Task.Delay(EndLimit)) != _writing) return;
        await database.DisposeAsync();
        _stopping.Dispose();
        _work.Dispose();
    }

    private async Task RunAsync()
    {
        try
        {
            while (true)
            {
                await _work.WaitAsync(TrimInterval, _stopping.Token);
                // What comes in a burst is written together.
                if (!_questions.HasAny) await Task.Delay(Gathering, _stopping.Token);
                Take();
                await TryAsync();
                await TrimAsync();
            }
        }
        catch (OperationCanceledException)
        {
            // The daemon stops.
        }
    }

    private void Wake()
    {
        try
        {
            if (_work.CurrentCount == 0) _work.Release();
        }
        catch (SemaphoreFullException)
        {
            // Another caller has done it.
        }
        catch (ObjectDisposedException)
        {
            // An actor that ends after the daemon's parts are disposed of.
        }
    }

    private void Take()
    {
        var lost = _backlog.MoveTo(_taken);
        if (lost == 0 || !_throttle.TryPass("full", out var more)) return;
        log.LogWarning(
            "More of the history waits than there is room for: {Lost} entries or numbers are lost{More:l}", lost, LogThrottle.More(more));
    }

    private async Task TryAsync()
    {
        try
        {
            if (!_taken.IsEmpty)
            {
                if (!_isRefused) await WriteAsync(_taken, _stopping.Token);
                else await _commit.WriteInPartsAsync(_taken, Written, Note, _stopping.Token);
                if (_isNoted) log.LogInformation("The history is written again ({Database:l})", database.Name);
                _isNoted = false;
            }

            (_taken, _failures, _isRefused) = (new HistoryBatch(), 0, false);
        }
        catch (Exception fault) when (!_stopping.IsCancellationRequested || fault is not OperationCanceledException)
        {
            _failures++;
            _isRefused = HistoryFault.IsRefusal(fault);
            Note(fault);
        }

        // Also after a failure: then they fail, and are asked again.
        await _questions.AnswerAsync(_stopping.Token);
        if (_failures > 0) await Task.Delay(BackoffAfter(_failures), time, _stopping.Token);
    }

    private static TimeSpan BackoffAfter(int failures)
    {
        var backoff = MinBackoff * Math.Pow(2, Math.Min(failures - 1, 10));
        return backoff < MaxBackoff ? backoff : MaxBackoff;
    }

    private async Task WriteAsync(HistoryBatch batch, CancellationToken cancellation) =>
        Written(batch, await _commit.WriteAsync(batch, cancellation));

    private void Written(HistoryBatch batch, IReadOnlyDictionary<string, int> added)
    {
        _trimmer.Count(added);
        if (batch.Outbox.Count > 0) OutboxWritten?.Invoke();
    }

    private async Task TrimAsync()
    {
        if (time.GetElapsedTime(_trimmed) < TrimInterval || _failures > 0) return;
        _trimmed = time.GetTimestamp();
        try
        {
            await _trimmer.TrimAsync(time.GetUtcNow(), _stopping.Token);
        }
        catch (Exception fault) when (!_stopping.IsCancellationRequested || fault is not OperationCanceledException)
        {
            Note(fault);
        }
    }

    private void Note(Exception fault)
    {
        if (!_throttle.TryPass("write", out var more)) return;
        _isNoted = true;
        log.LogWarning(
            "The history cannot be written ({Database:l}: {Why:l}): it waits, up to {Most} entries{More:l}",
            database.Name, LogText.Line(fault.GetBaseException().Message), MaxWaiting, LogThrottle.More(more));
    }
}
