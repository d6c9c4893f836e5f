using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;

namespace PanelActors.Drill;

/// <summary>What a daemon says of itself over HTTP.</summary>
internal sealed class DaemonView : IDisposable
{
    private const string Status = "panel_push_meta";
    private const string Stream = "adaptive_stream";

    /// <summary>Of the daemon at <paramref name="address"/>.</summary>
    public DaemonView(Uri address)
    {
        Address = address;
        Http = new(new SocketsHttpHandler { UseProxy = false }) { BaseAddress = address, Timeout = TimeSpan.FromSeconds(5) };
    }

    /// <summary>Where it listens.</summary>
    public Uri Address { get; }

    /// <summary>For other calls.</summary>
    public HttpClient Http { get; }

    /// <summary>What <c>/api/stores</c> says of a store; null where it does not answer, or has no such store.</summary>
    public async Task<JsonObject?> StoreAsync(string name, CancellationToken cancellation) =>
        await JsonAsync("/api/stores", cancellation) is JsonArray stores
            ? stores.FirstOrDefault(store => (string?)store!["name"] == name)?.AsObject() : null;

    /// <summary>The panels of a store and what stands beside them; null where it does not answer.</summary>
    public async Task<(JsonObject Panels, JsonObject Status)?> SnapshotAsync(string name, CancellationToken cancellation)
    {
        if (await JsonAsync($"/api/stores/{name}/snapshot", cancellation) is not JsonObject snapshot) return null;
        if (snapshot[Status] is not JsonObject status) return null;
        snapshot.Remove(Status);
        snapshot.Remove(Stream);
        return (snapshot, status);
    }

    /// <summary>The sum of the samples that have these labels, such as <c>source="a"</c>; null where it does not answer.</summary>
    public async Task<double?> MetricAsync(string name, string[] labels, CancellationToken cancellation)
    {
        if (await TextAsync("/metrics", cancellation) is not { } text) return null;
        return text.Split('\n')
            .Where(line => line.StartsWith($"panelactors_{name}", StringComparison.Ordinal)
                && (line[12 + name.Length] is '{' or ' ') && labels.All(label => line.Contains(label, StringComparison.Ordinal)))
            .Sum(static line => ValueOf(line));
    }

    /// <summary>The samples that say what a source has lost, for people.</summary>
    public async Task<string> LossesAsync(string source, CancellationToken cancellation)
    {
        var lines = (await TextAsync("/metrics", cancellation) ?? "").Split('\n').Where(line =>
            (line.StartsWith("panelactors_events_dropped_total", StringComparison.Ordinal)
                || line.StartsWith("panelactors_ingest_errors_total", StringComparison.Ordinal))
            && line.Contains($"source=\"{source}\"", StringComparison.Ordinal) && ValueOf(line) > 0);
        return string.Join(", ", lines);
    }

    /// <summary>The answer of a path; null where there is none.</summary>
    public async Task<string?> TextAsync(string path, CancellationToken cancellation)
    {
        try
        {
            using var response = await Http.GetAsync(path, cancellation);
            return response.IsSuccessStatusCode ? await response.Content.ReadAsStringAsync(cancellation) : null;
        }
        catch (Exception away) when (away is HttpRequestException or IOException
            || (away is TaskCanceledException && !cancellation.IsCancellationRequested))
        {
            // A daemon that is down, or just coming, is what many faults are about: the caller sees that there is no answer.
            return null;
        }
    }

    /// <summary>The status of a request.</summary>
    public async Task<HttpStatusCode> StatusAsync(HttpRequestMessage request, CancellationToken cancellation)
    {
        using var response = await Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellation);
        return response.StatusCode;
    }

    /// <inheritdoc/>
    public void Dispose() => Http.Dispose();

    private async Task<JsonNode?> JsonAsync(string path, CancellationToken cancellation) =>
        await TextAsync(path, cancellation) is { } text ? JsonNode.Parse(text) : null;

    private static double ValueOf(string line)
    {
        var end = line.LastIndexOf('}');
        var words = line[(end < 0 ? line.IndexOf(' ', StringComparison.Ordinal) : end + 1)..].Trim().Split(' ');
        return double.TryParse(words[0], NumberStyles.Float, CultureInfo.InvariantCulture, out var value) ? value : 0;
    }
}
