using PanelActors.Configuration;
using PanelActors.Sources.Http;
using PanelActors.Stores;

namespace PanelActors.Sources.Supervision;

/// <summary>How connections begin and end.</summary>
internal static class ConnectionRules
{
    /// <summary>Starts a connection in place of all there are.</summary>
    public static SupervisorStep Connect(this SupervisorStep step)
    {
        step = step.Cancel(SupervisorTimers.Connect | SupervisorTimers.Ask | SupervisorTimers.Resume).DropReplacement().DropCurrent();
        var state = step.State;
        // Without an event id to resume after there is no knowing what was missed: only a baseline makes the state true again.
        var forces = (state.WantsBaseline || state.Position is null) && state.Mode == ResyncMode.Reconnect;
        var position = forces ? null : state.Position;
        var schedule = state.Schedule.AfterConnecting();
        var plan = new ConnectionPlan(state.Attempts + 1, state.Settings.Request with { ForceFull = forces, LastEventId = position });
        step = step
            .With(state with
            {
                Attempts = plan.Attempt,
                Connections = state.Connections.Connecting(plan.Attempt, isResumed: position is not null),
                Schedule = forces ? schedule.Begun(step.Moment) : schedule,
                Position = position,
            })
            .Do(new SupervisorEffect.StartConnection(plan))
            .Log(new SupervisorNote.Connects(plan));
        return state.Mode == ResyncMode.Http && state.WantsBaseline ? step.AskAfter(step.CooldownLeft) : step;
    }

    /// <summary>The upstream accepted the current connection.</summary>
    public static SupervisorStep Open(this SupervisorStep step)
    {
        var state = step.State;
        var opened = state.Connections.Opened(state.Fault, step.Moment);
        step = step.With(opened).Log(new SupervisorNote.IsConnected(opened.Attempt));
        // Only a feed that was reached can be late with its answer.
        if (state.Mode == ResyncMode.Reconnect && state.Schedule.IsPending)
            step = step.Start(SupervisorTimers.Baseline, state.Settings.Resync.Timeout);
        return opened.IsResumed ? step.Start(SupervisorTimers.Resume, state.ResumeTimeout) : step;
    }

    /// <summary>The upstream accepted the replacement, which takes the place of the current connection.</summary>
    public static SupervisorStep OpenReplacement(this SupervisorStep step)
    {
        step = step.DropCurrent().Cancel(SupervisorTimers.Resume);
        return step.With(step.State.Connections.Promoted()).With(step.State.Schedule.AfterConnecting()).Open();
    }

    /// <summary>The current connection is over.</summary>
    public static SupervisorStep End(this SupervisorStep step, ConnectionEnd end)
    {
        step = step.Cancel(SupervisorTimers.Resume).Do(new SupervisorEffect.ForgetUpstreamPath()).DropCurrent();
        var (connections, fault) = (step.State.Connections, step.State.Fault);
        if (connections.Replacement is not null)
        {
            // The next attempt is under way already.
            return step.With(connections.Promoted().Ended(ConnectionPhase.Connecting, end, fault, step.Moment))
                .Do(new SupervisorEffect.CountReconnect(end.Reason));
        }

        var lived = connections.OpenedAt is { } opened ? step.Moment.Now - opened : TimeSpan.Zero;
        var (policy, delay) = step.State.Policy.After(end, lived, connections.HasApplied, step.Moment.Random);
        step = step.With(step.State with { Policy = policy }).Cancel(SupervisorTimers.Ask);
        if (step.State.Mode == ResyncMode.Reconnect)
        {
            // What is fetched beside the stream may still come; what this connection was to bring will not.
            step = step.Cancel(SupervisorTimers.Baseline);
            if (end.Retry != Retry.WithBackoff) step = step.EndRequest(ResyncOutcomes.Refused);
        }

        if (delay is not { } wait)
            return step.With(connections.Ended(ConnectionPhase.Stopped, end, fault, step.Moment)).Log(new SupervisorNote.Stops(end));
        return step.With(connections.Ended(ConnectionPhase.Waiting, end, fault, step.Moment, wait))
            .Do(new SupervisorEffect.CountReconnect(end.Reason))
            .Log(new SupervisorNote.Waits(end, connections.OpenedAt is not null, wait))
            .Start(SupervisorTimers.Connect, wait);
    }

    /// <summary>Gives the replacement up, where there is one.</summary>
    public static SupervisorStep DropReplacement(this SupervisorStep step) => step.State.Connections.Replacement is { } attempt
        ? step.With(step.State.Connections with { Replacement = null }).Do(new SupervisorEffect.StopConnection(attempt))
        : step;

    private static SupervisorStep DropCurrent(this SupervisorStep step) => step.State.Connections.IsAlive
        ? step.Do(new SupervisorEffect.StopConnection(step.State.Connections.Attempt))
        : step;
}
