using Akka.Actor;
using PanelActors.Configuration;
using PanelActors.Stores;

namespace PanelActors.Relay;

/// <summary>
/// Runs one store's relay: activates it when the first client comes, and passivates it when the last one has been gone for a while, so that
/// a store without subscribers costs nothing.
/// </summary>
internal sealed class RelayActor : ReceiveActor, IWithTimers
{
    // A client's health may be this much behind the store's.
    private static readonly TimeSpan MaxTick = TimeSpan.FromSeconds(1);

    private readonly RelayOptions _options;
    private readonly TimeProvider _time;
    private readonly LogIds _ids;
    private readonly RelayOrigin _origin;
    private readonly RelayAudience _audience;
    private Store _store;
    private ActiveRelay? _active;
    private bool _hasEnded;

    /// <summary>Runs the relay of <paramref name="store"/>.</summary>
    /// <param name="store">The store.</param>
    /// <param name="options">The bounds of the log and of its clients.</param>
    /// <param name="ids">The ids of the log, which outlive this actor's failures.</param>
    /// <param name="origin">What identifies the relay to others.</param>
    /// <param name="time">The clock.</param>
    public RelayActor(Store store, RelayOptions options, LogIds ids, RelayOrigin origin, TimeProvider time)
    {
        (_store, _options, _ids, _origin, _time) = (store, options, ids, origin, time);
        _audience = new RelayAudience(time);
        ReceiveQuestion<JoinRelay>(OnJoin);
        Receive<LeaveRelay>(leave => _audience.Remove(leave.Client));
        ReceiveQuestion<ConflateRelay>(OnConflate);
        Receive<RetuneRelay>(OnRetune);
        ReceiveQuestion<EndRelay>(OnEnd);
        Receive<Signal>(_ => _active is not null && !_hasEnded, OnSignal);
        Receive<Signal>(static _ => { });
    }

    private enum Signal
    {
        BoardChanged,
        Tick,
        Beat,
        KeepAlive,
    }

    /// <inheritdoc/>
    public ITimerScheduler Timers { get; set; } = null!;

    internal static Status.Failure Refusal(string why) => new(new OperationCanceledException(why));

    /// <inheritdoc/>
    // The clients of an actor that failed are let go without a good-bye; they come back, and ids go on growing.
    protected override void PostStop() => _active?.Dispose();

    // A question that the actor fails at is answered all the same: the one who asked does not have to wait for its timeout.
    private void ReceiveQuestion<T>(Action<T> answer) => Receive<T>(question =>
    {
        try
        {
            answer(question);
        }
        catch
        {
            Sender.Tell(Refusal("The relay has failed."));
            throw;
        }
    });

    private void OnJoin(JoinRelay join)
    {
        if (_hasEnded)
        {
            Sender.Tell(Refusal("The relay has ended."));
            return;
        }

        var now = _time.GetUtcNow();
        _active ??= Activate(now);
        _audience.Add(join.Client);
        Sender.Tell(_active.Welcome(join.Request, now));
    }

    private void OnConflate(ConflateRelay conflate)
    {
        var log = conflate.Log;
        // The client of a log that is not written any more has nothing to wait for.
        if (_active is null || log != _active.Log) Sender.Tell(new RelayBaseline([], log.End, log.EndBytes));
        else Sender.Tell(_hasEnded ? _active.Farewell() : _active.Conflate(conflate.Position, _time.GetUtcNow()));
    }

    private void OnRetune(RetuneRelay retune)
    {
        _store = retune.Store;
        if (_active is not null) _active.Store = _store;
    }

    private void OnSignal(Signal signal)
    {
        var now = _time.GetUtcNow();
        switch (signal)
        {
            case Signal.BoardChanged: _active!.Advance(now); break;
            case Signal.Beat: _active!.Beat(now); break;
            case Signal.KeepAlive: _active!.KeepAlive(now); break;
            case Signal.Tick when _audience.IsGone: Passivate(); break;
            default:
                _audience.AbortStalled();
                _active!.Tick(now);
                break;
        }
    }

    private void OnEnd(EndRelay end)
    {
        if (!_hasEnded)
        {
            _hasEnded = true;
            Timers.CancelAll();
            _active?.End(end.Reason, _time.GetUtcNow());
        }

        Sender.Tell(RelayEnded.Instance);
    }

    private ActiveRelay Activate(DateTimeOffset now)
    {
        var self = Self;
        var active = new ActiveRelay(_store, _options, _ids, _origin, () => self.Tell(Signal.BoardChanged), now);
        StartTimer(Signal.Tick, _options.Heartbeat < MaxTick ? _options.Heartbeat : MaxTick);
        StartTimer(Signal.Beat, _options.Heartbeat);
        StartTimer(Signal.KeepAlive, _options.KeepAlive);
        return active;
    }

    private void StartTimer(Signal signal, TimeSpan interval) => Timers.StartPeriodicTimer(signal, signal, interval);

    private void Passivate()
    {
        Timers.CancelAll();
        _active!.Dispose();
        _active = null;
    }
}
