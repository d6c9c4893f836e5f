using System.Threading.Channels;
using PanelActors.Http;

namespace PanelActors.Watch;

/// <summary>What goes on while a daemon is watched: the store's follower, the poller, and the state that their inputs make. For one reader.</summary>
internal sealed class WatchSession : IAsyncDisposable
{
    // While it is full the follower does not read on, and the relay sends a baseline instead of what piled up there.
    private const int MostWaiting = 256;

    private readonly DaemonClient _daemon;
    private readonly TimeProvider _time;
    private readonly DateTimeOffset _start;
    private readonly long _started;
    private readonly Channel<(int Life, WatchInput Input)> _inputs = Channel.CreateBounded<(int, WatchInput)>(MostWaiting);
    private readonly SemaphoreSlim _news = new(0);
    private readonly CancellationTokenSource _stopping = new();
    private readonly List<Task> _running = [];
    private CancellationTokenSource? _following;
    private RelayFollower? _follower;
    private int _life;

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

    /// <summary>The present, by a clock that nobody sets while this runs.</summary>
    public DateTimeOffset Now => _start + _time.GetElapsedTime(_started);

    /// <summary>Begins with a store; null for the default store.</summary>
    public void Start(string? store)
    {
        _running.Add(Quietly(new StorePoller(_daemon).RunAsync((input, cancellation) => WriteAsync(0, input, cancellation), _stopping.Token)));
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
            // The last words of a store that is not watched any more.
            if (next.Life != 0 && next.Life != _life) continue;
            var wasToStartOver = State.MustStartOver;
            State = State.Apply(next.Input, Now);
            if (State.MustStartOver && !wasToStartOver) _follower!.StartOver();
            return true;
        }

        return false;
    }

    /// <summary>Waits for an input or another piece of news, at most <paramref name="longest"/>.</summary>
    public async Task WaitAsync(TimeSpan longest, CancellationToken cancellation)
    {
        await _news.WaitAsync(longest, cancellation);
        while (_news.Wait(0, CancellationToken.None))
        {
            // One wake for all of them.
        }
    }

    /// <summary>Ends a wait: there is news of another kind.</summary>
    public void Wake() => _news.Release();

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
        var life = ++_life;
        _follower = new RelayFollower(_daemon, store, (input, cancellation) => WriteAsync(life, input, cancellation));
        _running.RemoveAll(static task => task.IsCompleted);
        _running.Add(Quietly(_follower.RunAsync(_following.Token)));
    }

    private async ValueTask WriteAsync(int life, WatchInput input, CancellationToken cancellation)
    {
        await _inputs.Writer.WriteAsync((life, input), cancellation);
        Wake();
    }

    // Being told to stop is how each of them ends.
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
