using System.Text.Json;
using PanelActors.Http;

namespace PanelActors.Watch;

/// <summary>
/// Asks for what the relay does not say of a store: since when its alerts are as they are, time and again; and how its numbers went, once
/// for each connection. A daemon that does not have it is not asked again.
/// </summary>
/// <param name="daemon">The daemon.</param>
/// <param name="store">The store.</param>
/// <param name="withSeries">Whether to ask how its numbers went.</param>
/// <param name="output">Takes the inputs.</param>
internal sealed class StoreDetails(
    DaemonClient daemon, string store, bool withSeries, Func<WatchInput, CancellationToken, ValueTask> output)
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan FirstTimeout = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan AnswerTimeout = TimeSpan.FromSeconds(5);

    private bool _hasAlerts = true;
    private bool _hasSeries = withSeries;
    private int _mustPrime;

    /// <summary>Asks once since when the alerts are as they are, where the answer comes soon.</summary>
    public Task AskOnceAsync(CancellationToken cancellation) => TryAsync(AskAlertsAsync, FirstTimeout, cancellation);

    /// <summary>There is a new connection: what was missed on the way is asked for.</summary>
    public void Connected() => Interlocked.Exchange(ref _mustPrime, 1);

    /// <summary>Asks until <paramref name="cancellation"/>, or until there is nothing to ask for.</summary>
    public async Task RunAsync(CancellationToken cancellation)
    {
        while (_hasAlerts || _hasSeries)
        {
            if (_hasSeries && Interlocked.Exchange(ref _mustPrime, 0) != 0)
                _hasSeries = await TryAsync(AskSeriesAsync, AnswerTimeout, cancellation);
            if (_hasAlerts) _hasAlerts = await TryAsync(AskAlertsAsync, AnswerTimeout, cancellation);
            await Task.Delay(Interval, cancellation);
        }
    }

    private async Task<bool> AskAlertsAsync(CancellationToken cancellation)
    {
        var target = daemon.Address.OfStore(store, "/alerts");
        var answer = await daemon.ReadAsync(target, HistoryJson.Default.AlertList, "alerts", cancellation);
        if (answer is not null) await output(new WatchInput.Periods(AlertPeriods.Of(DaemonAnswers.Whole(answer))), cancellation);
        return answer is not null;
    }

    private async Task<bool> AskSeriesAsync(CancellationToken cancellation)
    {
        var from = DateTimeOffset.UtcNow - TrendBook.Span;
        var target = daemon.Address.OfStore(
            store, FormattableString.Invariant($"/series?path=/**&from={from.ToUnixTimeSeconds()}&points={TrendBook.Steps}"));
        var answer = await daemon.ReadAsync(target, WatchJson.Default.JsonDocument, "series", cancellation);
        if (answer is null) return false;
        using (answer) await output(new WatchInput.Series(NumberSeries.Read(answer.RootElement)), cancellation);
        return true;
    }

    // A question that fails is asked again: the poller says what is wrong.
    private static async Task<bool> TryAsync(Func<CancellationToken, Task<bool>> ask, TimeSpan timeout, CancellationToken cancellation)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(timeout);
        try
        {
            return await ask(limit.Token);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return true;
        }
        catch (Exception fault) when (fault is HttpRequestException or IOException or JsonException or DaemonFaultException)
        {
            return true;
        }
    }
}
