using Akka.Actor;
using PanelActors.Configuration;
using PanelActors.Sources.Http;
using PanelActors.Stores;
using PanelActors.Telemetry;

namespace PanelActors.Sources;

/// <summary>
/// Keeps one source connected: makes a connection, and when it ends the next one, after a wait that
/// <see cref="ReconnectPolicy"/> decides. Every message of a connection carries its attempt number; those of any but the
/// current attempt are ignored. When the state needs a baseline it gets one, at a time that <see cref="FullRequest"/>
/// decides: from a new connection, or from an address of its own. A connection that works is given up only when the upstream has
/// accepted the one that replaces it.
/// </summary>
internal sealed partial class IngestSupervisor : ReceiveActor, IWithTimers
{
    private readonly IngestSettings _settings;
    private readonly SourceConnection _connection;
    private readonly ConnectionProps _connect;
    private readonly TimeProvider _time;
    private readonly Func<double> _random;
    private readonly SourceMetrics _metrics;
    private readonly ILogger _log;
    private readonly FullRequest _fullRequest;
    private readonly ConnectionPair _connections;

    private ReconnectPolicy _policy;
    private DateTimeOffset? _openedAt;
    private bool _applied;
    private bool _needFull = true;
    private bool _asked;
    private bool _asksLate;
    private bool _resumed;
    private TimeSpan _resumeTimeout;
    private bool _silenceAsked;
    private EventId? _lastEventId;
    private FeedFault _fault;

    /// <summary>Supervises the source of <paramref name="settings"/>.</summary>
    /// <param name="settings">How the source is read.</param>
    /// <param name="connection">Where its status is shown.</param>
    /// <param name="connect">What it makes connections of.</param>
    /// <param name="time">The clock.</param>
    /// <param name="random">Gives numbers from 0 to 1 for jitter.</param>
    /// <param name="metrics">The source's counters.</param>
    /// <param name="log">The source's log.</param>
    public IngestSupervisor(
        IngestSettings settings, SourceConnection connection, ConnectionProps connect,
        TimeProvider time, Func<double> random, SourceMetrics metrics, ILogger log)
    {
        (_settings, _connection, _connect, _time, _random, _metrics, _log) = (settings, connection, connect, time, random, metrics, log);
        _policy = new ReconnectPolicy(settings.Reconnect);
        _resumeTimeout = settings.ResumeTimeout;
        _fullRequest = new FullRequest(settings.Resync, time, random);
        _connections = new ConnectionPair(connect.Stream);

        Receive<ConnectionOpened>(opened => opened.Attempt == _connections.Attempt && _connection.Status.Phase == ConnectionPhase.Connecting, _ => OnOpened());
        Receive<ConnectionOpened>(opened => _connections.IsReplacement(opened.Attempt), _ => OnReplaced());
        // Also when that attempt has just ended: what the state applied is applied, and the next connection has to resume after it.
        Receive<BatchApplied>(batch => batch.Attempt == _connection.Status.Attempt, OnApplied);
        // It may overtake the word that the upstream has accepted.
        Receive<BatchApplied>(batch => _connections.IsReplacement(batch.Attempt), batch =>
        {
            OnReplaced();
            OnApplied(batch);
        });
        Receive<ConnectionEnded>(ended => ended.Attempt == _connections.Attempt, ended => OnEnded(ended.End));
        Receive<ConnectionEnded>(ended => _connections.IsReplacement(ended.Attempt), ended => OnReplacementEnded(ended.End));
        Receive<Terminated>(dead => _connections.IsCurrent(dead.ActorRef), _ => OnEnded(ConnectionEnds.Internal));
        Receive<Terminated>(dead => _connections.IsReplacement(dead.ActorRef), _ => OnReplacementEnded(ConnectionEnds.Internal));
        Receive<FetchFull>(OnFetchFull);
        Receive<StartSource>(_ => OnStart());
        Receive<RetuneIngest>(retuned => _resumeTimeout = retuned.ResumeTimeout);
        Receive<Wake>(OnWake);
        Receive<FullFetched>(OnFetched);
        // A fetched baseline travels to the state as a batch of this actor's own.
        Receive<BatchAck>(_ => { });
        // What is left are messages of connections that are no longer the current one.
        Receive<ConnectionOpened>(_ => { });
        Receive<BatchApplied>(_ => { });
        Receive<ConnectionEnded>(_ => { });
        Receive<Terminated>(_ => { });
    }

