using System.Net;
using System.Text.Json.Nodes;
using PanelActors.Tests.Support;

namespace PanelActors.Tests.EndToEnd;

/// <summary>The program as a newcomer starts it.</summary>
public sealed class ProcessTests : IDisposable
{
    private static readonly TimeSpan MaxStop = TimeSpan.FromSeconds(5);

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_first_run_shows_a_moving_healthy_market_and_stops_cleanly_at_SIGTERM()
    {
        await using var program = DaemonProcess.Start(_folder.Path, ["run", "--urls", "http://127.0.0.1:0"]);
        using var http = await program.ClientAsync();
        (await http.GetAsync("/metrics")).StatusCode.ShouldBe(HttpStatusCode.OK);
        var first = await UntilSnapshot(http, snapshot => Health(snapshot) == "ok" && UiGeneration(snapshot) > 0);
        var later = await UntilSnapshot(http, snapshot => UiGeneration(snapshot) > UiGeneration(first));
        later["panel_push_meta"]!["panel_hashes"]!.ToJsonString().ShouldNotBe(first["panel_push_meta"]!["panel_hashes"]!.ToJsonString());
        Health(later).ShouldBe("ok");
        (await http.GetAsync("/health/ready")).StatusCode.ShouldBe(HttpStatusCode.OK);

        await program.TerminateAsync();
        var (code, output, error) = await program.EndAsync().WaitAsync(MaxStop);
        (code, error).ShouldBe((0, ""));
        var log = output + File.ReadAllText(Directory.GetFiles(Path.Combine(_folder.Path, "logs")).ShouldHaveSingleItem());
        log.ShouldContain("market is connected");
        foreach (var trouble in new[] { " WRN ", " ERR ", " FTL ", "Exception" }) log.ShouldNotContain(trouble);
    }

    [Fact]
    public async Task The_switch_turns_the_metrics_off_and_nothing_else()
    {
        await using var program = DaemonProcess.Start(_folder.Path, ["run", "--urls", "http://127.0.0.1:0"], ("G6_UNIFIED_METRICS", "off"));
        using var http = await program.ClientAsync();
        (await http.GetAsync("/metrics")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        await UntilSnapshot(http, snapshot => Health(snapshot) == "ok");
        await program.TerminateAsync();
        (await program.EndAsync().WaitAsync(MaxStop)).Code.ShouldBe(0);
    }

    private static async Task<JsonNode> UntilSnapshot(HttpClient http, Func<JsonNode, bool> isLike)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (true)
        {
            var snapshot = JsonNode.Parse(await http.GetStringAsync("/api/snapshot", patience.Token))!;
            if (isLike(snapshot)) return snapshot;
        }
    }

    private static string? Health(JsonNode snapshot) => (string?)snapshot["panel_push_meta"]!["sse_heartbeat"]!["health"];

    private static long UiGeneration(JsonNode snapshot) => (long)snapshot["panel_push_meta"]!["ui_generation"]!;
}
