using System.Diagnostics;
using System.Globalization;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using PanelActors.Benchmarks.Reports;
using PanelActors.Configuration;
using PanelActors.Hosting;
using PanelActors.Simulator;
using PanelActors.Stores;

namespace PanelActors.Benchmarks.Loads;

/// <summary>
/// What many sources cost: the whole daemon with built-in feeds of two ticks a second. The feeds live in the same process, so their
/// share is measured by the same feeds with plain readers in place of the daemon, in a separate process.
/// </summary>
public static class SourcesLoad
{
    private const string Feed = "simulator:?interval=00:00:00.500&seed=";
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(100);

    /// <summary>Runs the daemon with <paramref name="count"/> sources.</summary>
    public static async Task<Report> RunDaemonAsync(int count, int seconds)
    {
        var settings = new Dictionary<string, string?>
        {
            ["PanelActors:Urls"] = "http://127.0.0.1:0",
            ["PanelActors:Persistence:Enabled"] = "false",
            ["Serilog:MinimumLevel:Default"] = "Warning",
        };
        for (var i = 0; i < count; i++)
        {
            settings[$"PanelActors:Sources:{i}:Name"] = $"source-{i}";
            settings[$"PanelActors:Sources:{i}:Url"] = AddressOf(i);
        }

        await using var app = DaemonHost.Build(LoadedConfiguration.Of(new ConfigurationBuilder().AddInMemoryCollection(settings).Build()));
        var started = Stopwatch.GetTimestamp();
        await app.StartAsync();
        var stores = app.Services.GetRequiredService<StoreRegistry>().All;
        using var patience = new CancellationTokenSource(Patience);
        foreach (var store in stores)
        {
            var snapshot = store.Board.Current;
            while (snapshot.State.FullCount == 0) snapshot = await store.Board.WaitForChangeAsync(snapshot.Version, patience.Token);
        }

        var filled = Stopwatch.GetElapsedTime(started);
        var usage = ResourceUsage.Begin();
        var applied = Applied(stores);
        var oldest = TimeSpan.Zero;
        await LookUntilAsync(seconds, () =>
        {
            var now = TimeProvider.System.GetUtcNow();
            foreach (var store in stores)
            {
                if (store.HeartbeatAt(now).Age is { } age && age > oldest) oldest = age;
            }
        });
        usage.End();
        var report = Took($"the daemon with {count} sources", seconds, usage, Applied(stores) - applied);
        report.Add("oldest data seen", oldest.TotalMilliseconds, "ms");
        report.Add("start to the last source's baseline", filled.TotalSeconds, "s");
        await app.StopAsync();
        return report;
    }

    /// <summary>Reads the same feeds with nothing but HTTP clients.</summary>
    public static async Task<Report> RunPlainAsync(int count, int seconds)
    {
        await using var server = await SimulatorServer.StartAsync();
        using var http = new HttpClient();
        using var stop = new CancellationTokenSource();
        var frames = new long[count];
        var ready = new TaskCompletionSource[count];
        var readers = new Task[count];
        for (var i = 0; i < count; i++)
        {
            ready[i] = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            readers[i] = ReadAsync(http, UrlOf(server, i), frames, i, ready[i], stop.Token);
        }

        await Task.WhenAll(ready.Select(baseline => baseline.Task)).WaitAsync(Patience);
        var usage = ResourceUsage.Begin();
        var before = frames.Sum();
        await LookUntilAsync(seconds, static () => { });
        usage.End();
        var report = Took($"the feeds with {count} plain readers", seconds, usage, frames.Sum() - before);
        await stop.CancelAsync();
        await Task.WhenAll(readers);
        return report;
    }

    private static string AddressOf(int seed) => Feed + seed.ToString(CultureInfo.InvariantCulture);

    private static Uri UrlOf(SimulatorServer server, int seed) =>
        SimulatorSettings.TryParse(new Uri(AddressOf(seed)), out var settings, out var error)
            ? new Uri(server.AddressOf(settings) + "?force_full=1") : throw new InvalidOperationException(error);

    private static async Task ReadAsync(
        HttpClient http, Uri url, long[] frames, int index, TaskCompletionSource ready, CancellationToken stop)
    {
        try
        {
            using var response = await http.GetAsync(url, HttpCompletionOption.ResponseHeadersRead, stop);
            await using var body = await response.EnsureSuccessStatusCode().Content.ReadAsStreamAsync(stop);
            var buffer = new byte[64 * 1024];
            while (await body.ReadAsync(buffer, stop) is var length and > 0)
            {
                // A frame's end on the border of two reads is missed; at hundreds of bytes a frame that is noise.
                frames[index] += buffer.AsSpan(0, length).Count("\n\n"u8);
                if (frames[index] > 0) ready.TrySetResult();
            }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // The measurement is over.
        }
        catch (Exception failure)
        {
            ready.TrySetException(failure);
            throw;
        }
    }

    private static async Task LookUntilAsync(int seconds, Action look)
    {
        using var timer = new PeriodicTimer(Look);
        var started = Stopwatch.GetTimestamp();
        do
        {
            look();
        }
        while (Stopwatch.GetElapsedTime(started) < TimeSpan.FromSeconds(seconds) && await timer.WaitForNextTickAsync());
    }

    private static long Applied(IReadOnlyList<Store> stores) => stores.Sum(store => store.Board.Current.State.UiGeneration);

    private static Report Took(string side, int seconds, ResourceUsage usage, long events)
    {
        var report = new Report("sources", $"{side}, {seconds} s");
        report.Add("processor time", usage.Cores * 100, "% of one core");
        report.Add("working set", usage.WorkingSetMegabytes, "MB");
        report.Add("managed heap", usage.HeapMegabytes, "MB");
        report.Add("threads", usage.Threads, "");
        report.Add("events", events / usage.Elapsed.TotalSeconds, "1/s");
        return report;
    }
}
