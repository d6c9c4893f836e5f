using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using PanelActors.Benchmarks.Relays;
using PanelActors.Benchmarks.Reports;

namespace PanelActors.Benchmarks.Loads;

/// <summary>
/// A daemon that asks for keys beside one that does not: snapshots, the relay, and what wrong keys cost it and its subscribers.
/// </summary>
public static class AccessLoad
{
    private const string Key = "pa_load";
    private const int Clients = 4;
    private const int Subscribers = 1_000;
    private const int DeliveredEvents = 500;
    private const int Followers = 100;
    private const int FollowedEvents = 200;
    private const int WrongKeys = 2_000;
    private const string Open = "the same without access";
    private static readonly TimeSpan Begin = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(8);
    private static readonly byte[] Good = RawHttpClient.Request("/api/snapshot", $"Authorization: Bearer {Key}\r\n");
    private static readonly byte[] Wrong = RawHttpClient.Request("/api/snapshot", $"Authorization: Bearer {Key}x\r\n");
    private static readonly byte[] None = RawHttpClient.Request("/api/snapshot");

    public static async Task<Report> RunAsync(LoadSettings settings)
    {
        var rounds = settings.Rounds(usual: 9, whenShort: 5);
        var window = TimeSpan.FromSeconds(settings.IsShort ? 2 : 5);
        await using var openFeed = new RelayFeed();
        await using var feed = new RelayFeed();
        using var folder = new ScratchFolder();
        await using var open = ChildProcess.Daemon(folder.Path, "--source", $"feed={openFeed.Url}");
        using var closedFolder = new ScratchFolder();
        await File.WriteAllTextAsync(Path.Combine(closedFolder.Path, "access.json"), Configuration(feed.Url));
        await using var closed = ChildProcess.Daemon(closedFolder.Path, "--config", "access.json");
        await open.FirstAnswerAsync("api/snapshot", DaemonAnswers.HasBaseline);
        await closed.FirstAnswerAsync("health/live", static _ => true);
        using var asking = new RawHttpClient(closed.Url);
        while (asking.Ask(Good) != 200) await Task.Delay(Begin);

        var report = new Report("access", string.Create(
            CultureInfo.InvariantCulture,
            $"a snapshot of {RelayEvents.Baseline().Length:N0} bytes over {Clients} keep-alive connections; {Subscribers:N0} subscribers "
            + $"of {DeliveredEvents} events/s; {Followers} subscribers of {FollowedEvents} events/s; "
            + $"median of {rounds} rounds of {window.TotalSeconds:0} s"));
        report.Note(
            "Both daemons, the subscribers, and the feeds, which also ask, are separate processes on the same machine. What is compared is "
            + "measured in turn. Keys are shown as `Authorization: Bearer`; as `X-Api-Key` the web server's reading of them costs more.");
        await AskAsync(report, settings, open, closed);
        await DeliverAsync(report, rounds, window, (feed, closed), (openFeed, open));
        await FollowAsync(report, rounds, window, feed, closed);
        return report;
    }

    private static async Task AskAsync(Report report, LoadSettings settings, ChildProcess open, ChildProcess closed)
    {
        var count = settings.Rounds(usual: 8_000, whenShort: 4_000);
        var sides = new Sides(count);
        sides.Add("`GET /api/snapshot` with a key", () => RawHttpClient.AskAllAsync(closed.Url, Good, Clients, count, 200));
        sides.Add(Open, () => RawHttpClient.AskAllAsync(open.Url, None, Clients, count, 200));
        var rounds = settings.Rounds(usual: 15, whenShort: 9);
        await sides.RunAsync(rounds, warmups: 4);
        report.Add(
            "`GET /api/snapshot` with a key", sides.RateOf("`GET /api/snapshot` with a key"), "answers/s", Open, sides.RateOf(Open),
            new Target(0.95), sides.RatioOf("`GET /api/snapshot` with a key", Open));

        List<double> wrong = [], right = [];
        for (var round = -1; round < rounds; round++)
        {
            var (one, other) = (await CostAsync(Wrong, 401), await CostAsync(Good, 200));
            if (round < 0) continue;
            wrong.Add(one);
            right.Add(other);
        }

        report.Add(
            "processor time of the daemon for a wrong key", Sides.Median(wrong), "µs", "for a whole snapshot with a key",
            Sides.Median(right), new Target(0.1, AtMost: true));

        async Task<double> CostAsync(byte[] request, int status)
        {
            var before = closed.Cpu;
            await RawHttpClient.AskAllAsync(closed.Url, request, Clients, count, status);
            return (closed.Cpu - before).TotalMicroseconds / count;
        }
    }

