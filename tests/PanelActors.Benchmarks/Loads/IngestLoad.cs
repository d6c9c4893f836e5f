using System.Text.Json;
using PanelActors.Benchmarks.Reports;
using PanelActors.Benchmarks.Workloads;
using PanelActors.Configuration;
using PanelActors.Protocol;
using PanelActors.Protocol.Decode;
using PanelActors.Protocol.Sse;
using PanelActors.State;

namespace PanelActors.Benchmarks.Loads;

/// <summary>Bytes to applied state, beside a bare tokenising pass over the same payloads and beside a naive ingestor.</summary>
public static class IngestLoad
{
    private const int ReadSize = 64 * 1024;
    private const string Bare = "bare `Utf8JsonReader` pass";
    private const string Frames = "bytes to frames";
    private const string Events = "bytes to events";
    private const string OneThread = "bytes to applied state, one thread, no actor";
    private const string Graph = "bytes to applied state, the whole graph";
    private const string Http = "the whole graph over loopback HTTP from another process";
    private const string Naive = "naive ingestor";

    /// <summary>Runs all sides in turn.</summary>
    public static async Task<Report> RunAsync(LoadSettings settings)
    {
        var workload = settings.CreateWorkload();
        var reads = workload.ReadsOf(ReadSize);
        await using var feed = await FeedProcess.StartAsync(workload);
        await using var graph = new GraphRunner();

        var sides = new Sides(workload.Payloads.Count);
        sides.Add(Bare, () => PassBare(workload));
        sides.Add(Frames, () => Walk(reads, static _ => { }));
        sides.Add(Events, () => Decode(reads, static _ => { }));
        sides.Add(OneThread, () => Apply(reads, workload.Payloads.Count));
        sides.Add(Graph, () => graph.RunAsync(reads, workload.Payloads.Count));
        sides.Add(Http, () => graph.RunAsync(feed.Url, workload.Payloads.Count));
        sides.Add(Naive, () => new NaiveIngestor().Read(new MemoryStream(workload.Stream)));
        var rounds = settings.Rounds(usual: 9, whenShort: 5);
        await sides.RunAsync(rounds, warmups: 2);

        var report = new Report("ingest", $"{workload}; median of {rounds} rounds");
        report.Add(Bare, sides.RateOf(Bare), "events/s");
        sides.AddTo(report, Frames, Bare);
        sides.AddTo(report, Events, Bare);
        sides.AddTo(report, OneThread, Bare);
        // The targets are set for the feed's own mix of events; others are reported.
        var real = workload.Kind == WorkloadKind.Real;
        sides.AddTo(report, Graph, Bare, real ? new Target(0.5) : null);
        sides.AddTo(report, Http, Graph, real ? new Target(0.6) : null);
        report.Add(Naive, sides.RateOf(Naive), "events/s");
        sides.AddTo(report, Graph, Naive, real ? new Target(3) : null);
        report.Add("allocated by the whole graph", sides.AllocatedOf(Graph), "B/event", Naive, sides.AllocatedOf(Naive));
        return report;
    }

    /// <summary>One pass over all tokens and nothing else.</summary>
    internal static void PassBare(Workload workload)
    {
        foreach (var payload in workload.Payloads)
        {
            var reader = new Utf8JsonReader(payload);
            while (reader.Read())
            {
            }
        }
    }

    /// <summary>Bytes to frames.</summary>
    internal static void Walk(IReadOnlyList<ReadOnlyMemory<byte>> reads, Action<SseBatch> next)
    {
        var decoder = new SseDecoder(new LimitsOptions().MaxEventBytes);
        foreach (var read in reads)
        {
            var batch = new SseBatch();
            decoder.Decode(read, batch);
            next(batch);
        }
    }

    /// <summary>Bytes to events.</summary>
    internal static void Decode(IReadOnlyList<ReadOnlyMemory<byte>> reads, Action<IReadOnlyList<PanelEvent>> next)
    {
        var decoder = new PanelEventDecoder(DiffForm.Auto, new LimitsOptions().MaxDepth);
        Walk(reads, batch => next(decoder.Decode(batch)));
    }

    private static void Apply(IReadOnlyList<ReadOnlyMemory<byte>> reads, int events)
    {
        var state = PanelState.Initial;
        var limits = new StateLimits();
        Decode(reads, decoded =>
        {
            foreach (var panelEvent in decoded) state = state.Apply(panelEvent, DateTimeOffset.UnixEpoch, limits).State;
        });
        if (state.UiGeneration != events) throw new InvalidOperationException($"{state.UiGeneration} of {events} events were applied.");
    }
}
