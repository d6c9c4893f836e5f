using System.Text.Json;
using PanelActors.Http;

namespace PanelActors.Watch;

/// <summary>Reads the history of a store, or of all of them: the newest entries time and again, older ones as they are wanted.</summary>
/// <param name="daemon">The daemon.</param>
/// <param name="store">The store; null for all.</param>
/// <param name="output">Takes the inputs.</param>
internal sealed class TimelineReader(DaemonClient daemon, string? store, Func<WatchInput, CancellationToken, ValueTask> output)
{
    private const int PageSize = 100;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan AnswerTimeout = TimeSpan.FromSeconds(5);

    private volatile TaskCompletionSource<string> _wanted = NewWish();
    private volatile string? _read;

    /// <summary>Wants the entries after this one. Once is enough.</summary>
    public void Want(string before)
    {
        if (before != _read) _wanted.TrySetResult(before);
    }

    /// <summary>Reads until <paramref name="cancellation"/>.</summary>
    public async Task RunAsync(CancellationToken cancellation)
    {
        while (true)
        {
            await output(await AskAsync(null, cancellation), cancellation);
            await Task.WhenAny(_wanted.Task, Task.Delay(Interval, cancellation));
            cancellation.ThrowIfCancellationRequested();
            if (!_wanted.Task.IsCompleted) continue;
            var before = await _wanted.Task;
            var answer = await AskAsync(before, cancellation);
            if (answer.Page is not null) _read = before;
            _wanted = NewWish();
            await output(answer, cancellation);
            // The next wish comes as soon as this answer is shown.
            await Task.Delay(answer.Page is null ? Interval : Pause, cancellation);
        }
    }

    private static TaskCompletionSource<string> NewWish() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private async Task<WatchInput.History> AskAsync(string? before, CancellationToken cancellation)
    {
        var query = $"?limit={PageSize}" + (before is null ? "" : $"&before={Uri.EscapeDataString(before)}");
        var target = store is null ? daemon.Address.At($"/api/history{query}") : daemon.Address.OfStore(store, $"/history{query}");
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(AnswerTimeout);
        try
        {
            var page = await daemon.ReadAsync(target, HistoryJson.Default.HistoryPage, "the history", limit.Token);
            if (page is null) return new WatchInput.History(null, Fault: "This daemon keeps no history.");
            return new WatchInput.History(DaemonAnswers.Whole(page), before);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return new WatchInput.History(null, Fault: $"The history did not come within {AnswerTimeout.TotalSeconds:0} s.");
        }
        catch (Exception fault) when (fault is HttpRequestException or IOException or JsonException or DaemonFaultException)
        {
            return new WatchInput.History(null, Fault: daemon.Explain(fault));
        }
    }
}
