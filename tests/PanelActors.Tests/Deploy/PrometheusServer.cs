using System.Diagnostics;
using System.Text.Json.Nodes;
using PanelActors.Tests.Support;

namespace PanelActors.Tests.Deploy;

/// <summary>A Prometheus that scrapes daemons each second and has the rules that are shipped.</summary>
internal sealed class PrometheusServer : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);

    private readonly TemporaryFolder _folder;
    private readonly Process _process;
    private readonly HttpClient _http;

    private PrometheusServer(TemporaryFolder folder, Process process, Uri address) =>
        (_folder, _process, _http) = (folder, process, new HttpClient { BaseAddress = address });

    /// <summary>Starts it on a free port, and waits until it answers.</summary>
    /// <param name="targets">What it scrapes.</param>
    public static async Task<PrometheusServer> Start(params IEnumerable<Uri> targets)
    {
        var folder = new TemporaryFolder();
        folder.Write(
            "prometheus.yml",
            $"""
            global: {"{"} scrape_interval: 1s, evaluation_interval: 1s {"}"}
            rule_files: ["{Checkout.At(RuleFiles.Alerts)}", "{Checkout.At(RuleFiles.Recording)}"]
            scrape_configs:
              - job_name: panelactors
                static_configs: [{"{"} targets: [{string.Join(", ", targets.Select(static target => $"\"{target.Authority}\""))}] {"}"}]
            """);
        // Another program can take the port first: then it ends, and another one is tried.
        for (var attempt = 0; ; attempt++)
        {
            var port = LocalPort.Free();
            var server = new PrometheusServer(folder, Launch(folder.Path, port), new Uri($"http://127.0.0.1:{port}"));
            if (await server.IsReady()) return server;
            attempt.ShouldBeLessThan(5, "no Prometheus starts");
        }
    }

    /// <summary>The answer of its API to a call; fails with its error where it has one.</summary>
    public async Task<JsonNode> Ask(string path)
    {
        using var response = await _http.GetAsync(path);
        var answer = JsonNode.Parse(await response.Content.ReadAsStringAsync())!;
        ((string?)answer["status"]).ShouldBe("success", $"{Uri.UnescapeDataString(path)}: {answer["error"]}");
        return answer["data"]!;
    }

    /// <summary>The values that a query has now.</summary>
    public async Task<JsonArray> Query(string query) =>
        (JsonArray)(await Ask($"/api/v1/query?query={Uri.EscapeDataString(query)}"))["result"]!;

    /// <summary>The same as soon as there are any; none where there are none in time.</summary>
    public async Task<JsonArray> QueryUntilAny(string query)
    {
        for (var waiting = Stopwatch.StartNew(); ; await Task.Delay(Pause))
        {
            var values = await Query(query);
            if (values.Count > 0 || waiting.Elapsed > Patience) return values;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await End();
        _folder.Dispose();
    }

    private static Process Launch(string folder, int port) => Process.Start(new ProcessStartInfo(
        "bash",
        [
            "-c", "exec prometheus \"$@\" > prometheus.log 2>&1", "bash", "--config.file=prometheus.yml", "--storage.tsdb.path=data",
            $"--web.listen-address=127.0.0.1:{port}",
        ])
    { WorkingDirectory = folder })!;

    private async Task<bool> IsReady()
    {
        if (await LocalPort.IsReady(_process, _http, Patience)) return true;
        await End();
        return false;
    }

    private async Task End()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
            await _process.WaitForExitAsync();
        }

        _process.Dispose();
        _http.Dispose();
    }
}
