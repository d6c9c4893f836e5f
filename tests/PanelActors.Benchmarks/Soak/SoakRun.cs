using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using PanelActors.Benchmarks.Loads;
using PanelActors.Simulator;

namespace PanelActors.Benchmarks.Soak;

/// <summary>
/// A daemon in a separate process under everything that happens to it in months: feeds with every fault, clients that come, go and stall,
/// edits of its configuration, kills. In rounds: some time of that, then a quiet point, at which all readers have to agree with the feeds.
/// </summary>
internal sealed class SoakRun : IAsyncDisposable
{
    private const string Interval = "interval=00:00:00.200";
    private static readonly TimeSpan Round = TimeSpan.FromSeconds(12);
    private static readonly TimeSpan MostBetweenKills = TimeSpan.FromMinutes(30);
    private static readonly TimeSpan Convergence = TimeSpan.FromSeconds(20);

    // For what is on its way, for the tick by which health changes, and for the writing of the history.
    private static readonly TimeSpan Slack = TimeSpan.FromSeconds(2);

    // Every kind of fault. A feed that is silent, or takes no clients, at a quiet point cannot be asked then.
    private static readonly Dictionary<string, string> Settings = new()
    {
        ["panels"] = $"{Interval}&fault=drop:90,close:130,badjson:70,generation:110,incomplete:150,old:170&full_every=400",
        ["summary"] = $"{Interval}&seed=2&dialect=summary&fault=drop:120,badjson:190,incomplete:230",
        ["silent"] = $"{Interval}&seed=3&fault=silence:100,close:210",
        ["refusing"] = $"{Interval}&seed=4&fault=refuse:100,close:100",
    };

    private readonly ScratchFolder _folder = new();
    private readonly SoakTime _time;
    private readonly Random _random = new(1);
    private readonly List<SoakFigures> _life = [];
    private readonly List<string> _broken;
    private readonly List<SoakClient> _clients = [];
    private readonly Dictionary<string, int> _converged = [];
    private readonly SimulatorServer _feeds;
    private readonly SoakReceiver _receiver;
    private readonly SoakConfiguration _configuration;
    private readonly SoakDaemon _daemon;
    private readonly string _file;
    private int _quiets, _kills, _edits;

    private SoakRun(SimulatorServer feeds, SoakTime time, SoakReceiver receiver, List<string> broken)
    {
        (_feeds, _time, _receiver, _broken) = (feeds, time, receiver, broken);
        _file = Path.Combine(_folder.Path, "soak.json");
        _configuration = new SoakConfiguration(
            Settings.ToDictionary(static one => one.Key, one => AddressOf(one.Value)), FreeUrl(), receiver.Url);
        _daemon = new SoakDaemon(_folder.Path, _configuration.Url);
    }

    public static async Task<SoakRun> CreateAsync()
    {
        var (time, broken) = (new SoakTime(), new List<string>());
        var receiver = await SoakReceiver.StartAsync(line => Break(broken, line));
        return new SoakRun(await SimulatorServer.StartAsync(time), time, receiver, broken);
    }