    /// <inheritdoc/>
    public ITimerScheduler Timers { get; set; } = null!;

    /// <inheritdoc/>
    protected override void PreStart()
    {
        if (_settings.Resume is { } resume)
        {
            (_lastEventId, _needFull) = (resume.LastEventId, resume.NeedFull);
            _fullRequest.Seen(resume.FullCount, needFull: _needFull);
        }

        Connect();
    }

    // By then the state has started over too, and knows nothing that could be resumed.
    /// <inheritdoc/>
    protected override void PostRestart(Exception reason) => Connect();

    // A connection that fails inside is replaced by the next one, never restarted with half its memory.
    /// <inheritdoc/>
    protected override SupervisorStrategy SupervisorStrategy() => new OneForOneStrategy(static _ => Directive.Stop);

    private void Connect()
    {
        Timers.Cancel(Wake.Connect);
        _openedAt = null;
        _applied = false;
        _fullRequest.Connecting();
        Timers.Cancel(Wake.Ask);
        Timers.Cancel(Wake.ResumeTimedOut);
        // Without an event id to resume from nothing tells what was missed: only a baseline makes the state true again.
        var force = (_needFull || _asked || _lastEventId is null) && _settings.Resync.Mode == ResyncMode.Reconnect;
        if (force)
        {
            _lastEventId = null;
            _fullRequest.Begin();
        }

        _resumed = _lastEventId is not null;
        var attempt = _connection.NextAttempt();
        _connections.Connect(Context, new ConnectionPlan(attempt, _settings.Request with { ForceFull = force, LastEventId = _lastEventId }));
        _connection.Status = _connection.Status with { Phase = ConnectionPhase.Connecting, Attempt = attempt, NextAttemptAt = null };
        _log.LogDebug("{Source} connects, attempt {Attempt}, {Start}", _settings.Name, attempt, force ? "from a baseline" : $"after event {_lastEventId}");
        if (_settings.Resync.Mode == ResyncMode.Http && (_needFull || _asked)) AskAfter(_fullRequest.CooldownLeft);
    }

    private void OnOpened()
    {
        _openedAt = _time.GetUtcNow();
        ShowOpen();
        _log.LogInformation("{Source} is connected, attempt {Attempt}", _settings.Name, _connections.Attempt);
        // Only a feed that listens can be late with its answer.
        if (_settings.Resync.Mode == ResyncMode.Reconnect && _fullRequest.IsPending)
            WakeAfter(Wake.FullTimedOut, _settings.Resync.Timeout);
        if (_resumed) WakeAfter(Wake.ResumeTimedOut, _resumeTimeout);
    }

    private void OnApplied(BatchApplied batch)
    {
        // It may overtake the word that the upstream has accepted: a connection that brings something works, and is not to be given up.
        if (_connection.Status.Phase == ConnectionPhase.Connecting && batch.Attempt == _connections.Attempt && _settings.Resync.Mode == ResyncMode.Reconnect)
            OnOpened();
        _applied |= batch.Applied > 0;
        _needFull = batch.NeedFull;
        _lastEventId = batch.LastEventId;
        if (batch.Events > 0) Timers.Cancel(Wake.ResumeTimedOut);
        if (batch.News > 0) _silenceAsked = false;
        NoteFault(batch);
        if (batch.Retry is { } retry) _policy = _policy with { Floor = retry };
        if (_fullRequest.Seen(batch.FullCount, batch.NeedFull) is { } fulfilled)
        {
            _asked = false;
            // What the other connection should bring is here.
            if (!batch.NeedFull) _connections.DropReplacement(Context);
            Timers.Cancel(Wake.FullTimedOut);
            _metrics.FullRequests.Add(fulfilled);
        }

        if (!batch.NeedFull && !_asked) Timers.Cancel(Wake.Ask);
        else if (batch.ResyncIsFutile && !_asked) AskAtTheLatest();
        else if (_connections.Attempt != 0 && _fullRequest.WaitFor(batch) is { } wait) AskAfter(wait);
    }

