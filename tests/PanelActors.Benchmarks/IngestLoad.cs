using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Text.Json;
using Akka.Actor;
using Akka.Streams;
using Akka.Streams.Dsl;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using PanelActors.Configuration;
using PanelActors.Ingest;
using PanelActors.State;
using PanelActors.Telemetry;
using PanelActors.Upstream;

namespace PanelActors.Benchmarks;

/// <summary>Bytes to applied state through the real graph and the real actor, beside a bare tokenising pass over the same payloads.</summary>
public static class IngestLoad
{
    private const int Rounds = 7;

    /// <summary>Runs both sides in turn and prints the median of each and their ratio.</summary>
    public static async Task RunAsync(int diffs, int seed)
    {
        var workload = DiffWorkload.Create(diffs, seed);
        using var system = ActorSystem.Create("load");
        using var materializer = system.Materializer();
        var bare = new List<double>();
        var graph = new List<double>();
        var allocated = 0.0;
        for (var round = 0; round <= Rounds; round++)
        {
            var bareSeconds = TimeBarePass(workload);
            var before = GC.GetTotalAllocatedBytes(precise: true);
            var graphSeconds = await TimeGraphAsync(workload, system, materializer);
            allocated = (GC.GetTotalAllocatedBytes(precise: true) - before) / (double)workload.Payloads.Count;
            // The first round warms both sides up.
            if (round == 0) continue;
            bare.Add(workload.Payloads.Count / bareSeconds);
            graph.Add(workload.Payloads.Count / graphSeconds);
        }

        var (bareRate, graphRate) = (Median(bare), Median(graph));
        Console.WriteLine($"{diffs:N0} structured diffs of {workload.MeanDiffBytes:0} bytes after a baseline of 60 panels with 20 rows; median of {Rounds} rounds, seed {seed}");
        Console.WriteLine();
        Console.WriteLine("| what | events/s | ratio |");
        Console.WriteLine("|---|---:|---:|");
        Console.WriteLine($"| bare Utf8JsonReader pass | {bareRate:N0} | 1.00 |");
        Console.WriteLine($"| bytes to applied state, whole graph | {graphRate:N0} | {graphRate / bareRate:0.00} |");
        Console.WriteLine();
        Console.WriteLine($"allocated per event: {allocated:0} bytes");
    }

    private static double TimeBarePass(DiffWorkload workload)
    {
        var clock = Stopwatch.StartNew();
        foreach (var payload in workload.Payloads)
        {
            var reader = new Utf8JsonReader(payload);
            while (reader.Read())
            {
            }
        }

        return clock.Elapsed.TotalSeconds;
    }

    private static async Task<double> TimeGraphAsync(DiffWorkload workload, ActorSystem system, IMaterializer materializer)
    {
        using var meters = new ServiceCollection().AddMetrics().BuildServiceProvider();
        using var metrics = new PanelActorsMetrics(meters.GetRequiredService<IMeterFactory>(), enabled: true);
        var source = metrics.ForSource("load");
        var board = new StoreBoard("load");
        var time = TimeProvider.System;
        var state = system.ActorOf(Props.Create(() => new PanelStateActor(
            board, new StateLimits(50, 256 << 20), time, source, new LogThrottle(time, TimeSpan.FromSeconds(10)), NullLogger.Instance)));
        var settings = new IngestSettings(
            "load", new UpstreamRequest(new Uri("http://127.0.0.1/")), DiffForm.Auto, new LimitsOptions(), new ReconnectOptions(), new ResyncOptions());
        var bytes = Source.From(workload.Reads).MapMaterializedValue(_ => Task.CompletedTask);

        var clock = Stopwatch.StartNew();
        IngestGraph.Create(settings, 1, bytes, source, ActorRefs.Nobody, state).Run(materializer);
        var snapshot = board.Current;
        while (snapshot.State.FullCount + snapshot.State.DiffAppliedCount < workload.Payloads.Count)
            snapshot = await board.WaitForChangeAsync(snapshot.Version, CancellationToken.None);
        var seconds = clock.Elapsed.TotalSeconds;
        system.Stop(state);
        return seconds;
    }

    private static double Median(List<double> values)
    {
        values.Sort();
        return values[values.Count / 2];
    }
}
