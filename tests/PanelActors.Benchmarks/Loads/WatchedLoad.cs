using System.Globalization;
using PanelActors.Benchmarks.Reports;
using PanelActors.History;
using PanelActors.State;
using PanelActors.Tree;

namespace PanelActors.Benchmarks.Loads;

/// <summary>What it costs that numbers are kept over time: processor time beside that of ingest, and memory.</summary>
public static class WatchedLoad
{
    private const int EventsPerSecond = 2_000;
    private const int Window = 900;
    private const int Passes = 10;
    private const string OneThread = "bytes to applied state, one thread, no actor";
    private const string Graph = "bytes to applied state, the whole graph";
    private const string Series = "the series of each second";

    public static async Task<Report> RunAsync(LoadSettings settings)
    {
        var workload = settings.CreateWorkload();
        var reads = workload.ReadsOf(64 * 1024);
        var states = Seconds(reads);
        var series = new StoreSeries(Window, int.MaxValue);
        var step = 0;

        await using var graph = new GraphRunner();
        var rounds = settings.Rounds(usual: 15, whenShort: 7);
        var costs = new Dictionary<string, List<double>> { [OneThread] = [], [Graph] = [], [Series] = [] };
        for (var round = -4; round < rounds; round++)
        {
            await CostAsync(OneThread, round, () => Task.FromResult(Seconds(reads)));
            await CostAsync(Graph, round, () => graph.RunAsync(reads, workload.Payloads.Count));
            // Some passes at once: processor time is known to some milliseconds only. The first ones wait for the compiler.
            await CostAsync(Series, round, () =>
            {
                for (var pass = 0; pass < Passes; pass++)
                {
                    foreach (var state in states) series.Sample(state, step++, null);
                }

                return Task.CompletedTask;
            }, Passes);
        }

        var report = new Report("watched", string.Create(
            CultureInfo.InvariantCulture,
            $"{workload}, {EventsPerSecond:N0} of them a second; median of {rounds} rounds"));
        var ratio = Sides.Median(costs[Series].Zip(costs[Graph], static (own, other) => own / other));
        report.Add(
            "processor time of the series", Sides.Median(costs[Series]), "ns/event", Graph, Sides.Median(costs[Graph]),
            new Target(0.1, AtMost: true), ratio);
        report.Add(
            "processor time of the series", Sides.Median(costs[Series]), "ns/event", OneThread, Sides.Median(costs[OneThread]));
        Remember(report, states);
        return report;

        async Task CostAsync(string what, int round, Func<Task> work, int passes = 1)
        {
            GC.Collect();
            var before = Environment.CpuUsage.TotalTime;
            await work();
            var cost = Environment.CpuUsage.TotalTime - before;
            if (round >= 0) costs[what].Add(cost.TotalNanoseconds / workload.Payloads.Count / passes);
        }
    }

    // The panels at the end of each second.
    private static List<PanelObject> Seconds(IReadOnlyList<ReadOnlyMemory<byte>> reads)
    {
        var (state, limits, states) = (PanelState.Initial, new StateLimits(), new List<PanelObject>());
        IngestLoad.Decode(reads, decoded =>
        {
            foreach (var panelEvent in decoded)
            {
                state = state.Apply(panelEvent, DateTimeOffset.UnixEpoch, limits).State;
                if (state.UiGeneration % EventsPerSecond == 0) states.Add(state.Status!);
            }
        });
        return states;
    }

    private static void Remember(Report report, List<PanelObject> states)
    {
        var before = GC.GetTotalMemory(forceFullCollection: true);
        var series = new StoreSeries(Window, int.MaxValue);
        for (var step = 0; step < Window; step++) series.Sample(states[step % states.Count], step, null);
        var bytes = GC.GetTotalMemory(forceFullCollection: true) - before;
        var values = new double[Window];
        var samples = 0L;
        foreach (var path in series.Find(SeriesPath.Parse("/**")!, int.MaxValue))
        {
            series.Read(path, 0, values);
            for (var i = 0; i < Window; i++) samples += i == 0 || !values[i].Equals(values[i - 1]) ? 1 : 0;
        }

        report.Add("numbers kept", series.Count, "");
        report.Add($"their changes in {Window} seconds", samples, "");
        report.Add("memory of that", bytes / (double)(1 << 20), "MiB");
        report.Add("memory for each change", bytes / (double)samples, "B", "what it may take", 16, new Target(1, AtMost: true));
        GC.KeepAlive(series);
    }
}
