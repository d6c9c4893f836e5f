using System.Text.Json;

namespace PanelActors.Watch;

/// <summary>Polls a daemon's list of stores, which also shows whether it answers at all.</summary>
internal sealed class StorePoller(DaemonClient daemon)
{
    // Together the time after which a daemon that hangs is noticed: less than three seconds.
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
            catch (Exception fault) when (fault is HttpRequestException or IOException or JsonException or DaemonFaultException)
            {
                answer = new WatchInput.Silent(daemon.Explain(fault));
            }

            await output(answer, cancellation);
        }
    }
}
