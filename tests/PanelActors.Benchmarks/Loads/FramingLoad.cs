using System.Net.ServerSentEvents;
using System.Runtime.InteropServices;
using PanelActors.Benchmarks.Reports;
using PanelActors.Benchmarks.Workloads;
using PanelActors.Protocol.Sse;

namespace PanelActors.Benchmarks.Loads;

/// <summary>Bytes to frames, beside the runtime's parser over the same reads.</summary>
public static class FramingLoad
{
    private const int Kibibyte = 1024;

    // One pass takes a few milliseconds, which one collection more or less would drown.
    private const int Passes = 8;

    /// <summary>Runs each size of event with each size of read.</summary>
    public static async Task<Report> RunAsync(LoadSettings settings)
    {
        var rounds = settings.Rounds(usual: 9, whenShort: 5);
        var report = new Report(
            "framing",
            "the decoder beside `SseParser` with a callback that looks at the span and keeps nothing; "
            + $"median of {rounds} rounds, seed {settings.Seed}");
        var real = Workload.Create(WorkloadKind.Real, 50_000, settings.Seed);
        var large = Workload.Create(WorkloadKind.Large, 200, settings.Seed);
        foreach (var (workload, size, target) in new (Workload, int, Target?)[]
        {
            (real, 64 * Kibibyte, new Target(1.5)), (real, 4 * Kibibyte, null),
            (large, 64 * Kibibyte, new Target(1)), (large, 16 * Kibibyte, null), (large, 4 * Kibibyte, null),
        })
        {
            await CompareAsync(report, workload, size, target, rounds);
        }

        return report;
    }

    private static async Task CompareAsync(Report report, Workload workload, int size, Target? target, int rounds)
    {
        var what = $"events of {workload.MeanBytes:0} B in reads of {size / Kibibyte} KiB";
        var reads = workload.ReadsOf(size);
        var sides = new Sides(workload.Payloads.Count * Passes);
        sides.Add(what, () => Repeat(() => IngestLoad.Walk(reads, static _ => { })));
        sides.Add("`SseParser`", () => Repeat(() => Parse(reads, workload.Payloads.Count)));
        await sides.RunAsync(rounds, warmups: 3);
        sides.AddTo(report, what, "`SseParser`", target);
        report.Add($"{what}: allocated besides payloads and reads", BesidesPayload(workload, reads), "B/event");
    }

    private static void Repeat(Action pass)
    {
        for (var i = 0; i < Passes; i++) pass();
    }

    private static void Parse(IReadOnlyList<ReadOnlyMemory<byte>> reads, int events)
    {
        var count = 0;
        foreach (var item in SseParser.Create(new ReadsStream(reads), static (_, data) => data.Length).Enumerate())
            count += item.Data > 0 ? 1 : 0;
        if (count != events) throw new InvalidOperationException($"{count} of {events} events were read.");
    }

    // A payload within one read is a slice of it; one that lies in several is copied.
    private static double BesidesPayload(Workload workload, IReadOnlyList<ReadOnlyMemory<byte>> reads)
    {
        var decoder = new SseDecoder(int.MaxValue);
        var batch = new SseBatch();
        var own = 0L;
        Run(count: false);
        var before = GC.GetAllocatedBytesForCurrentThread();
        Run(count: true);
        return (GC.GetAllocatedBytesForCurrentThread() - before - own) / (double)workload.Payloads.Count;

        void Run(bool count)
        {
            foreach (var read in reads)
            {
                batch.Clear();
                decoder.Decode(read, batch);
                if (!count) continue;
                MemoryMarshal.TryGetArray(read, out var chunk);
                foreach (var frame in batch.Frames)
                {
                    MemoryMarshal.TryGetArray(frame.Data, out var data);
                    if (data.Array != chunk.Array) own += data.Count;
                }
            }
        }
    }
}