    // What no retry mends is said for as long as no baseline came that is free of it, whatever else is said meanwhile.
    private void NoteFault(BatchApplied batch)
    {
        var before = _fault.Text;
        _fault = _fault.After(batch);
        if (_fault.Text != before && _connection.Status.Phase == ConnectionPhase.Open) ShowOpen();
    }

    private void OnEnded(ConnectionEnd end)
    {
        Timers.Cancel(Wake.ResumeTimedOut);
        _connection.UpstreamPath = [];
        if (_connections.HasReplacement)
        {
            // The next attempt is under way already.
            _connections.Promote(Context);
            (_openedAt, _applied, _resumed) = (null, false, false);
            ShowEnd(ConnectionPhase.Connecting, end);
            _metrics.Reconnects.Add(end.Reason);
            return;
        }

        _connections.DropCurrent(Context);
        var lived = _openedAt is { } opened ? _time.GetUtcNow() - opened : TimeSpan.Zero;
        (_policy, var delay) = _policy.After(end, lived, _applied, _random());
        // What was fetched from an address of its own may still be waited for.
        if (_settings.Resync.Mode == ResyncMode.Reconnect) Timers.Cancel(Wake.FullTimedOut);
        Timers.Cancel(Wake.Ask);
        if (end.Retry != Retry.WithBackoff && _settings.Resync.Mode == ResyncMode.Reconnect) Count(_fullRequest.End(FullRequest.Refused));

        if (delay is { } wait)
        {
            ShowEnd(ConnectionPhase.Waiting, end, wait);
            _metrics.Reconnects.Add(end.Reason);
            _log.LogWarning(
                "{Source} {What:l}: {Text} ({Reason}); next attempt in {Delay:0.0} s",
                _settings.Name, _openedAt is null ? "could not connect" : "lost its connection", end.Text, end.Reason, wait.TotalSeconds);
            WakeAfter(Wake.Connect, wait);
        }
        else
        {
            ShowEnd(ConnectionPhase.Stopped, end);
            _log.LogWarning("{Source} stops: {Text} ({Reason})", _settings.Name, end.Text, end.Reason);
        }
    }

    private void WakeAfter(Wake wake, TimeSpan wait) => Timers.StartSingleTimer(wake, wake, wait);

    private void OnWake(Wake wake)
    {
        switch (wake)
        {
            case Wake.Connect: Connect(); break;
            case Wake.Ask: Ask(); break;
            case Wake.FullTimedOut: OnUnhelped(FullRequest.Timeout); break;
            default: OnSilence(); break;
        }
    }

    private void OnStart()
    {
        _policy = _policy with { Failures = 0 };
        Connect();
    }

    private int ShownAttempt => _connections.Attempt == 0 ? _connection.Status.Attempt : _connections.Attempt;

    private void ShowOpen() => _connection.Status = new ConnectionStatus(ConnectionPhase.Open, ShownAttempt, _fault.Text)
    {
        LastErrorAt = _fault.Text is null ? null : _time.GetUtcNow(),
        LastErrorKind = _fault.Text is null ? null : ConnectionStatus.FeedFaultKind,
    };

    private void ShowEnd(ConnectionPhase phase, ConnectionEnd end, TimeSpan? wait = null)
    {
        var now = _time.GetUtcNow();
        _connection.Status = new ConnectionStatus(phase, ShownAttempt, _fault.Beside(end.Text))
        {
            LastErrorAt = now,
            LastErrorKind = end.Reason,
            NextAttemptAt = now + wait,
        };
    }

    private enum Wake
    {
        Connect,
        Ask,
        FullTimedOut,
        ResumeTimedOut,
    }
}
