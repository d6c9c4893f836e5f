using PanelActors.Configuration;
using PanelActors.History;
using PanelActors.Telemetry;

namespace PanelActors.Notify;

/// <summary>
/// Sends what waits for one receiver, oldest first, each until the receiver has it. A receiver that is away delays no other one.
/// </summary>
/// <param name="receiver">The receiver.</param>
/// <param name="database">Where notifications wait.</param>
/// <param name="repeat">What an Alertmanager is sent again now; null for nothing.</param>
/// <param name="metrics">Where it is counted.</param>
/// <param name="time">The clock.</param>
/// <param name="log">Where it is logged.</param>
internal sealed class NotifySender(
    NotifyOptions receiver, HistoryDatabase database, Func<NotifyOptions, string?> repeat, NotifyMetrics metrics, TimeProvider time,
    ILogger log) : IAsyncDisposable
{
    private static readonly TimeSpan MinBackoff = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan MaxBackoff = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan MinLook = TimeSpan.FromSeconds(0.25);
    private static readonly TimeSpan MaxLook = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan DatabaseRetry = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan LogInterval = TimeSpan.FromMinutes(5);

    private const int Page = 20;
    private const long None = -1;

    private readonly NotifyClient _client = new(time);
    private readonly SemaphoreSlim _wake = new(1, 1);
    private readonly CancellationTokenSource _stopping = new();
    private readonly LogThrottle _throttle = new(time, LogInterval);
    private volatile NotifyOptions _receiver = receiver;
    private NotifyOptions _tried = receiver;
    private Task _sending = Task.CompletedTask;
    private long _repeated = time.GetTimestamp();
    private long _unremoved = None;
    private bool _mayHaveForgotten;
    private int _failures;

    public void Start() => _sending = Task.Run(RunAsync);

    /// <summary>Takes another description of the same receiver, from the next attempt on, which is made at once.</summary>
    public void Change(NotifyOptions next)
    {
        _receiver = next;
        Wake();
    }

    /// <summary>Says that something was written that may wait for this receiver.</summary>
    public void Wake()
    {
        try
        {
            if (_wake.CurrentCount == 0) _wake.Release();
        }
        catch (Exception late) when (late is SemaphoreFullException or ObjectDisposedException)
        {
            // It is awake already, or has ended.
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await _sending;
        _client.Dispose();
        _stopping.Dispose();
        _wake.Dispose();
    }

    private async Task RunAsync()
    {
        var databaseWas = true;
        while (!_stopping.IsCancellationRequested)
        {
            try
            {
                if (!databaseWas) await Task.Delay(DatabaseRetry, time, _stopping.Token);
                databaseWas = true;
                if (await SendAllAsync() is not { } asked)
                {
                    await _wake.WaitAsync(LookAfter(_receiver), _stopping.Token);
                    continue;
                }

                _failures++;
                _mayHaveForgotten = true;
                await RestAsync(asked > Backoff(_failures) ? asked : Backoff(_failures));
            }
            catch (OperationCanceledException) when (_stopping.IsCancellationRequested)
            {
                return;
            }
            catch (Exception fault)
            {
                // Whatever it is, the next notification must not wait for the next start.
                databaseWas = false;
                Note("database", $"the database does not answer: {LogText.Line(fault.Message)}");
            }
        }
    }

    // Until the receiver is tried again, or is described otherwise. What waits stays within its bound.
    private async Task RestAsync(TimeSpan wait)
    {
        var begun = time.GetTimestamp();
        while (ReferenceEquals(_tried, _receiver) && wait - time.GetElapsedTime(begun) is { Ticks: > 0 } left)
        {
            await _wake.WaitAsync(left, _stopping.Token);
            if (metrics.Queues.GetValueOrDefault(_tried.Name) > _tried.MaxQueue) await TrimAsync(_tried);
        }
    }

    // Null where nothing waits any more, else how long the receiver wants to be left alone.
    private async Task<TimeSpan?> SendAllAsync()
    {
        while (true)
        {
            await TrimAsync(_receiver);
            var rows = await database.UseAsync(
                connection => NotifyTable.ReadAsync(connection, _receiver.Name, Page, _stopping.Token), _stopping.Token);
            foreach (var row in rows)
            {
                _tried = _receiver;
                if (row.Number != _unremoved && await SendAsync(row, _tried) is { } wait) return wait;
                // Should the database fail now, it is not sent again for that.
                _unremoved = row.Number;
                await database.UseAsync(
                    connection => NotifyTable.RemoveAsync(connection, row.Receiver, row.Number, _stopping.Token), _stopping.Token);
                _unremoved = None;
            }

            if (rows.Count < Page) break;
        }

        _tried = _receiver;
        metrics.Queues[_tried.Name] = 0;
        return await RepeatAsync(_tried);
    }

    // Null where that is settled, else how long the receiver wants to be left alone.
    private async Task<TimeSpan?> SendAsync(OutboxRow row, NotifyOptions used)
    {
        var outcome = NotificationBody.IsFor(used, row.Body)
            ? await _client.SendAsync(used, row.Id, row.Body, _stopping.Token)
            : new SendOutcome("it was written in the format of before", IsFinal: true);
        if (outcome is { Fault: { } fault, IsFinal: false })
        {
            metrics.Outcomes.Add(used.Name, NotifyMetrics.Failed);
            Note("send", fault);
            return outcome.RetryAfter ?? TimeSpan.Zero;
        }

        _failures = 0;
        // An alert that comes this late has ended by its own time.
        _mayHaveForgotten |= time.GetUtcNow() - row.Created > used.Repeat;
        metrics.Outcomes.Add(used.Name, outcome.Fault is null ? NotifyMetrics.Sent : NotifyMetrics.Rejected);
        if (outcome.Fault is { } why && _throttle.TryPass("rejected", out var more))
        {
            log.LogWarning(
                "{Receiver} does not take a notification of {Store}, which is given up: {Why:l}{More:l}", used.Name, row.Store, why,
                LogThrottle.More(more));
        }

        return null;
    }

    private async Task TrimAsync(NotifyOptions used)
    {
        var count = await database.UseAsync(
            connection => NotifyTable.CountAsync(connection, used.Name, _stopping.Token), _stopping.Token);
        if (count > used.MaxQueue)
        {
            var dropped = await database.UseAsync(
                connection => NotifyTable.TrimAsync(connection, used.Name, used.MaxQueue, _stopping.Token), _stopping.Token);
            metrics.Outcomes.Add(used.Name, NotifyMetrics.Dropped, dropped);
            count -= dropped;
            if (dropped > 0 && _throttle.TryPass("dropped", out var more))
            {
                log.LogWarning(
                    "More than {Most} notifications wait for {Receiver}: the oldest are lost, {Dropped} now{More:l}", used.MaxQueue,
                    used.Name, dropped, LogThrottle.More(more));
            }
        }

        metrics.Queues[used.Name] = count;
    }

    // An Alertmanager forgets what it is not sent again, and all of it when it is restarted.
    private async Task<TimeSpan?> RepeatAsync(NotifyOptions used)
    {
        if (used.Format != NotifyFormat.Alertmanager) return null;
        if (!_mayHaveForgotten && time.GetElapsedTime(_repeated) < used.Repeat) return null;
        if (repeat(used) is { } body)
        {
            var outcome = await _client.SendAsync(used, "", body, _stopping.Token);
            if (outcome.Fault is { } fault)
            {
                metrics.Outcomes.Add(used.Name, NotifyMetrics.Failed);
                Note("send", fault);
                if (!outcome.IsFinal) return outcome.RetryAfter ?? TimeSpan.Zero;
            }
            else
            {
                _failures = 0;
            }
        }

        (_repeated, _mayHaveForgotten) = (time.GetTimestamp(), false);
        return null;
    }

    private static TimeSpan LookAfter(NotifyOptions used)
    {
        if (used.Format != NotifyFormat.Alertmanager) return MaxLook;
        var look = used.Repeat / 4;
        return look < MinLook ? MinLook : look < MaxLook ? look : MaxLook;
    }

    private static TimeSpan Backoff(int failures)
    {
        var backoff = MinBackoff * Math.Pow(2, Math.Min(failures - 1, 10));
        return backoff < MaxBackoff ? backoff : MaxBackoff;
    }

    private void Note(string kind, string why)
    {
        if (!_throttle.TryPass(kind, out var more)) return;
        log.LogWarning(
            "{Receiver} cannot be notified: {Why:l}; it is tried again{More:l}", _receiver.Name, why, LogThrottle.More(more));
    }
}
