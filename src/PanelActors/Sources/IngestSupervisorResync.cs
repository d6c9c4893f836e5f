using Akka.Actor;
using PanelActors.Configuration;
using PanelActors.Sources.Http;
using PanelActors.Stores;

namespace PanelActors.Sources;

/// <summary>How a source gets the baseline that its state needs.</summary>
internal sealed partial class IngestSupervisor
{
    // The connection that works goes on until the upstream has accepted the other one: it may not accept another.
    private void Replace()
    {
        _fullRequest.Begin();
        var request = _settings.Request with { ForceFull = true, LastEventId = null };
        _connections.StartReplacement(Context, new ConnectionPlan(_connection.NextAttempt(), request) { IsReplacement = true });
    }

    private void OnReplaced()
    {
        _connections.Promote(Context);
        (_applied, _resumed) = (false, false);
        _fullRequest.Connecting();
        Timers.Cancel(Wake.ResumeTimedOut);
        OnOpened();
    }

    private void OnReplacementEnded(ConnectionEnd end)
    {
        _connections.DropReplacement(Context);
        Count(_fullRequest.End(FullRequest.Refused));
        if (end.Reason == ConnectionEnds.Loop.Reason)
        {
            // What this connection found out is true of the other one too.
            OnEnded(end);
            return;
        }

        _log.LogWarning("{Source} keeps its connection: the one that should bring a baseline failed: {Text} ({Reason})", _settings.Name, end.Text, end.Reason);
        if (!_needFull && !_asked) return;
        var wait = end.Retry == Retry.WithBackoff ? _fullRequest.CooldownLeft : _settings.Resync.MaxCooldown;
        AskAfter(end.After is { } asked && asked > wait ? asked : wait);
    }

    // A feed that began anew sends nothing to whoever asks for what came after an id that it has not reached yet. One that is merely quiet
    // looks the same, so it is asked once, and then not before it has sent something new.
    private void OnSilence()
    {
        if (_silenceAsked) return;
        _silenceAsked = true;
        _log.LogInformation("{Source} has brought nothing since it was to go on after event {EventId}", _settings.Name, _lastEventId);
        _connect.State.Tell(new RaiseNeed(FullRequest.ResumeSilent));
        OnFetchFull(new FetchFull(FullRequest.ResumeSilent));
    }

    private void OnFetchFull(FetchFull request)
    {
        // Beside the state's own word: a batch that it applied before it heard of this request must not undo the request.
        _asked = true;
        var phase = _connection.Status.Phase;
        if (_settings.Resync.Mode == ResyncMode.None || phase == ConnectionPhase.Stopped)
        {
            Count(FullRequest.Refused);
            _log.LogWarning("{Source} cannot be asked for a baseline ({Reason})", _settings.Name, request.Reason);
            return;
        }

        _log.LogInformation("{Source} is to be asked for a baseline ({Reason})", _settings.Name, request.Reason);
        // A request that is under way serves this reason too; so does the connection that is waited for.
        if (phase != ConnectionPhase.Waiting && !_fullRequest.IsPending) AskAfter(_fullRequest.CooldownLeft);
    }

    private void AskAfter(TimeSpan wait)
    {
        if (_settings.Resync.Mode == ResyncMode.None) return;
        if (wait <= TimeSpan.Zero)
        {
            Ask();
            return;
        }

        // Another reason joins the request that is waited for; it must not put it off.
        if (Timers.IsTimerActive(Wake.Ask)) return;
        _asksLate = false;
        WakeAfter(Wake.Ask, wait);
    }

    // A new request would bring what the last one did; what was planned is put off. Once: a feed that says so with every event would
    // otherwise never be asked again.
    private void AskAtTheLatest()
    {
        if (_asksLate && Timers.IsTimerActive(Wake.Ask)) return;
        Timers.Cancel(Wake.Ask);
        AskAfter(_settings.Resync.MaxCooldown);
        _asksLate = true;
    }

    private void Ask()
    {
        Timers.Cancel(Wake.Ask);
        if (_fullRequest.IsPending) return;
        if (_settings.Resync.Mode == ResyncMode.Reconnect)
        {
            _metrics.Reconnects.Add("full_requested");
            _log.LogInformation("{Source} connects afresh for a baseline", _settings.Name);
            if (_connection.Status.Phase == ConnectionPhase.Open) Replace();
            else Connect();
        }
        else
        {
            _fullRequest.Begin();
            Context.ActorOf(_connect.Fetch);
        }
    }

    private void OnFetched(FullFetched fetched)
    {
        if (fetched.Full is { } full)
        {
            _connect.State.Tell(new EventBatch(_connection.Status.Attempt, Self, [full], _lastEventId, null, 0)
            {
                UpstreamNow = _connection.UpstreamClock.Now,
            });
            // The state need not take it: a guard's baseline, or one that comes between two connections, answers nothing.
            WakeAfter(Wake.FullTimedOut, _settings.Resync.Timeout);
        }
        else
        {
            _log.LogWarning("{Source} got no baseline: {Text} ({Reason})", _settings.Name, fetched.Text, fetched.Outcome);
            OnUnhelped(fetched.Outcome!);
        }
    }

    private void OnUnhelped(string outcome)
    {
        Count(_fullRequest.End(outcome));
        if (_needFull || _asked) AskAfter(_fullRequest.CooldownLeft);
    }

    private void Count(string? outcome)
    {
        if (outcome is not null) _metrics.FullRequests.Add(outcome);
    }
}
