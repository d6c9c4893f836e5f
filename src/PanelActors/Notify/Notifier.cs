using System.Data.Common;
using PanelActors.Configuration;
using PanelActors.History;
using PanelActors.Stores;
using PanelActors.Telemetry;

namespace PanelActors.Notify;

/// <summary>
/// Makes notifications of what happens, for all receivers. They wait in the database, where they come together with what they are about,
/// until they are sent. Follows the configuration: within a moment of an edit receivers begin, end, or are described otherwise.
/// </summary>
internal sealed class Notifier : IHappeningListener, IReconfigurable, IAsyncDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(0.25);
    private static readonly TimeSpan EndLimit = TimeSpan.FromSeconds(0.25);
    private static readonly TimeSpan LoadRetry = TimeSpan.FromSeconds(2);

    private readonly HistoryWriter _writer;
    private readonly HistoryDatabase _database;
    private readonly StoreRegistry _stores;
    private readonly NotifyMetrics _metrics;
    private readonly TimeProvider _time;
    private readonly ILogger<Notifier> _log;
    private readonly Lock _gate = new();
    private readonly CancellationTokenSource _stopping = new();
    private readonly List<HistoryEntry> _early = [];
    private volatile IReadOnlyList<NotifyOptions> _wanted;
    private IReadOnlyList<Receiver> _receivers = [];
    private Action _announce = static () => { };
    private Task _running = Task.CompletedTask;
    private bool _isLoaded;
    private bool _isDisposed;
    private long _number;

    public Notifier(
        IReadOnlyList<NotifyOptions> receivers, HistoryWriter writer, HistoryDatabase database, StoreRegistry stores, NotifyMetrics metrics,
        TimeProvider time, ILogger<Notifier> log)
    {
        (_wanted, _writer, _database, _stores, _metrics, _time, _log) = (receivers, writer, database, stores, metrics, time, log);
        foreach (var receiver in receivers) metrics.Introduce(receiver.Name);
        writer.Listener = this;
    }

    /// <summary>Begins to send.</summary>
    /// <param name="announce">Has <see cref="OnResumed"/> called for all stores: a receiver begins that knows nothing of them.</param>
    public void Start(Action announce)
    {
        _announce = announce;
        _writer.OutboxWritten += () =>
        {
            foreach (var receiver in Volatile.Read(ref _receivers)) receiver.Sender.Wake();
        };
        _running = Task.Run(RunAsync);
    }

    /// <inheritdoc/>
    public Action? Prepare(PanelActorsOptions next, FaultList faults)
    {
        var wanted = _wanted;
        var isSame = wanted.Count == next.Notify.Count && wanted.Zip(next.Notify, IsSame).All(static same => same);
        return isSame ? null : () => _wanted = next.Notify;
    }

    /// <inheritdoc/>
    public void OnHappened(HistoryBatch batch)
    {
        lock (_gate)
        {
            foreach (var entry in batch.Entries) Take(entry, batch);
        }
    }

    /// <inheritdoc/>
    public void OnResumed(StoreName store, IReadOnlyList<HistoryEntry> current, HistoryBatch batch)
    {
        lock (_gate)
        {
            foreach (var entry in current) Take(entry, batch);
        }
    }

    public async ValueTask DisposeAsync()
    {
        // Registered twice, so disposed of twice.
        if (Interlocked.Exchange(ref _isDisposed, true)) return;
        await _stopping.CancelAsync();
        var ended = EndAllAsync();
        // A database that does not answer is left behind.
        if (await Task.WhenAny(ended, Task.Delay(EndLimit)) == ended) _stopping.Dispose();
    }

    private static bool IsSame(NotifyOptions one, NotifyOptions other) => KeyDifference.Between(one, other) == KeyEffect.Unstated;

    private void Take(HistoryEntry entry, HistoryBatch batch)
    {
        if (!_isLoaded)
        {
            if (_early.Count < HistoryWriter.MaxWaiting) _early.Add(entry);
            return;
        }

        var now = _time.GetUtcNow();
        foreach (var receiver in _receivers) Add(receiver, receiver.Rules.Take(entry, now), batch);
    }

    private void Add(Receiver receiver, IEnumerable<Notification> due, HistoryBatch batch)
    {
        var options = receiver.Rules.Receiver;
        foreach (var notification in due)
        {
            // Larger than before, whatever the clock does.
            var now = _time.GetUtcNow();
            _number = Math.Max(_number + 1, HistoryEntry.Micros(now));
            batch.Outbox.Add(new OutboxRow(
                options.Name, _number, notification.Entry.Store.Text, notification.Entry.Id, now,
                NotificationBody.Of(options, notification, now)));
            _metrics.Queues.AddOrUpdate(options.Name, 1, static (_, count) => count + 1);
        }

        batch.Notified.AddRange(receiver.Rules.TakeChanges());
    }

    private async Task RunAsync()
    {
        try
        {
            using var timer = new PeriodicTimer(Interval, _time);
            IReadOnlyList<NotifyOptions>? followed = null;
            do
            {
                var wanted = _wanted;
                if (!ReferenceEquals(wanted, followed)) await FollowAsync(wanted);
                followed = wanted;
                var batch = new HistoryBatch();
                lock (_gate)
                {
                    foreach (var receiver in _receivers) Add(receiver, receiver.Rules.Due(_time.GetUtcNow()), batch);
                }

                if (!batch.IsEmpty) _writer.Offer(batch);
            }
            while (await timer.WaitForNextTickAsync(_stopping.Token));
        }
        catch (OperationCanceledException)
        {
            // The daemon stops.
        }
    }

    // At the start, and after each edit.
    private async Task FollowAsync(IReadOnlyList<NotifyOptions> wanted)
    {
        var (before, after, begun) = (_receivers, new List<Receiver>(), new List<NotifySender>());
        foreach (var options in wanted)
        {
            var receiver = before.FirstOrDefault(receiver => receiver.Rules.Receiver.Name == options.Name);
            if (receiver is null)
            {
                _metrics.Introduce(options.Name);
                receiver = Begin(options, await ReadAsync(options.Name));
                begun.Add(receiver.Sender);
            }

            after.Add(receiver);
        }

        var (batch, isFirst) = (new HistoryBatch(), !_isLoaded);
        lock (_gate)
        {
            foreach (var (receiver, options) in after.Zip(wanted)) receiver.Rules.Receiver = options;
            Volatile.Write(ref _receivers, after);
            _isLoaded = true;
            foreach (var entry in _early) Take(entry, batch);
            _early.Clear();
        }

        if (!batch.IsEmpty) _writer.Offer(batch);
        foreach (var (receiver, options) in after.Zip(wanted)) receiver.Sender.Change(options);
        foreach (var sender in begun) sender.Start();
        foreach (var receiver in before.Except(after)) await EndAsync(receiver);
        // At the start the stores say so themselves. Later, also who is only described otherwise may want to know more.
        if (!isFirst) _announce();
    }

    private async Task EndAllAsync()
    {
        await _running;
        await Task.WhenAll(_receivers.Select(static receiver => receiver.Sender.DisposeAsync().AsTask()));
    }

    // What waits for it stays, and is sent should the receiver come back.
    private async Task EndAsync(Receiver receiver)
    {
        await receiver.Sender.DisposeAsync();
        var name = receiver.Rules.Receiver.Name;
        _metrics.Queues.TryRemove(name, out _);
        _metrics.Outcomes.Forget(name);
    }

    private Receiver Begin(NotifyOptions options, IReadOnlyList<NotifiedRow> known)
    {
        var rules = new ReceiverRules(options, known);
        return new Receiver(rules, new NotifySender(options, _database, used => Repeat(rules, used), _metrics, _time, _log));
    }

    private string? Repeat(ReceiverRules rules, NotifyOptions used)
    {
        lock (_gate)
        {
            // What is wrong with a store that the configuration does not have any more ends by its time.
            NotifiedRow[] active = [.. rules.Active.Where(row => _stores.TryGet(row.Store, out _))];
            return active.Length == 0 ? null : AlertBody.Repeat(used, active, _time.GetUtcNow());
        }
    }

    private async Task<IReadOnlyList<NotifiedRow>> ReadAsync(string receiver)
    {
        while (true)
        {
            try
            {
                var last = await _database.UseAsync(
                    connection => NotifyTable.LastAsync(connection, _stopping.Token), _stopping.Token);
                lock (_gate) _number = Math.Max(_number, last);
                return await _database.UseAsync(
                    connection => NotifyTable.ReadNotifiedAsync(connection, receiver, _stopping.Token), _stopping.Token);
            }
            catch (Exception fault) when (fault is DbException or IOException or UnauthorizedAccessException or ArgumentException
                or InvalidOperationException or TimeoutException)
            {
                await Task.Delay(LoadRetry, _time, _stopping.Token);
            }
        }
    }

    private sealed record Receiver(ReceiverRules Rules, NotifySender Sender);
}
