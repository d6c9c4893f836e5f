using System.Text.Json;

namespace PanelActors.Watch;

/// <summary>Asks a daemon for its stores, again and again. That it answers at all is news, too.</summary>
internal sealed class StorePoller(DaemonClient daemon)
{
    // Together they are how long it takes to notice that a daemon hangs: less than three seconds.
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(1900);
    private static readonly TimeSpan AnswerTimeout = TimeSpan.FromMilliseconds(1000);

    /// <summary>Asks until <paramref name="cancellation"/>.</summary>
    public async Task RunAsync(Func<WatchInput, CancellationToken, ValueTask> output, CancellationToken cancellation)
    {
        while (true)
        {
            await Task.Delay(Interval, cancellation);
            using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
            limit.CancelAfter(AnswerTimeout);
            WatchInput answer;
            try
            {
                answer = new WatchInput.Stores(await daemon.ListStoresAsync(limit.Token));
            }
            catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
            {
                answer = new WatchInput.Silent($"the daemon does not answer within {AnswerTimeout.TotalSeconds:0} s");
            }
            catch (Exception fault) when (fault is HttpRequestException or IOException or JsonException)
            {
                answer = new WatchInput.Silent(fault.Message);
            }

            await output(answer, cancellation);
        }
    }
}
