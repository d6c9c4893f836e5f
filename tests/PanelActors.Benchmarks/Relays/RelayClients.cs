using System.Diagnostics;
using System.Globalization;

namespace PanelActors.Benchmarks.Relays;

/// <summary>Subscribers in a separate process, with commands that ask for their figures.</summary>
internal sealed class RelayClients : IAsyncDisposable
{
    /// <summary>The command that <see cref="ServeAsync"/> is behind.</summary>
    public const string Command = "relay-clients";

    private const int BufferBytes = 64 << 20;
    private static readonly TimeSpan Quiet = TimeSpan.FromMilliseconds(300);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly Process _process;

    private RelayClients(Process process) => _process = process;

    /// <summary>
    /// Starts <paramref name="count"/> subscribers of <paramref name="server"/>, and waits until all of them are up to date.
    /// </summary>
    /// <param name="server">Its address.</param>
    /// <param name="count">How many.</param>
    /// <param name="key">The key that they show; null for none.</param>
    public static async Task<RelayClients> StartAsync(Uri server, int count, string? key = null)
    {
        OpenFiles.Require(count + 500);
        var start = new ProcessStartInfo("dotnet",
        [
            typeof(RelayClients).Assembly.Location, Command,
            "--port", server.Port.ToString(CultureInfo.InvariantCulture), "--count", count.ToString(CultureInfo.InvariantCulture),
            .. key is null ? Array.Empty<string>() : ["--key", key],
        ])
        { RedirectStandardInput = true, RedirectStandardOutput = true };
        // Reading on the thread that polls the sockets saves a change of threads for every read.
        start.Environment["DOTNET_SYSTEM_NET_SOCKETS_INLINE_COMPLETIONS"] = "1";
        var clients = new RelayClients(Process.Start(start)!);
        await clients.AnswerAsync();
        return clients;
    }

    /// <summary>Events that all of them have read together.</summary>
    public async Task<long> EventsAsync() => (long)(await AskAsync("events"))[0];

    /// <summary>Waits until nothing is read any more.</summary>
    public Task SettleAsync() => AskAsync("settle");

    /// <summary>Forgets the latencies so far.</summary>
    public Task ClearAsync() => AskAsync("clear");

    /// <summary>Median and 99th percentile of the latencies, in milliseconds.</summary>
    public async Task<(double Median, double P99)> LatenciesAsync() =>
        await AskAsync("latencies") is [var median, var p99] ? (median, p99) : default;

    /// <summary>What the other process does, until its input ends.</summary>
    public static async Task ServeAsync(int port, int count, string? key)
    {
        var latencies = new LatencyHistogram();
        var readers = new List<EventReader>();
        for (var i = 0; i < count; i++)
        {
            var reader = new EventReader(Math.Clamp(BufferBytes / count, 4096, 64 * 1024), latencies, key);
            _ = reader.RunAsync(port);
            readers.Add(reader);
            // Not more at a time than a server's backlog takes.
            if (i % 100 == 99) await Task.WhenAll(readers.TakeLast(100).Select(static connected => connected.Answered)).WaitAsync(Patience);
        }

        await Task.WhenAll(readers.Select(static reader => reader.Answered)).WaitAsync(Patience);
        await SettleAsync(readers);
        Console.WriteLine("0");
        while (await Console.In.ReadLineAsync() is { } question)
        {
            if (question == "clear") latencies.Clear();
            if (question == "settle") await SettleAsync(readers);
            Console.WriteLine(question switch
            {
                "events" => readers.Sum(static reader => reader.Events).ToString(CultureInfo.InvariantCulture),
                "latencies" => string.Create(CultureInfo.InvariantCulture, $"{latencies.At(0.5)} {latencies.At(0.99)}"),
                _ => "0",
            });
        }
    }

    public async ValueTask DisposeAsync()
    {
        _process.StandardInput.Close();
        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    private static async Task SettleAsync(List<EventReader> readers)
    {
        long Reads() => readers.Sum(static reader => reader.Reads);
        var before = -1L;
        while (Reads() is var reads && reads != before)
        {
            before = reads;
            await Task.Delay(Quiet);
        }
    }

    private async Task<double[]> AskAsync(string question)
    {
        await _process.StandardInput.WriteLineAsync(question);
        return await AnswerAsync();
    }

    private async Task<double[]> AnswerAsync()
    {
        var answer = await _process.StandardOutput.ReadLineAsync()
            ?? throw new InvalidOperationException("The clients' process has ended.");
        return [.. answer.Split(' ').Select(static figure => double.Parse(figure, CultureInfo.InvariantCulture))];
    }
}
