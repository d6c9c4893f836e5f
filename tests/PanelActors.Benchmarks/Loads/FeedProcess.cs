using System.Diagnostics;
using System.Globalization;
using PanelActors.Benchmarks.Workloads;

namespace PanelActors.Benchmarks.Loads;

/// <summary>A <see cref="FeedServer"/> in a separate process, which sends a whole workload to everyone who connects.</summary>
public sealed class FeedProcess : IAsyncDisposable
{
    /// <summary>The command that <see cref="ServeAsync"/> is behind.</summary>
    public const string Command = "feed";

    private const int ChunkBytes = 16 * 1024;

    private readonly Process _process;

    private FeedProcess(Process process, Uri url) => (_process, Url) = (process, url);

    /// <summary>Its address.</summary>
    public Uri Url { get; }

    public static async Task<FeedProcess> StartAsync(Workload workload)
    {
        var start = new ProcessStartInfo("dotnet",
        [
            typeof(FeedProcess).Assembly.Location, Command, "--workload", workload.Kind.ToString(),
            "--events", (workload.Payloads.Count - 1).ToString(CultureInfo.InvariantCulture),
            "--seed", workload.Seed.ToString(CultureInfo.InvariantCulture),
        ])
        { RedirectStandardInput = true, RedirectStandardOutput = true };
        var process = Process.Start(start)!;
        var url = await process.StandardOutput.ReadLineAsync();
        return new FeedProcess(process, new Uri(url ?? throw new InvalidOperationException("The feed's process has ended.")));
    }

    /// <summary>The work of that process: prints its address, and serves until its input ends.</summary>
    public static async Task ServeAsync(Workload workload)
    {
        await using var server = new FeedServer(async (send, _) =>
        {
            for (var start = 0; start < workload.Stream.Length; start += ChunkBytes)
                await send(workload.Stream.AsMemory(start, Math.Min(ChunkBytes, workload.Stream.Length - start)));
        });
        Console.WriteLine(server.Url);
        await Console.In.ReadToEndAsync();
    }

    public async ValueTask DisposeAsync()
    {
        _process.StandardInput.Close();
        await _process.WaitForExitAsync();
        _process.Dispose();
    }
}
