using System.Diagnostics;
using PanelActors.Benchmarks.Workloads;

namespace PanelActors.Benchmarks.Loads;

/// <summary>An upstream that sends a workload at a steady rate, again and again.</summary>
internal static class PacedFeed
{
    private static readonly TimeSpan Burst = TimeSpan.FromMilliseconds(10);

    /// <summary>Starts one that sends this many events a second, a hundredth of them at once.</summary>
    public static FeedServer Start(Workload workload, int eventsPerSecond)
    {
        var size = (int)(eventsPerSecond * Burst.TotalSeconds);
        List<byte[]> bursts = [.. workload.Payloads.Chunk(size).Select(BurstOf)];
        return new FeedServer((send, stop) => SendAsync(bursts, send, stop));
    }

    private static async Task SendAsync(List<byte[]> bursts, Func<ReadOnlyMemory<byte>, Task> send, CancellationToken stop)
    {
        using var timer = new PeriodicTimer(Burst);
        var clock = Stopwatch.StartNew();
        for (var sent = 0L; await timer.WaitForNextTickAsync(stop);)
        {
            // A tick that came late makes up for those that were missed. The baseline at the beginning of each turn keeps it consistent.
            for (var due = (long)(clock.Elapsed / Burst); sent < due; sent++) await send(bursts[(int)(sent % bursts.Count)]);
        }
    }

    private static byte[] BurstOf(byte[][] payloads) =>
        [.. payloads.SelectMany(static payload => (byte[])[.. "data: "u8, .. payload, .. "\n\n"u8])];
}
