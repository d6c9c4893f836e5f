using System.Text.Json;
using PanelActors.Http;

namespace PanelActors.Watch;

/// <summary>Asks a daemon for its stores, again and again. That it answers at all is news, too.</summary>
/// <param name="http">How to reach the daemon.</param>
/// <param name="daemon">Where it answers.</param>
internal sealed class StorePoller(HttpClient http, Uri daemon)
{
    private const int MostBytes = 16 << 20;

    // Together they are how long it takes to notice that a daemon hangs: less than three seconds.
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(1900);
    private static readonly TimeSpan LongestAnswer = TimeSpan.FromMilliseconds(1000);

    /// <summary>Asks until <paramref name="cancellation"/>.</summary>
    public async Task RunAsync(Func<WatchInput, CancellationToken, ValueTask> output, CancellationToken cancellation)
    {
        while (true)
        {
            await Task.Delay(Interval, cancellation);
            using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
            limit.CancelAfter(LongestAnswer);
            WatchInput answer;
            try
            {
                answer = new WatchInput.Stores(await AskAsync(limit.Token));
            }
            catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
            {
                answer = new WatchInput.Silent($"the daemon does not answer within {LongestAnswer.TotalSeconds:0} s");
            }
            catch (Exception fault) when (fault is HttpRequestException or IOException or JsonException)
            {
                answer = new WatchInput.Silent(fault.Message);
            }

            await output(answer, cancellation);
        }
    }

    /// <summary>Asks once.</summary>
    /// <exception cref="HttpRequestException">It answers with something else, or not.</exception>
    /// <exception cref="JsonException">It answers with something else.</exception>
    public async Task<IReadOnlyList<StoreSummary>> AskAsync(CancellationToken cancellation)
    {
        using var response = await http.GetAsync(DaemonAddress.At(daemon, "/api/stores"), HttpCompletionOption.ResponseHeadersRead, cancellation);
        response.EnsureSuccessStatusCode();
        await response.Content.LoadIntoBufferAsync(MostBytes, cancellation);
        await using var body = await response.Content.ReadAsStreamAsync(cancellation);
        return await JsonSerializer.DeserializeAsync(body, ApiJson.Default.IReadOnlyListStoreSummary, cancellation)
            ?? throw new JsonException("There is no list of stores.");
    }
}
