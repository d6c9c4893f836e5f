using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Text.Json;
using Akka.Actor;
using Akka.Streams;
using Akka.Streams.Dsl;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using PanelActors.Configuration;
using PanelActors.Events;
using PanelActors.Framing;
using PanelActors.Ingest;
using PanelActors.State;
using PanelActors.Telemetry;
using PanelActors.Upstream;

namespace PanelActors.Benchmarks;

/// <summary>Bytes to applied state through the real graph and the real actor, beside a bare tokenising pass over the same payloads.</summary>
public static class IngestLoad
{
    private const int Rounds = 7;

    /// <summary>Runs all sides in turn and prints the median of each, and its ratio to the first.</summary>
    public static async Task RunAsync(int diffs, int seed)
    {
        var workload = DiffWorkload.Create(diffs, seed);
        using var system = ActorSystem.Create("load", "akka.loglevel = WARNING");
        using var materializer = system.Materializer();
        (string Name, Func<Task> Run, List<double> Rates)[] sides =
        [
            ("bare `Utf8JsonReader` pass", () => Synchronous(() => PassBare(workload)), []),
            ("bytes to frames", () => Synchronous(() => Walk(workload, _ => { })), []),
            ("bytes to events", () => Synchronous(() => Decode(workload, _ => { })), []),
            ("bytes to applied state, one thread, no actor", () => Synchronous(() => Apply(workload)), []),
            ("bytes to applied state, the whole graph", () => RunGraphAsync(workload, system, materializer), []),
        ];

        var allocated = 0.0;
        for (var round = 0; round <= Rounds; round++)
        {
            foreach (var (_, run, rates) in sides)
            {
                GC.Collect();
                var before = GC.GetTotalAllocatedBytes(precise: true);
                var clock = Stopwatch.StartNew();
                await run();
                // The first round warms everything up.
                if (round > 0) rates.Add(workload.Payloads.Count / clock.Elapsed.TotalSeconds);
                allocated = (GC.GetTotalAllocatedBytes(precise: true) - before) / (double)workload.Payloads.Count;
            }
        }

        Console.WriteLine($"{diffs:N0} structured diffs of {workload.MeanDiffBytes:0} bytes after a baseline of 60 panels with 20 rows; median of {Rounds} rounds, seed {seed}");
        Console.WriteLine();
        Console.WriteLine("| what | events/s | ratio |");
        Console.WriteLine("|---|---:|---:|");
        var bare = Median(sides[0].Rates);
        foreach (var (name, _, rates) in sides) Console.WriteLine($"| {name} | {Median(rates):N0} | {Median(rates) / bare:0.00} |");
        Console.WriteLine();
        Console.WriteLine($"allocated per event by the whole graph: {allocated:0} bytes");
    }

    private static Task Synchronous(Action run)
    {
        run();
        return Task.CompletedTask;
    }

    private static void PassBare(DiffWorkload workload)
    {
        foreach (var payload in workload.Payloads)
        {
            var reader = new Utf8JsonReader(payload);
            while (reader.Read())
            {
            }
        }
    }

    private static void Walk(DiffWorkload workload, Action<SseBatch> next)
    {
        var decoder = new SseDecoder(new LimitsOptions().MaxEventBytes);
        foreach (var read in workload.Reads)
        {
            var batch = new SseBatch();
            decoder.Decode(read, batch);
            next(batch);
        }
    }

    private static void Decode(DiffWorkload workload, Action<IReadOnlyList<PanelEvent>> next)
    {
        var decoder = new PanelEventDecoder(DiffForm.Auto, new LimitsOptions().MaxDepth);
        Walk(workload, batch => next(decoder.Decode(batch)));
    }

    private static void Apply(DiffWorkload workload)
    {
        var state = PanelState.Initial;
        var limits = new StateLimits();
        Decode(workload, events =>
        {
            foreach (var panelEvent in events) state = state.Apply(panelEvent, DateTimeOffset.UnixEpoch, limits).State;
        });
        if (state.DiffAppliedCount != workload.Payloads.Count - 1) throw new InvalidOperationException("Not every diff was applied.");
    }

    private static async Task RunGraphAsync(DiffWorkload workload, ActorSystem system, IMaterializer materializer)
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

        IngestGraph.Create(settings, new ConnectionPlan(1, settings.Request), bytes, source, ActorRefs.Nobody, state).Run(materializer);
        var snapshot = board.Current;
        while (snapshot.State.FullCount + snapshot.State.DiffAppliedCount < workload.Payloads.Count)
            snapshot = await board.WaitForChangeAsync(snapshot.Version, CancellationToken.None);
        system.Stop(state);
    }

    private static double Median(List<double> values)
    {
        values.Sort();
        return values[values.Count / 2];
    }
}
