using System.Diagnostics;
using System.Globalization;
using System.Net.Sockets;
using Microsoft.Extensions.Configuration;
using PanelActors.Benchmarks.Relays;
using PanelActors.Benchmarks.Reports;
using PanelActors.Configuration;
using PanelActors.Hosting;

namespace PanelActors.Benchmarks.Loads;

/// <summary>
/// A relay with many clients and more events than it can deliver, beside one plain write for each event and client; and what a client that
/// gets nothing takes.
/// </summary>
public static class FanoutLoad
{
    private const int Clients = 1_000;
    private const int FirstIdle = 500;
    private const int Idle = 5_000;
    private const double MostForIdle = 12;
    private const double KibibytesPerMegabyte = 1024;
    private const int Frames = 256;
    private static readonly TimeSpan Begin = TimeSpan.FromMilliseconds(500);

    // A daemon spends its first seconds under load compiling what turns out to be done often. It runs for weeks.
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(10);

    public static async Task<Report> RunAsync(LoadSettings settings)
    {
        var rounds = settings.Rounds(usual: 7, whenShort: 3);
        var window = TimeSpan.FromSeconds(settings.IsShort ? 1 : 3);
        var report = new Report("fanout", string.Create(
            CultureInfo.InvariantCulture,
            $"{Clients:N0} clients, {RelayEvents.FromRelay(0).Length} bytes an event, "
            + $"baseline of {RelayEvents.Baseline().Length:N0} bytes; median of {rounds} rounds of {window.TotalSeconds:0} s"));
        report.Note(
            "Deliveries are diffs that clients have read; baselines in place of what a slow client missed do not count. "
            + "Daemon, clients and feed are three processes; the plain writes come from the feed's, which rests then.");
        report.Note(
            "Idle clients have had their baseline and a heartbeat. Daemon and feed are one process there; "
            + "the heap is what a full collection leaves, resident memory is from before it.");
        await RestAsync(report);
        await DeliverAsync(report, rounds, window);
        return report;
    }

    private static async Task DeliverAsync(Report report, int rounds, TimeSpan window)
    {
        await using var feed = new RelayFeed();
        using var folder = new ScratchFolder();
        await using var daemon = ChildProcess.Daemon(folder.Path, "--source", $"feed={feed.Url}");
        await daemon.FirstAnswerAsync("api/snapshot", DaemonAnswers.HasBaseline);
        await using var relayed = await RelayClients.StartAsync(daemon.Url, Clients);
        await using var raw = new RawServer();
        await using var plain = await RelayClients.StartAsync(raw.Url, Clients);

        List<double> relay = [], beside = [];
        for (var round = -1; round < rounds; round++)
        {
            feed.Rate = double.PositiveInfinity;
            await Task.Delay(round < 0 ? WarmUp : Begin);
            Note(relay, await RateAsync(relayed, window));
            feed.Rate = 0;
            await relayed.SettleAsync();

            using var stop = new CancellationTokenSource();
            var writing = raw.Sockets.Select(socket => Task.Run(() => WriteAsync(socket, stop.Token))).ToList();
            await Task.Delay(Begin);
            Note(beside, await RateAsync(plain, window));
            await stop.CancelAsync();
            await Task.WhenAll(writing);
            await plain.SettleAsync();

            void Note(List<double> rates, double rate)
            {
                if (round >= 0) rates.Add(rate);
            }
        }

        report.Add(
            "relay, feed at full speed", Sides.Median(relay), "deliveries/s", "one `Socket.SendAsync` for each event and client",
            Sides.Median(beside), new Target(3), Sides.Median(relay.Zip(beside, static (own, other) => own / other)));
        var metrics = await DaemonAnswers.MetricsAsync(daemon);
        report.Add(
            "events that the daemon applied meanwhile, of all that the feed sent", metrics.Sum("panelactors_events_total"), "events");
        report.Add("backlogs replaced by a baseline", metrics.Sum("panelactors_relay_conflations_total"), "");
    }

    // In this process, which can collect the garbage of connecting, and before anything else has made it grow.
    private static async Task RestAsync(Report report)
    {
        await using var feed = new RelayFeed();
        var settings = new Dictionary<string, string?>
        {
            ["PanelActors:Urls"] = "http://127.0.0.1:0",
            ["PanelActors:Persistence:Enabled"] = "false",
            ["PanelActors:Sources:0:Name"] = "feed",
            ["PanelActors:Sources:0:Url"] = feed.Url.ToString(),
            ["Serilog:MinimumLevel:Default"] = "Error",
        };
        await using var daemon = DaemonHost.Build(
            LoadedConfiguration.Of(new ConfigurationBuilder().AddInMemoryCollection(settings).Build()));
        await daemon.StartAsync();
        var url = new Uri(daemon.Urls.Single());
        var before = ResourceUsage.Begin();
        await using (await RelayClients.StartAsync(url, FirstIdle))
        {
            before.End();
            var after = ResourceUsage.Begin();
            await using (await RelayClients.StartAsync(url, Idle))
            {
                after.End();
                report.Add(
                    $"resident memory for each of {Idle:N0} idle clients more",
                    (after.WorkingSetMegabytes - before.WorkingSetMegabytes) * KibibytesPerMegabyte / Idle, "KiB", "what it may take",
                    MostForIdle, new Target(1, AtMost: true));
                report.Add(
                    "live in the managed heap for each", (after.HeapMegabytes - before.HeapMegabytes) * KibibytesPerMegabyte / Idle, "KiB");
            }
        }

        await daemon.StopAsync();
    }

    private static async Task<double> RateAsync(RelayClients clients, TimeSpan window)
    {
        var before = await clients.EventsAsync();
        var clock = Stopwatch.StartNew();
        await Task.Delay(window);
        return (await clients.EventsAsync() - before) / clock.Elapsed.TotalSeconds;
    }

    private static async Task WriteAsync(Socket socket, CancellationToken stop)
    {
        byte[][] frames = [.. Enumerable.Range(0, Frames).Select(static i => RelayEvents.FromRelay(i))];
        for (var i = 0; !stop.IsCancellationRequested; i++)
        {
            // A frame that was begun is ended: the next round goes on behind it.
            await RawServer.SendAsync(socket, frames[i % Frames], CancellationToken.None);
        }
    }
}
