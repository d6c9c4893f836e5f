using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json;
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
        DaemonAddress address, string? store, TextWriter output, TextWriter error, CancellationToken cancellation, TimeSpan? timeout = null,
        string? at = null)
    {
        using var daemon = new DaemonClient(address);
        string? fault;
        try
        {
            fault = await daemon.TryAsync(limit => PrintAsync(daemon, store, at, output, limit), timeout ?? DefaultTimeout, cancellation);
        }
        catch (OperationCanceledException)
        {
            fault = "Cancelled.";
        }

        if (fault is null) return 0;
        error.WriteLine(fault);
        return 1;
    }

    private static async Task<string?> PrintAsync(
        DaemonClient daemon, string? store, string? at, TextWriter output, CancellationToken cancellation)
    {
        var address = daemon.Address;
        var target = store is null ? address.At("/api/snapshot") : address.OfStore(store, "/snapshot");
        if (at is not null) target = new Uri($"{target}?at={Uri.EscapeDataString(at)}");
        using var response = await daemon.GetAsync(target, cancellation);
        if (at is not null && response.StatusCode is HttpStatusCode.NotFound or HttpStatusCode.BadRequest)
            return await RefusalOfAsync(response, cancellation);
        if (response.StatusCode == HttpStatusCode.NotFound)
            return $"PanelActors at {address.Origin} has no {(store is null ? "snapshot" : $"store '{store}'")}.";
        if (daemon.RefusalOf(response, store is null ? "the default store" : $"store '{store}'") is { } refusal) return refusal;
        if (!response.IsSuccessStatusCode)
            return $"PanelActors at {address.Origin} answered {(int)response.StatusCode} {response.ReasonPhrase}.";
        await CopyAsync(response, output, cancellation);
        return null;
    }

    // The daemon says why, and which times there are.
    private static async Task<string> RefusalOfAsync(HttpResponseMessage response, CancellationToken cancellation)
    {
        var text = await response.Content.ReadAsStringAsync(cancellation);
        try
        {
            using var problem = JsonDocument.Parse(text);
            var covered = problem.RootElement.TryGetProperty("covered", out var spans) ? spans.EnumerateArray().Select(SpanOf) : [];
            var detail = problem.RootElement.TryGetProperty("detail", out var given) ? given.ToString() : $"{(int)response.StatusCode}";
            return string.Join(Environment.NewLine, covered.Prepend(SafeText.Clean(detail)));
        }
        catch (Exception fault) when (fault is JsonException or InvalidOperationException or FormatException)
        {
            return $"The daemon answered {(int)response.StatusCode} {response.ReasonPhrase}.";
        }
    }

    private static string SpanOf(JsonElement span) => $"  {TimeOf(span[0])} to {TimeOf(span[1])}";

    private static string TimeOf(JsonElement seconds) =>
        DateTimeOffset.UnixEpoch.AddSeconds(seconds.GetDouble()).ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);

    private static async Task CopyAsync(HttpResponseMessage response, TextWriter output, CancellationToken cancellation)
    {
        using var reader = new StreamReader(await response.Content.ReadAsStreamAsync(cancellation), Encoding.UTF8);
        var buffer = new char[16 * 1024];
        for (int read; (read = await reader.ReadAsync(buffer, cancellation)) > 0;)
            await output.WriteAsync(buffer.AsMemory(0, read), cancellation);
        await output.WriteLineAsync();
    }
}
