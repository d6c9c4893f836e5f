using Akka.Actor;
using PanelActors.Sources;
using PanelActors.State;
using PanelActors.Stores;

namespace PanelActors.History;

/// <summary>The store is judged otherwise from now on.</summary>
internal sealed record RetuneHistory(Store Store);

/// <summary>What hears of happenings has to hear how the store is.</summary>
internal sealed record AnnounceHistory;

/// <summary>Writes down what happens to one store: follows its board, its health and its connection.</summary>
internal sealed class HistoryActor : ReceiveActor, IWithTimers
{
    /// <summary>How often it is written down that the health is still the same.</summary>
    public static readonly TimeSpan TouchInterval = TimeSpan.FromSeconds(30);

    private static readonly TimeSpan LoadRetry = TimeSpan.FromSeconds(5);
    private static readonly TrailBounds Bounds = new(MaxStates: 10_000);

    private readonly HistoryWriter _writer;
    private readonly StoreHistory _history;
    private readonly TimeProvider _time;
    private readonly List<ConnectionStatus> _early = [];
    private readonly List<PanelState> _states = [];
    private Store _store;
    private BoardFollower? _follower;
    private Action<ConnectionStatus>? _onStatus;
    private Action? _onHealth;
    private StoreHappenings? _happenings;

    /// <summary>Follows <paramref name="store"/>.</summary>
    /// <param name="store">The store.</param>
    /// <param name="writer">Reads what is known of it, and takes what happens.</param>
    /// <param name="history">Where others see since when its alerts are as they are.</param>
    /// <param name="time">The clock.</param>
    public HistoryActor(Store store, HistoryWriter writer, StoreHistory history, TimeProvider time)
    {
        (_store, _writer, _history, _time) = (store, writer, history, time);
        Receive<StoreMemory>(OnMemory);
        Receive<Status.Failure>(_ => Timers.StartSingleTimer(nameof(Signal.Load), Signal.Load, LoadRetry));
        Receive<RetuneHistory>(retune => _store = retune.Store);
        Receive<AnnounceHistory>(_ => Write(new HistoryBatch(), resumed: true));
        Receive<ConnectionStatus>(OnStatus);
        Receive<Signal>(OnSignal);
    }

    private enum Signal
    {
        Load,
        Grown,
        Touch,
    }

    /// <inheritdoc/>
    public ITimerScheduler Timers { get; set; } = null!;

    /// <inheritdoc/>
    protected override void PreStart()
    {
        var self = Self;
        _follower = _store.Board.Follow(() => self.Tell(Signal.Grown), Bounds, IsNews);
        if (_store is SourceStore source)
        {
            _onStatus = status => self.Tell(status);
            source.Source.StatusShown += _onStatus;
            self.Tell(source.Connection);
        }

        // Of this store alone: with many of them, each would hear of every other one otherwise.
        _onHealth = () => self.Tell(Signal.Grown);
        _store.Periods.Changed += _onHealth;
        Timers.StartPeriodicTimer(nameof(Signal.Touch), Signal.Touch, TouchInterval);
        self.Tell(Signal.Load);
    }

    /// <inheritdoc/>
    protected override void PostStop()
    {
        Touch();
        _follower?.Dispose();
        _store.Periods.Changed -= _onHealth;
        if (_onStatus is not null) ((SourceStore)_store).Source.StatusShown -= _onStatus;
    }

    // As the database has times, so that one is the same before and after a restart.
    private DateTimeOffset Now => HistoryEntry.TimeOf(HistoryEntry.Micros(_time.GetUtcNow()));

    private static bool IsNews(PanelState before, PanelState after) =>
        !ReferenceEquals(before.SeverityStates, after.SeverityStates) || before.Followups != after.Followups
        || before.Need.IsNeeded != after.Need.IsNeeded;

    private void OnMemory(StoreMemory memory)
    {
        var now = Now;
        var heartbeat = _store.HeartbeatAt(now);
        if (StoredPeriod.Resume(memory.Health, heartbeat, _store.Freshness, now) is { } since)
            _store.Periods.Resume(heartbeat.Health, since);
        _happenings = new StoreHappenings(_store.Name, memory);
        var batch = new HistoryBatch();
        _happenings.Observe(_follower!.Start.State, now, batch);
        foreach (var status in _early) _happenings.Observe(status, now, batch);
        _early.Clear();
        Write(batch, resumed: true);
    }

    private void OnStatus(ConnectionStatus status)
    {
        if (_happenings is null)
        {
            // A source that reconnects without end while the database is away.
            if (_early.Count < Bounds.MaxStates) _early.Add(status);
            return;
        }

        var batch = new HistoryBatch();
        _happenings.Observe(status, Now, batch);
        Write(batch);
    }

    private void OnSignal(Signal signal)
    {
        switch (signal)
        {
            case Signal.Load: _writer.ReadAsync(_store.Name).PipeTo(Self); break;
            case Signal.Touch: Touch(); break;
            default: Write(); break;
        }
    }

    private void Write() => Write(new HistoryBatch());

    private void Write(HistoryBatch batch, bool resumed = false)
    {
        if (_happenings is null) return;
        var now = Now;
        _follower!.Take(_states);
        foreach (var state in _states) _happenings.Observe(state, now, batch);
        _states.Clear();
        var (heartbeat, since) = _store.ObserveAt(now);
        _happenings.Observe(heartbeat, since, now, batch);
        _history.Alerts = _happenings.Alerts;
        if (_writer.Listener is { } listener)
        {
            listener.OnHappened(batch);
            if (resumed) listener.OnResumed(_store.Name, _happenings.Current(heartbeat.Health, since, now), batch);
        }

        if (!batch.IsEmpty) _writer.Offer(batch);
    }

    private void Touch()
    {
        if (_happenings is null) return;
        Write();
        var now = Now;
        var (heartbeat, since) = _store.ObserveAt(now);
        var batch = new HistoryBatch();
        batch.Periods.Add(StorePeriodRow.Of(_store.Name, heartbeat.Health, since, now));
        _writer.Offer(batch);
    }
}
