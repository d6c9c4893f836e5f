using System.Diagnostics;
using System.Globalization;
using PanelActors.Benchmarks.Reports;
using PanelActors.Benchmarks.Workloads;

namespace PanelActors.Benchmarks.Loads;

/// <summary>A daemon at a steady rate for a while: does anything grow?</summary>
public static class SteadyLoad
{
    private const int EventsPerSecond = 2_000;
    private const int Clients = 10;
    private const double Megabyte = 1 << 20;
    private static readonly TimeSpan Look = TimeSpan.FromSeconds(1);

    public static async Task<Report> RunAsync(LoadSettings settings)
    {
        var length = TimeSpan.FromMinutes(settings.Minutes ?? (settings.IsShort ? 0.3 : 10));
        // The first minute, or of less than five minutes the first fifth, is for everything to settle.
        var settling = TimeSpan.FromSeconds(Math.Min(60, length.TotalSeconds / 5));
        var workload = Workload.Create(settings.Workload, settings.Events ?? 20_000, settings.Seed);
        await using var feed = PacedFeed.Start(workload, EventsPerSecond);
        using var folder = new ScratchFolder();
        await using var daemon = ChildProcess.Daemon(settings.Daemon, folder.Path, ["--source", $"feed={feed.Url}"]);
        await daemon.FirstAnswerAsync("api/snapshot", DaemonAnswers.HasBaseline);

        using var stop = new CancellationTokenSource();
        var clients = Enumerable.Range(0, Clients).Select(_ => FollowAsync(daemon.Url, stop.Token)).Append(
            PollAsync(daemon.Url, stop.Token)).ToList();
        using var http = new HttpClient { BaseAddress = daemon.Url };
        List<(TimeSpan At, double Gen2, double Events, double WorkingSet)> samples = [];
        var clock = Stopwatch.StartNew();
        using var timer = new PeriodicTimer(Look);
        var cpu = daemon.Cpu;
        while (clock.Elapsed < length && await timer.WaitForNextTickAsync())
        {
            var metrics = await http.GetStringAsync("metrics");
            samples.Add(
                (
                    clock.Elapsed, metrics.Sum("dotnet_gc_collections_total", "gen2"), metrics.Sum("panelactors_events_total"),
                    daemon.WorkingSet));
        }

        var cores = (daemon.Cpu - cpu) / clock.Elapsed;
        await stop.CancelAsync();
        await Task.WhenAll(clients);

        samples.RemoveAll(sample => sample.At < settling);
        var middle = samples[samples.Count / 2];
        var report = new Report("steady", string.Create(
            CultureInfo.InvariantCulture,
            $"{EventsPerSecond:N0} events/s of workload {settings.Workload.ToString().ToLowerInvariant()}, {Clients} subscribers and one "
            + $"that asks for the snapshot every second, {length.TotalMinutes:0.#} minutes of which the first {settling.TotalSeconds:0} s "
            + $"do not count"));
        report.Add(
            "events applied", (samples[^1].Events - samples[0].Events) / (samples[^1].At - samples[0].At).TotalSeconds, "1/s",
            "events sent", EventsPerSecond);
        report.Add("processor time", cores * 100, "% of one core");
        report.Add(
            "gen-2 collections in the second half, and one", samples[^1].Gen2 - middle.Gen2 + 1, "", "in the first half, and one",
            middle.Gen2 - samples[0].Gen2 + 1, new Target(1.5, AtMost: true));
        report.Add(
            "largest working set of the last third", Largest(samples.Skip(samples.Count * 2 / 3)), "MB",
            "of the first third after settling", Largest(samples.Take(samples.Count / 3)), new Target(1.05, AtMost: true));
        return report;

        static double Largest(IEnumerable<(TimeSpan At, double Gen2, double Events, double WorkingSet)> samples) =>
            samples.Max(static sample => sample.WorkingSet) / Megabyte;
    }

    private static async Task FollowAsync(Uri url, CancellationToken stop)
    {
        using var http = new HttpClient { BaseAddress = url };
        var buffer = new byte[64 * 1024];
        try
        {
            await using var events = await http.GetStreamAsync("events", stop);
            while (await events.ReadAsync(buffer, stop) > 0)
            {
            }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            return;
        }

        throw new InvalidOperationException("The daemon ended a subscription.");
    }

    private static async Task PollAsync(Uri url, CancellationToken stop)
    {
        using var http = new HttpClient { BaseAddress = url };
        using var timer = new PeriodicTimer(Look);
        try
        {
            while (await timer.WaitForNextTickAsync(stop)) await http.GetByteArrayAsync("api/snapshot", stop);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // The measurement is over.
        }
    }
}
