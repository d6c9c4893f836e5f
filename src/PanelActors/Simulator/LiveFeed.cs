namespace PanelActors.Simulator;

/// <summary>Where a new client stands in a feed.</summary>
/// <param name="Baseline">The baseline that it asked for, sent first.</param>
/// <param name="Next">The id of the first event that it gets.</param>
/// <param name="Live">The id of the first event that is not a replay.</param>
internal readonly record struct FeedPosition(FeedEvent? Baseline, long Next, long Live);

/// <summary>What a client reads from a feed at one moment.</summary>
/// <param name="Lost">The client was too slow: its next event has been dropped.</param>
/// <param name="Silent">The feed sends nothing at the moment.</param>
/// <param name="Beat">Grows with every <see cref="LiveFeed.Beat"/>; a client that was idle for a whole one gets a comment.</param>
/// <param name="Changed">Completes when there is more to read.</param>
internal readonly record struct FeedView(bool Lost, bool Silent, long Beat, Task Changed);

/// <summary>One <see cref="ISimulatedFeed"/> with a timer, shared by all its clients.</summary>
internal sealed class LiveFeed : IDisposable
{
    /// <summary>Most events that one <see cref="Read"/> answers with.</summary>
    public const int BatchSize = 64;

    // Also without a backlog for clients that resume, a connected client may be slow for a moment.
    private const int MinLogEvents = 256;
    private const long MaxLogBytes = 4 * 1024 * 1024;

    private readonly Lock _gate = new();
    private readonly ISimulatedFeed _feed;
    private readonly FeedLog _log;
    private readonly int _backlog;
    private readonly ITimer _timer;
    private TaskCompletionSource _changed = NewSignal();
    private FeedEvent? _baseline;
    private long _beat;
    private int _ticking;

    /// <summary>Starts a feed; its first tick is now.</summary>
    public LiveFeed(SimulatorSettings settings, TimeProvider time)
    {
        _backlog = settings.Backlog;
        _log = new FeedLog(Math.Max(settings.Backlog, MinLogEvents), MaxLogBytes);
        _feed = settings.Dialect == SimulatorDialect.Summary
            ? new SummaryFeed(settings, time.GetUtcNow())
            : new MarketFeed(settings, time.GetUtcNow());
        Tick();
        _timer = time.CreateTimer(static feed => ((LiveFeed)feed!).Tick(), this, settings.Interval, settings.Interval);
    }

    /// <summary>Whether it is a summary stream, which ignores requested types and sends no keep-alives.</summary>
    public bool IsSummary => _feed is SummaryFeed;

    /// <summary>
    /// The position of a new client, or null while the feed refuses them. Baseline and position are of one moment, so that no event is
    /// missing or doubled between them.
    /// </summary>
    /// <param name="after">The last id that the client has, any other number for "unknown", or null where it does not resume.</param>
    /// <param name="forceFull">Whether it wants a baseline.</param>
    public FeedPosition? Subscribe(long? after, bool forceFull)
    {
        lock (_gate)
        {
            if (_feed.Refusing) return null;
            var live = _log.LastId + 1;
            var next = live;
            var oldest = Math.Max(_log.OldestId, live - _backlog);
            if (_feed.HistoryStart is { } start)
                return new FeedPosition(_feed.Opening(isCut: oldest > start), Math.Max(oldest, start), live);
            if (after is { } seen) next = seen >= oldest - 1 && seen < live ? seen + 1 : oldest;
            return new FeedPosition(forceFull ? _baseline ??= _feed.Opening(isCut: false) : null, next, live);
        }
    }

    /// <summary>Copies the events from <paramref name="next"/> on, at most <see cref="BatchSize"/> of them.</summary>
    /// <param name="next">The id of the first event wanted.</param>
    /// <param name="events">Where they go; emptied first. Stays empty while the feed is silent.</param>
    public FeedView Read(long next, List<FeedEvent> events)
    {
        events.Clear();
        lock (_gate)
        {
            var lost = next < _log.OldestId;
            if (!lost && !_feed.Silent)
            {
                var end = Math.Min(_log.LastId, next + BatchSize - 1);
                for (var id = next; id <= end; id++) events.Add(_log[id]);
            }

            return new FeedView(lost, _feed.Silent, _beat, _changed.Task);
        }
    }

    /// <summary>Lets every client that was idle since the last beat, or longer, write a comment.</summary>
    public void Beat()
    {
        lock (_gate)
        {
            _beat++;
            Signal();
        }
    }

    public void Dispose() => _timer.Dispose();

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private void Tick()
    {
        // A timer does not wait for its last callback: a tick that would overlap it is left out.
        if (Interlocked.Exchange(ref _ticking, 1) != 0) return;
        lock (_gate)
        {
            foreach (var next in _feed.Next()) _log.Append(next);
            _baseline = null;
            Signal();
        }

        Volatile.Write(ref _ticking, 0);
    }

    private void Signal()
    {
        var changed = _changed;
        _changed = NewSignal();
        changed.SetResult();
    }
}
