using System.Net;
using System.Text;
using PanelActors.Watch;

namespace PanelActors.Hosting.Cli;

/// <summary>Fetches a snapshot from a running daemon (specification 4.1).</summary>
internal static class SnapshotClient
{
    /// <summary>How long the whole call may take when nothing else is said.</summary>
    public static readonly TimeSpan DefaultTimeout = TimeSpan.FromSeconds(10);

    /// <summary>An address to call for a URL to listen on: loopback where that means every address.</summary>
    public static string Reachable(string listening)
    {
        foreach (var every in (string[])["://*:", "://+:", "://0.0.0.0:"])
            listening = listening.Replace(every, "://127.0.0.1:", StringComparison.Ordinal);
        return listening.Replace("://[::]:", "://[::1]:", StringComparison.Ordinal);
    }

    /// <summary>
    /// Prints the snapshot of <paramref name="store"/> (null = the default store). 1 after a line on <paramref name="error"/>.
    /// </summary>
    public static async Task<int> PrintAsync(
        Uri daemon, string? store, TextWriter output, TextWriter error, CancellationToken cancellation, TimeSpan? timeout = null)
    {
        var path = store is null ? "/api/snapshot" : $"/api/stores/{Uri.EscapeDataString(store)}/snapshot";
        var place = daemon.GetLeftPart(UriPartial.Authority);
        // A proxy that the environment names cannot reach this machine's loopback.
        using var handler = new SocketsHttpHandler { UseProxy = !daemon.IsLoopback };
        using var client = new HttpClient(handler) { Timeout = Timeout.InfiniteTimeSpan };
        var longest = timeout ?? DefaultTimeout;
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(longest);
        try
        {
            using var response = await client.GetAsync(DaemonAddress.At(daemon, path), HttpCompletionOption.ResponseHeadersRead, limit.Token);
            if (!response.IsSuccessStatusCode)
            {
                error.WriteLine(response.StatusCode == HttpStatusCode.NotFound
                    ? $"PanelActors at {place} has no {(store is null ? "snapshot" : $"store '{store}'")}."
                    : $"PanelActors at {place} answered {(int)response.StatusCode} {response.ReasonPhrase}.");
                return 1;
            }
            await CopyAsync(response, output, limit.Token);
            return 0;
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            error.WriteLine($"PanelActors at {place} did not answer within {longest.TotalSeconds:0.###} s.");
        }
        catch (OperationCanceledException)
        {
            error.WriteLine("Cancelled.");
        }
        catch (Exception fault) when (fault is HttpRequestException or IOException)
        {
            error.WriteLine($"Nothing usable answers at {place}: {fault.Message}");
        }
        return 1;
    }

    private static async Task CopyAsync(HttpResponseMessage response, TextWriter output, CancellationToken cancellation)
    {
        using var reader = new StreamReader(await response.Content.ReadAsStreamAsync(cancellation), Encoding.UTF8);
        var buffer = new char[16 * 1024];
        for (int read; (read = await reader.ReadAsync(buffer, cancellation)) > 0;)
            await output.WriteAsync(buffer.AsMemory(0, read), cancellation);
        await output.WriteLineAsync();
    }
}
