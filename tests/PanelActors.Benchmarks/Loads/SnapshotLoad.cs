using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.FileProviders;
using Microsoft.Extensions.Logging;
using PanelActors.Benchmarks.Reports;
using PanelActors.Benchmarks.Workloads;
using PanelActors.Configuration;
using PanelActors.Hosting;
using PanelActors.Stores;

namespace PanelActors.Benchmarks.Loads;

/// <summary>
/// Serving a snapshot of 200 KB that does not change, beside the same bytes as a static file and an endpoint that does nothing.
/// </summary>
public static class SnapshotLoad
{
    private const int Panels = 156;
    private const int Clients = 4;
    private const string Snapshot = "`GET /api/snapshot`";
    private const string NotModified = "`GET /api/snapshot`, answered 304";
    private const string File = "the same bytes through `UseStaticFiles`";
    private const string Nothing = "an empty minimal-API endpoint";

    public static async Task<Report> RunAsync(LoadSettings settings)
    {
        await using var feed = new FeedServer(static async (send, stop) =>
        {
            await send(Encoding.UTF8.GetBytes($"data: {Baseline()}\n\n"));
            await Task.Delay(Timeout.Infinite, stop);
        });
        var configuration = new Dictionary<string, string?>
        {
            ["PanelActors:Urls"] = "http://127.0.0.1:0",
            ["PanelActors:Persistence:Enabled"] = "false",
            ["PanelActors:Sources:0:Name"] = "feed",
            ["PanelActors:Sources:0:Url"] = feed.Url.ToString(),
            ["PanelActors:Freshness:WarnAfter"] = "01:00:00",
            ["PanelActors:Freshness:StaleAfter"] = "02:00:00",
            ["PanelActors:Reconnect:IdleTimeout"] = "01:00:00",
            ["Serilog:MinimumLevel:Default"] = "Warning",
        };
        await using var daemon = DaemonHost.Build(
            LoadedConfiguration.Of(new ConfigurationBuilder().AddInMemoryCollection(configuration).Build()));
        await daemon.StartAsync();
        var board = daemon.Services.GetRequiredService<StoreRegistry>().Default.Board;
        var shown = board.Current;
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (shown.State.FullCount == 0) shown = await board.WaitForChangeAsync(shown.Version, patience.Token);

        var address = new Uri(daemon.Urls.Single());
        using var http = new HttpClient { BaseAddress = address };
        var bytes = await http.GetByteArrayAsync("/api/snapshot");
        using var folder = new ScratchFolder();
        await System.IO.File.WriteAllBytesAsync(Path.Combine(folder.Path, "snapshot.json"), bytes);
        await using var plain = await StartPlainAsync(folder.Path);
        var plainAddress = new Uri(plain.Urls.Single());

        var whole = settings.Rounds(usual: 2_000, whenShort: 1_000);
        var small = whole * 5;
        var rounds = settings.Rounds(usual: 15, whenShort: 7);
        var wholes = new Sides(whole);
        wholes.Add(Snapshot, () => AskAll(address, RawHttpClient.Request("/api/snapshot"), whole, 200));
        wholes.Add(File, () => AskAll(plainAddress, RawHttpClient.Request("/snapshot.json"), whole, 200));
        await wholes.RunAsync(rounds, warmups: 3);

        using var asking = new RawHttpClient(address);
        asking.Ask(RawHttpClient.Request("/api/snapshot"), keepHead: true);
        var tag = asking.Head.Split("ETag: ")[1].Split("\r\n")[0];
        var known = RawHttpClient.Request("/api/snapshot", $"If-None-Match: {tag}\r\n");
        var smalls = new Sides(small);
        smalls.Add(NotModified, () => AskAll(address, known, small, 304));
        smalls.Add(Nothing, () => AskAll(plainAddress, RawHttpClient.Request("/nothing"), small, 200));
        await smalls.RunAsync(rounds, warmups: 3);

        var report = new Report(
            "snapshot",
            $"a snapshot of {bytes.Length:N0} bytes that does not change, {Clients} keep-alive connections, "
            + $"servers and clients in one process; median of {rounds} rounds");
        Add(report, wholes, Snapshot, File, new Target(0.8));
        Add(report, smalls, NotModified, Nothing, new Target(0.9));
        await daemon.StopAsync();
        return report;
    }

    private static void Add(Report report, Sides sides, string what, string beside, Target target)
    {
        report.Add(what, sides.RateOf(what), "answers/s", beside, sides.RateOf(beside), target, sides.RatioOf(what, beside));
        report.Add($"{what}: allocated", sides.AllocatedOf(what), "B/answer", beside, sides.AllocatedOf(beside));
    }

    private static string Baseline() =>
        new FeedText(seed: 1, panels: Panels).Baseline().Json;

    private static Task AskAll(Uri server, byte[] request, int count, int expected) =>
        RawHttpClient.AskAllAsync(server, request, Clients, count, expected);

    private static async Task<WebApplication> StartPlainAsync(string folder)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        app.UseStaticFiles(new StaticFileOptions { FileProvider = new PhysicalFileProvider(folder) });
        app.MapGet("/nothing", static () => { });
        await app.StartAsync();
        return app;
    }
}
