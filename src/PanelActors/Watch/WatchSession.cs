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
    private StoreDetails? _details;
    private TimelineReader? _timeline;
    private CancellationTokenSource? _readingTimeline;
    private int _run;

    /// <summary>Prepares to watch a daemon.</summary>
    /// <param name="daemon">The daemon.</param>
    /// <param name="stores">What it listed.</param>
    /// <param name="time">The clock.</param>
    /// <param name="hasTrends">Whether it is looked at how numbers go.</param>
    public WatchSession(DaemonClient daemon, IReadOnlyList<StoreSummary> stores, TimeProvider time, bool hasTrends = true)
    {
        (_daemon, _time) = (daemon, time);
        (_start, _started) = (time.GetUtcNow(), time.GetTimestamp());
        State = new WatchState(_start) { Stores = stores, Trends = hasTrends ? TrendBook.Empty : null };
    }

    /// <summary>What is known.</summary>
    public WatchState State { get; private set; }

    /// <summary>Where the daemon answers.</summary>
    public DaemonAddress Daemon => _daemon.Address;

    /// <summary>The present, by a monotonic clock.</summary>
    public DateTimeOffset Now => _start + _time.GetElapsedTime(_started);

    /// <summary>
    /// Asks since when the alerts of a store (null = the default store) are as they are, before the store is watched; gives up soon.
    /// </summary>
    public Task AskPeriodsAsync(string? store) =>
        (store ?? State.Stores.FirstOrDefault(static one => one.Default)?.Name) is { } name
            ? new StoreDetails(_daemon, name, withSeries: false, (input, cancellation) => WriteAsync(0, input, cancellation))
                .AskOnceAsync(_stopping.Token)
            : Task.CompletedTask;

    /// <summary>Begins with a store; null for the default store.</summary>
    public void Start(string? store)
    {
        Poll();
        Follow(store);
    }

    /// <summary>Begins with the list of all stores.</summary>
    public void StartOverview()
    {
        Poll();
        Overview();
    }

    /// <summary>Watches all stores from now on, by their list.</summary>
    public void Overview()
    {
        State = State.Overviewed(Now);
        Unfollow();
    }

    /// <summary>Watches another store from now on.</summary>
    public void Switch(string store)
    {
        State = State.Switched(store, Now);
        Follow(store);
    }

    /// <summary>Reads the history, or no longer; and older entries than those that are known.</summary>
    public void ReadTimeline(bool isWanted, bool isOlderWanted)
    {
        if (!isWanted)
        {
            CloseTimeline();
            return;
        }

        if (_timeline is null && (State.IsOverview || State.Store is not null))
        {
            var run = _run;
            _readingTimeline = CancellationTokenSource.CreateLinkedTokenSource(_stopping.Token);
            _timeline = new TimelineReader(
                _daemon, State.IsOverview ? null : State.Store, (input, cancellation) => WriteAsync(run, input, cancellation));
            _running.Add(Quietly(_timeline.RunAsync(_readingTimeline.Token)));
        }

        if (isOlderWanted && State.Timeline.Next is { } before) _timeline?.Want(before);
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
            if (next.Input is WatchInput.Hello) AskDetails();
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
        _readingTimeline?.Dispose();
        _stopping.Dispose();
    }

    private void Poll() => _running.Add(Quietly(
        new StorePoller(_daemon).RunAsync((input, cancellation) => WriteAsync(0, input, cancellation), _stopping.Token)));

    private void Follow(string? store)
    {
        Unfollow();
        var run = _run;
        _following = CancellationTokenSource.CreateLinkedTokenSource(_stopping.Token);
        _follower = new RelayFollower(_daemon, store, (input, cancellation) => WriteAsync(run, input, cancellation));
        _running.Add(Quietly(_follower.RunAsync(_following.Token)));
    }

    private void Unfollow()
    {
        _run++;
        _following?.Cancel();
        _following?.Dispose();
        (_following, _follower, _details) = (null, null, null);
        CloseTimeline();
        _running.RemoveAll(static task => task.IsCompleted);
    }

    private void CloseTimeline()
    {
        _readingTimeline?.Cancel();
        _readingTimeline?.Dispose();
        (_readingTimeline, _timeline) = (null, null);
    }

    // The relay's greeting has the store's name, also where none was given.
    private void AskDetails()
    {
        if (_details is null && State.Store is { } store)
        {
            var run = _run;
            _details = new StoreDetails(
                _daemon, store, withSeries: State.Trends is not null, (input, cancellation) => WriteAsync(run, input, cancellation));
            _running.Add(Quietly(_details.RunAsync(_following!.Token)));
        }

        _details?.Connected();
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
