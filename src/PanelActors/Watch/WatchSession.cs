using System.Threading.Channels;
using PanelActors.Http;

namespace PanelActors.Watch;

/// <summary>
/// One run of the view: the store's follower, the poller of the list, and the state that their inputs make. For one reader.
/// </summary>
internal sealed class WatchSession : IAsyncDisposable
{
    // While it is full the follower does not read on, and the relay conflates what piles up there.
    private const int MaxWaiting = 256;

    private readonly DaemonClient _daemon;
    private readonly TimeProvider _time;
    private readonly DateTimeOffset _start;
    private readonly long _started;
    private readonly Channel<(int Run, WatchInput Input)> _inputs = Channel.CreateBounded<(int, WatchInput)>(MaxWaiting);
    private readonly SemaphoreSlim _news = new(0);
    private readonly CancellationTokenSource _stopping = new();
    private readonly List<Task> _running = [];
    private CancellationTokenSource? _following;
    private RelayFollower? _follower;
    private int _run;

    /// <summary>Prepares to watch <paramref name="daemon"/>, which listed <paramref name="stores"/>.</summary>
    public WatchSession(DaemonClient daemon, IReadOnlyList<StoreSummary> stores, TimeProvider time)
    {
        (_daemon, _time) = (daemon, time);
        (_start, _started) = (time.GetUtcNow(), time.GetTimestamp());
        State = new WatchState(_start) { Stores = stores };
    }

    /// <summary>What is known.</summary>
    public WatchState State { get; private set; }

    /// <summary>Where the daemon answers.</summary>
    public DaemonAddress Daemon => _daemon.Address;

    /// <summary>The present, by a monotonic clock.</summary>
    public DateTimeOffset Now => _start + _time.GetElapsedTime(_started);

    /// <summary>Begins with a store; null for the default store.</summary>
    public void Start(string? store)
    {
        var poller = new StorePoller(_daemon);
        _running.Add(Quietly(poller.RunAsync((input, cancellation) => WriteAsync(0, input, cancellation), _stopping.Token)));
        Follow(store);
    }

    /// <summary>Watches another store from now on.</summary>
    public void Switch(string store)
    {
        State = State.Switched(store, Now);
        Follow(store);
    }

    /// <summary>Applies the next input; false where none waits.</summary>
    public bool TryTake()
    {
        while (_inputs.Reader.TryRead(out var next))
        {
            // The last inputs of a follower that was replaced.
            if (next.Run != 0 && next.Run != _run) continue;
            var wasToStartOver = State.MustStartOver;
            State = State.Apply(next.Input, Now);
            if (State.MustStartOver && !wasToStartOver) _follower!.StartOver();
            return true;
        }

        return false;
    }

    /// <summary>Waits for an input or another piece of news, at most <paramref name="timeout"/>.</summary>
    public async Task WaitAsync(TimeSpan timeout, CancellationToken cancellation)
    {
        await _news.WaitAsync(timeout, cancellation);
        while (_news.Wait(0, CancellationToken.None))
        {
            // One wait answers all of them.
        }
    }

    /// <summary>Ends a wait: there is news of another kind.</summary>
    public void Signal() => _news.Release();

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await Task.WhenAll(_running);
        _following?.Dispose();
        _stopping.Dispose();
    }

    private void Follow(string? store)
    {
        _following?.Cancel();
        _following?.Dispose();
        _following = CancellationTokenSource.CreateLinkedTokenSource(_stopping.Token);
        var run = ++_run;
        _follower = new RelayFollower(_daemon, store, (input, cancellation) => WriteAsync(run, input, cancellation));
        _running.RemoveAll(static task => task.IsCompleted);
        _running.Add(Quietly(_follower.RunAsync(_following.Token)));
    }

    private async ValueTask WriteAsync(int run, WatchInput input, CancellationToken cancellation)
    {
        await _inputs.Writer.WriteAsync((run, input), cancellation);
        Signal();
    }

    // Each of them ends by cancellation.
    private static async Task Quietly(Task running)
    {
        try
        {
            await running;
        }
        catch (OperationCanceledException)
        {
            return;
        }
    }
}