    private static async Task DeliverAsync(
        Report report, int rounds, TimeSpan window,
        (RelayFeed Feed, ChildProcess Daemon) closed, (RelayFeed Feed, ChildProcess Daemon) open)
    {
        await using var with = await RelayClients.StartAsync(closed.Daemon.Url, Subscribers, Key);
        await using var without = await RelayClients.StartAsync(open.Daemon.Url, Subscribers);
        List<double> own = [], beside = [];
        for (var round = -1; round < rounds; round++)
        {
            var (one, other) = (await CostAsync(with, closed, round), await CostAsync(without, open, round));
            if (round < 0) continue;
            own.Add(one);
            beside.Add(other);
        }

        report.Add(
            $"processor time of the daemon for a delivery, {Subscribers:N0} subscribers with a key", Sides.Median(own), "ns", Open,
            Sides.Median(beside), new Target(1 / 0.95, AtMost: true), Sides.Median(own.Zip(beside, static (one, other) => one / other)));

        // At full speed two equal daemons differ by a third: by how often their subscribers happen to be late.
        async Task<double> CostAsync(RelayClients clients, (RelayFeed Feed, ChildProcess Daemon) side, int round)
        {
            side.Feed.Rate = DeliveredEvents;
            await Task.Delay(round < 0 ? WarmUp : Begin);
            var (events, cpu) = (await clients.EventsAsync(), side.Daemon.Cpu);
            await Task.Delay(window);
            var cost = (side.Daemon.Cpu - cpu).TotalNanoseconds / (await clients.EventsAsync() - events);
            side.Feed.Rate = 0;
            await clients.SettleAsync();
            return cost;
        }
    }

    private static async Task FollowAsync(Report report, int rounds, TimeSpan window, RelayFeed feed, ChildProcess closed)
    {
        await using var followers = await RelayClients.StartAsync(closed.Url, Followers, Key);
        feed.Rate = FollowedEvents;
        await Task.Delay(WarmUp / 2);
        List<double> quiet = [], attacked = [];
        var asked = 0L;
        for (var round = 0; round < rounds; round++)
        {
            quiet.Add(await P99Async());
            using var stop = new CancellationTokenSource();
            var attack = AttackAsync(closed.Url, stop.Token);
            await Task.Delay(Begin);
            attacked.Add(await P99Async());
            await stop.CancelAsync();
            asked += await attack;
        }

        feed.Rate = 0;
        await followers.SettleAsync();
        report.Add(
            $"p99 of {Followers} subscribers while {WrongKeys:N0} wrong keys come each second", Sides.Median(attacked), "ms",
            "while none come", Sides.Median(quiet), new Target(1.25, AtMost: true));
        report.Add("wrong keys that came each second", asked / ((window + Begin) * rounds).TotalSeconds, "1/s", "those due", WrongKeys);

        async Task<double> P99Async()
        {
            await followers.ClearAsync();
            await Task.Delay(window);
            return (await followers.LatenciesAsync()).P99;
        }
    }

    private static async Task<long> AttackAsync(Uri server, CancellationToken stop)
    {
        const int PerSecond = 100;
        var asked = 0L;
        using var client = new RawHttpClient(server);
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(1.0 / PerSecond));
        try
        {
            while (await timer.WaitForNextTickAsync(stop))
            {
                for (var i = 0; i < WrongKeys / PerSecond; i++, asked++) client.Ask(Wrong);
            }
        }
        catch (OperationCanceledException)
        {
            // The round is over.
        }

        return asked;
    }

    private static string Configuration(Uri feed)
    {
        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Key)));
        return $$"""
            { "PanelActors": {
              "Sources": [ { "Name": "feed", "Url": "{{feed}}" } ],
              "Access": { "Keys": [ { "Name": "load", "Sha256": ["{{hash}}"], "May": ["read"] } ] }
            } }
            """;
    }
}
