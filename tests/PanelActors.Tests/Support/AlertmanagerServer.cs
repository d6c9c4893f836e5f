using System.Diagnostics;
using System.Text.Json.Nodes;

namespace PanelActors.Tests.Support;

/// <summary>An Alertmanager of the machine on a port of the loopback, which can be restarted there.</summary>
internal sealed class AlertmanagerServer : IAsyncDisposable
{
    public const string Program = "prometheus-alertmanager";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    private readonly TemporaryFolder _folder = new();
    private readonly HttpClient _http;
    private readonly int _port;
    private Process? _process;

    private AlertmanagerServer(int port)
    {
        _port = port;
        _http = new HttpClient { BaseAddress = new Uri(Url) };
        _folder.Write(
            "alertmanager.yml",
            """
            global: { resolve_timeout: 1s }
            route: { receiver: none }
            receivers: [ { name: none } ]
            """);
    }

    public string Url => $"http://127.0.0.1:{_port}";

    /// <summary>Starts one, and waits until it answers.</summary>
    public static async Task<AlertmanagerServer> Start()
    {
        // Another program can take the port first: then it ends, and another one is tried.
        for (var attempt = 0; ; attempt++)
        {
            var server = new AlertmanagerServer(LocalPort.Free());
            if (await server.Launch()) return server;
            await server.DisposeAsync();
            attempt.ShouldBeLessThan(5, "no Alertmanager starts");
        }
    }

    /// <summary>What it shows now.</summary>
    public async Task<IReadOnlyList<JsonNode>> Alerts() =>
        [.. JsonNode.Parse(await _http.GetStringAsync("/api/v2/alerts"))!.AsArray().Select(static alert => alert!)];

    /// <summary>The same as soon as it is like this.</summary>
    public async Task<IReadOnlyList<JsonNode>> Until(Func<IReadOnlyList<JsonNode>, bool> isLike)
    {
        for (var waiting = Stopwatch.StartNew(); ; await Task.Delay(Pause))
        {
            var alerts = await Alerts();
            if (isLike(alerts)) return alerts;
            waiting.Elapsed.ShouldBeLessThan(Patience, string.Join('\n', alerts.Select(static alert => alert.ToJsonString())));
        }
    }

    /// <summary>Ends it at once.</summary>
    public async Task End()
    {
        if (_process is not { } process) return;
        _process = null;
        if (!process.HasExited)
        {
            process.Kill();
            await process.WaitForExitAsync();
        }

        process.Dispose();
    }

    /// <summary>Starts it where it was.</summary>
    public async Task ComeBack() => (await Launch()).ShouldBeTrue("the Alertmanager does not come back");

    public async ValueTask DisposeAsync()
    {
        await End();
        _http.Dispose();
        _folder.Dispose();
    }

    private async Task<bool> Launch()
    {
        _process = Process.Start(new ProcessStartInfo(
            "bash",
            [
                "-c", $"exec {Program} \"$@\" >> alertmanager.log 2>&1", "bash", "--config.file=alertmanager.yml", "--storage.path=data",
                "--cluster.listen-address=", $"--web.listen-address=127.0.0.1:{_port}",
            ])
        { WorkingDirectory = _folder.Path })!;
        if (await LocalPort.IsReady(_process, _http, Patience)) return true;
        await End();
        return false;
    }
}
