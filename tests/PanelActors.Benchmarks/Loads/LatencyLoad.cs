using System.Diagnostics;
using System.Globalization;
using PanelActors.Benchmarks.Relays;
using PanelActors.Benchmarks.Reports;

namespace PanelActors.Benchmarks.Loads;

/// <summary>
/// How old an event is when a client has read it: with few clients and many events, and with many clients and few events.
/// </summary>
public static class LatencyLoad
{
    private const int Few = 100;
    private const int ManyEvents = 1_000;
    private const int Many = 5_000;
    private const int FewEvents = 20;

    // Longer than a start-up would need: a daemon spends its first seconds under load compiling what turns out to be done often.
    private static readonly TimeSpan Begin = TimeSpan.FromSeconds(8);

    public static async Task<Report> RunAsync(LoadSettings settings)
    {
        var window = TimeSpan.FromSeconds(settings.IsShort ? 3 : 20);
        var report = new Report("latency", string.Create(
            CultureInfo.InvariantCulture,
            $"{RelayEvents.FromRelay(0).Length} bytes an event, {window.TotalSeconds:0} s for each row; "
            + $"daemon, clients and feed are three processes"));
        report.Note(
            "The time is from just before the feed writes the event to when a client's read of it has returned: "
            + "the way to the daemon, ingest, the relay, and waking the client's thread are in it.");

        await using var feed = new RelayFeed();
        using var folder = new ScratchFolder();
        await using var daemon = ChildProcess.Daemon(folder.Path, "--source", $"feed={feed.Url}");
        await daemon.FirstAnswerAsync("api/snapshot", DaemonAnswers.HasBaseline);

        await using (var few = await RelayClients.StartAsync(daemon.Url, Few))
        {
            var cpu = daemon.Cpu;
            var (median, p99, events) = await FollowAsync(few, feed, ManyEvents, window);
            report.Add(
                $"relay, {Few:N0} clients, {ManyEvents:N0} events/s: p99", p99, "ms", "what it may take", 2, new Target(1, AtMost: true));
            report.Add("median of that", median, "ms");
            report.Add("deliveries", events / window.TotalSeconds, "1/s", "those due", (double)Few * ManyEvents);
            report.Add("processor time of the daemon", (daemon.Cpu - cpu) / (window + Begin) * 100, "% of one core");
        }

        await using var many = await RelayClients.StartAsync(daemon.Url, Many);
        await using var raw = new RawServer();
        await using var plain = await RelayClients.StartAsync(raw.Url, Many);
        List<double> writes = [];
        // Plain, relay, plain: whatever else the machine does hits both.
        await WriteAsync(raw, window / 2, writes);
        var relayed = await FollowAsync(many, feed, FewEvents, window);
        await plain.ClearAsync();
        await WriteAsync(raw, window / 2, writes);
        var read = await plain.LatenciesAsync();
        const string Writing = "writing once to each socket, one after another";
        report.Add(
            $"relay, {Many:N0} clients, {FewEvents} events/s: p99", relayed.P99, "ms", Writing, Sides.Median(writes),
            new Target(1, AtMost: true));
        report.Add("median of that", relayed.Median, "ms", "from before the first of those writes to the read, median", read.Median);
        report.Add("p99 once more", relayed.P99, "ms", "from before the first of those writes to the read, p99", read.P99);
        report.Add("deliveries", relayed.Events / window.TotalSeconds, "1/s", "those due", (double)Many * FewEvents);
        return report;
    }

    private static async Task<(double Median, double P99, long Events)> FollowAsync(
        RelayClients clients, RelayFeed feed, int rate, TimeSpan window)
    {
        feed.Rate = rate;
        await Task.Delay(Begin);
        await clients.ClearAsync();
        var before = await clients.EventsAsync();
        await Task.Delay(window);
        var (median, p99) = await clients.LatenciesAsync();
        var events = await clients.EventsAsync() - before;
        feed.Rate = 0;
        await clients.SettleAsync();
        return (median, p99, events);
    }

    private static async Task WriteAsync(RawServer server, TimeSpan length, List<double> times)
    {
        var sockets = server.Sockets;
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(1.0 / FewEvents));
        var clock = Stopwatch.StartNew();
        while (clock.Elapsed < length && await timer.WaitForNextTickAsync())
        {
            var sent = Stopwatch.GetTimestamp();
            var frame = RelayEvents.FromRelay(sent);
            foreach (var socket in sockets) await RawServer.SendAsync(socket, frame, CancellationToken.None);
            times.Add(Stopwatch.GetElapsedTime(sent).TotalMilliseconds);
        }
    }
}