    /// <summary>Runs, prints a row each minute and a verdict at the end. False where anything was broken.</summary>
    public async Task<bool> RunAsync(TimeSpan length)
    {
        var betweenKills = length / 3 < MostBetweenKills ? length / 3 : MostBetweenKills;
        await _configuration.WriteAsync(_file, _edits);
        await _daemon.StartAsync();
        foreach (var store in Settings.Keys.Append(SoakConfiguration.All)) _clients.Add(new SoakClient(_daemon.Url, store, Break));
        Console.WriteLine("minute   MiB  handles  threads    events  notified  refused  kills  edits  quiet  broken");
        var (started, killed, row) = (Stopwatch.GetTimestamp(), Stopwatch.GetTimestamp(), 0);
        do
        {
            await BusyAsync();
            await QuietAsync();
            if (Stopwatch.GetElapsedTime(started).TotalMinutes >= row + 1) Print(row = (int)Stopwatch.GetElapsedTime(started).TotalMinutes);
            if (Stopwatch.GetElapsedTime(killed) < betweenKills) continue;
            await RestartAsync();
            killed = Stopwatch.GetTimestamp();
        }
        while (Stopwatch.GetElapsedTime(started) < length);

        EndLife();
        await CheckNotificationsAsync();
        foreach (var store in _configuration.Feeds.Keys.Where(store => !_converged.ContainsKey(store)))
            Break($"{store}: was at no quiet point seen to have what its feed has");
        Print((int)Math.Round(Stopwatch.GetElapsedTime(started).TotalMinutes));
        Console.WriteLine(_broken.Count == 0 ? "All invariants held." : $"{_broken.Count} broken invariants:");
        foreach (var line in _broken) Console.WriteLine($"  {line}");
        return _broken.Count == 0;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var client in _clients) await client.DisposeAsync();
        await _daemon.DisposeAsync();
        await _feeds.DisposeAsync();
        await _receiver.DisposeAsync();
        _folder.Dispose();
    }

    private static void Break(List<string> broken, string what)
    {
        lock (broken) broken.Add($"{DateTimeOffset.UtcNow:HH:mm:ss} {what}");
        Console.Error.WriteLine($"broken: {what}");
    }

    private void Break(string what) => Break(_broken, what);

    // Clients that leave, one that stalls, and perhaps an edit of the configuration.
    private async Task BusyAsync()
    {
        using var leaving = new CancellationTokenSource(Round);
        using var http = new HttpClient { BaseAddress = _daemon.Url };
        var stalled = http.GetAsync($"api/stores/{SoakConfiguration.All}/events", HttpCompletionOption.ResponseHeadersRead, leaving.Token);
        var leavers = Enumerable.Range(0, 10).Select(_ => ReadAsync(http, _random.Next(200, 8000))).ToList();
        if (_quiets % 2 == 1) await _configuration.WriteAsync(_file, ++_edits);
        for (var second = 0; second < Round.TotalSeconds; second++)
        {
            await Task.Delay(TimeSpan.FromSeconds(1));
            if (second % 10 == 0 && _daemon.IsRunning) _life.Add(_daemon.Figures());
        }

        if (!_daemon.IsRunning) throw new InvalidOperationException("The daemon has ended.");
        await Task.WhenAll(leavers);
        using var response = await stalled;
    }

    private static async Task ReadAsync(HttpClient http, int milliseconds)
    {
        using var leaving = new CancellationTokenSource(milliseconds);
        try
        {
            await using var stream = await http.GetStreamAsync("events", leaving.Token);
            var buffer = new byte[4096];
            while (await stream.ReadAsync(buffer, leaving.Token) > 0)
            {
                // Only read.
            }
        }
        catch (Exception fault) when (fault is OperationCanceledException or HttpRequestException or IOException)
        {
            // It left, or its store was restarted by an edit.
        }
    }

    // The feeds stand still: what they have, and what is read of them anywhere, has to become the same, and old.
    private async Task QuietAsync()
    {
        _time.IsStopped = true;
        var stopped = DateTimeOffset.UtcNow;
        _quiets++;
        // What was on its way when the clock stopped.
        await Task.Delay(200);
        foreach (var (store, feed) in _configuration.Feeds)
        {
            if (await SoakPanels.OfFeedAsync(feed) is not { } held) continue;
            await RequireAsync($"{store}: its snapshot is not what its feed has", async () =>
                SoakPanels.HashOf(await _daemon.GetAsync($"api/stores/{store}/snapshot")) == held);
            await RequireAsync($"{store}: what its recording says of now is not what its feed has", async () =>
                SoakPanels.HashOf(await PastAsync(store, DateTimeOffset.UtcNow)) == held);
            _converged[store] = _converged.GetValueOrDefault(store) + 1;
        }

        foreach (var client in _clients)
        {
            await RequireAsync($"{client.Store}: a client has other panels than the snapshot", async () =>
                SoakPanels.HashOf(await _daemon.GetAsync($"api/stores/{client.Store}/snapshot")) == client.Panels);
        }

        await RequireAsync("the file is not what the store has", async () =>
            SoakPanels.HashOf(await File.ReadAllTextAsync(Path.Combine(_folder.Path, "data", SoakConfiguration.File)))
                == SoakPanels.HashOf(await _daemon.GetAsync($"api/stores/{SoakConfiguration.All}/snapshot")));
        await CheckAgesAsync(stopped);
        await RequireAsync("a store is ok", async () => !await IsAnyOkAsync());
        _time.IsStopped = false;
    }

    private Task<string> PastAsync(string store, DateTimeOffset at) =>
        _daemon.GetAsync($"api/stores/{store}/snapshot?at={at.ToUnixTimeSeconds()}");

    // The built-in feed has no publish times in its bodies: what it sends is as old as its arrival (specification 1.3). So a source that
    // was cut off gets its backlog when it is connected again, and one that asked for a baseline gets what the feed has now; from then it
    // is ok for as long as any, but for nothing else.
    private async Task CheckAgesAsync(DateTimeOffset stopped)
    {
        var rest = stopped + SoakConfiguration.WarnAfter + Slack - DateTimeOffset.UtcNow;
        if (rest > TimeSpan.Zero) await Task.Delay(rest);
        using var stores = JsonDocument.Parse(await _daemon.GetAsync("api/stores"));
        var fresh = stores.RootElement.EnumerateArray().Where(static store => store.GetProperty("health").GetString() == "ok")
            .Select(static store => store.GetProperty("name").GetString()!).ToHashSet(StringComparer.Ordinal);
        foreach (var store in fresh)
        {
            var now = DateTimeOffset.UtcNow;
            if (!_configuration.Feeds.ContainsKey(store))
            {
                if (!fresh.Overlaps(_configuration.Feeds.Keys)) Break($"{store}: is ok, and none of its members is");
            }
            else if (await SentAtAsync(store) is not { } sent || sent < stopped || now - sent > SoakConfiguration.WarnAfter + Slack)
            {
                Break($"{store}: is ok {(now - stopped).TotalSeconds:0.0} s after its feed stood still at {stopped:HH:mm:ss.fff}, and was "
                    + $"neither connected since nor got a baseline: {await AboutAsync(store)}");
            }
        }
    }

    // When the feed sent something because it was asked to.
    private async Task<DateTimeOffset?> SentAtAsync(string store)
    {
        using var history = JsonDocument.Parse(await _daemon.GetAsync($"api/stores/{store}/history?kind=connection,baseline&limit=10"));
        foreach (var entry in history.RootElement.GetProperty("items").EnumerateArray())
        {
            if (entry.GetProperty("title").GetString() is "open" or "got")
                return DateTimeOffset.UnixEpoch.AddSeconds(entry.GetProperty("at").GetDouble());
        }

        return null;
    }

    private async Task<string> AboutAsync(string store)
    {
        var heartbeat = await _daemon.GetAsync($"api/stores/{store}/heartbeat");
        var history = await _daemon.GetAsync($"api/stores/{store}/history?kind=connection,baseline,health&limit=12");
        return $"{heartbeat} {history}".ReplaceLineEndings("");
    }

    private async Task<bool> IsAnyOkAsync()
    {
        using var stores = JsonDocument.Parse(await _daemon.GetAsync("api/stores"));
        return stores.RootElement.EnumerateArray().Any(static store => store.GetProperty("health").GetString() == "ok");
    }

    private async Task RequireAsync(string what, Func<Task<bool>> holds)
    {
        var began = Stopwatch.GetTimestamp();
        while (!await holds())
        {
            if (Stopwatch.GetElapsedTime(began) > Convergence)
            {
                Break($"{what}, {Convergence.TotalSeconds} s after the feeds stood still");
                return;
            }

            await Task.Delay(100);
        }
    }

    private async Task RestartAsync()
    {
        EndLife();
        await _daemon.KillAsync();
        await _daemon.StartAsync();
        _kills++;
    }

    private void EndLife()
    {
        foreach (var line in SoakFigures.Grown(_life)) Break(line);
        _life.Clear();
    }

    // In a long silence every source becomes stale, which the receiver has to know in the end, whatever it refused on the way.
    private async Task CheckNotificationsAsync()
    {
        _receiver.IsWell = true;
        await Task.Delay(SoakConfiguration.WarnAfter);
        _time.IsStopped = true;
        foreach (var store in _configuration.Feeds.Keys)
        {
            await RequireAsync(
                $"{store}: the receiver does not know that it is stale", () => Task.FromResult(_receiver.LatestOf(store) == "stale"));
        }

        _time.IsStopped = false;
    }

    private void Print(int minute)
    {
        var (figures, (taken, refused)) = (_daemon.Figures(), _receiver.Count);
        var events = _clients.Sum(static one => one.Events);
        Console.WriteLine($"{minute,6} {figures.Memory,5:0} {figures.Handles,8} {figures.Threads,8} {events,9} "
            + $"{taken,9} {refused,8} {_kills,6} {_edits,6} {_quiets,6} {_broken.Count,7}");
    }

    private Uri AddressOf(string settings) => SimulatorSettings.TryParseKey(settings, out var parsed, out var error)
        ? _feeds.AddressOf(parsed) : throw new InvalidOperationException(error);

    private static Uri FreeUrl()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return new Uri($"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}/");
    }
}
