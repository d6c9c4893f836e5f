using System.Diagnostics;
using PanelActors.Benchmarks.Loads;

namespace PanelActors.Benchmarks.Relays;

/// <summary>An upstream that sends a baseline and then a given number of diffs a second, or as many as it can.</summary>
internal sealed class RelayFeed : IAsyncDisposable
{
    private const int BlockEvents = 64;
    private const int Blocks = 100;
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(1);

    private readonly FeedServer _server;
    private readonly byte[][] _blocks = [.. Enumerable.Range(0, Blocks).Select(static block =>
        (byte[])[.. Enumerable.Range(0, BlockEvents).SelectMany(i => RelayEvents.FromFeed((block * BlockEvents) + i))])];

    private double _rate;

    /// <summary>Starts it. It rests after the baseline.</summary>
    public RelayFeed() => _server = new FeedServer(WriteAsync);

    /// <summary>Its address.</summary>
    public Uri Url => _server.Url;

    /// <summary>Diffs a second; 0 for none, infinity for as many as go.</summary>
    public double Rate
    {
        get => Volatile.Read(ref _rate);
        set => Volatile.Write(ref _rate, value);
    }

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    private async Task WriteAsync(Func<ReadOnlyMemory<byte>, Task> send, CancellationToken stop)
    {
        await send(RelayEvents.Baseline());
        using var timer = new PeriodicTimer(Look);
        var block = 0;
        while (await timer.WaitForNextTickAsync(stop))
        {
            while (double.IsInfinity(Rate) && !stop.IsCancellationRequested) await send(_blocks[block++ % Blocks]);
            if (Rate > 0) await PaceAsync(Rate, timer, send, stop);
        }
    }

    private async Task PaceAsync(double rate, PeriodicTimer timer, Func<ReadOnlyMemory<byte>, Task> send, CancellationToken stop)
    {
        var clock = Stopwatch.StartNew();
        // A tick that came late makes up for those that were missed.
        for (var sent = 0L; Rate == rate && await timer.WaitForNextTickAsync(stop);)
        {
            for (var due = (long)(clock.Elapsed.TotalSeconds * rate); sent < due; sent++)
                await send(RelayEvents.FromFeed(Stopwatch.GetTimestamp()));
        }
    }
}
