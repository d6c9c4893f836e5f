using System.Net;
using System.Text;
using PanelActors.Watch;

namespace PanelActors.Hosting.Cli;

/// <summary>The command <c>snapshot</c>: prints a snapshot of a running daemon (specification 4.1).</summary>
internal static class SnapshotClient
{
    private static readonly TimeSpan DefaultTimeout = TimeSpan.FromSeconds(10);

    /// <summary>
    /// Prints the snapshot of <paramref name="store"/> (null = the default store). 1 after a line on <paramref name="error"/>.
    /// </summary>
    public static async Task<int> PrintAsync(
        DaemonAddress address, string? store, TextWriter output, TextWriter error, CancellationToken cancellation, TimeSpan? timeout = null)
    {
        using var daemon = new DaemonClient(address);
        string? fault;
        try
        {
            fault = await daemon.TryAsync(limit => PrintAsync(daemon, store, output, limit), timeout ?? DefaultTimeout, cancellation);
        }
        catch (OperationCanceledException)
        {
            fault = "Cancelled.";
        }

        if (fault is null) return 0;
        error.WriteLine(fault);
        return 1;
    }

    private static async Task<string?> PrintAsync(DaemonClient daemon, string? store, TextWriter output, CancellationToken cancellation)
    {
        var address = daemon.Address;
        var target = store is null ? address.At("/api/snapshot") : address.OfStore(store, "/snapshot");
        using var response = await daemon.GetAsync(target, cancellation);
        if (response.StatusCode == HttpStatusCode.NotFound)
            return $"PanelActors at {address.Origin} has no {(store is null ? "snapshot" : $"store '{store}'")}.";
        if (daemon.RefusalOf(response, store is null ? "the default store" : $"store '{store}'") is { } refusal) return refusal;
        if (!response.IsSuccessStatusCode)
            return $"PanelActors at {address.Origin} answered {(int)response.StatusCode} {response.ReasonPhrase}.";
        await CopyAsync(response, output, cancellation);
        return null;
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
