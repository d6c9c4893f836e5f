using PanelActors.Configuration;
using PanelActors.Sources.Http;
using PanelActors.State;
using PanelActors.Stores;

namespace PanelActors.Sources.Supervision;

/// <summary>How a source gets the baseline that its state needs.</summary>
internal static class ResyncRules
{
    // The label of connections that replace one that works.
    private const string ReconnectReason = "full_requested";

    /// <summary>A request for a baseline.</summary>
    public static SupervisorStep Request(this SupervisorStep step, string reason)
    {
        step = step.With(step.State with { IsAsked = true });
        var state = step.State;
        if (state.Mode == ResyncMode.None || state.Connections.Phase == ConnectionPhase.Stopped)
            return step.Do(new SupervisorEffect.CountResync(ResyncOutcomes.Refused)).Log(new SupervisorNote.CannotAsk(reason));

        step = step.Log(new SupervisorNote.WillAsk(reason));
        // A request that is under way serves this reason too; so does the connection that is waited for.
        return state.Connections.Phase == ConnectionPhase.Waiting || state.Schedule.IsPending ? step : step.AskAfter(step.CooldownLeft);
    }

    /// <summary>Asks for a baseline after <paramref name="wait"/>, or earlier where that is planned already.</summary>
    public static SupervisorStep AskAfter(this SupervisorStep step, TimeSpan wait)
    {
        if (step.State.Mode == ResyncMode.None) return step;
        if (wait <= TimeSpan.Zero) return step.Ask();
        // Another reason joins the request that is planned; it must not put it off.
        if (step.State.Timers.HasFlag(SupervisorTimers.Ask)) return step;
        return step.With(step.State with { AsksLate = false }).Start(SupervisorTimers.Ask, wait);
    }

    /// <summary>
    /// Puts off what is planned: a new request would bring what the last one did. Once: a feed that shows this with every event would
    /// otherwise never be asked again.
    /// </summary>
    public static SupervisorStep AskAtTheLatest(this SupervisorStep step)
    {
        if (step.State.AsksLate && step.State.Timers.HasFlag(SupervisorTimers.Ask)) return step;
        step = step.Cancel(SupervisorTimers.Ask).AskAfter(step.State.Settings.Resync.MaxCooldown);
        return step.With(step.State with { AsksLate = true });
    }

    /// <summary>A timer is due.</summary>
    public static SupervisorStep Fire(this SupervisorStep step, SupervisorTimers timer) => timer switch
    {
        SupervisorTimers.Connect => step.Connect(),
        SupervisorTimers.Ask => step.Ask(),
        SupervisorTimers.Baseline => step.MissBaseline(ResyncOutcomes.Timeout),
        _ => step.NoteSilence(),
    };

    /// <summary>An answer of <c>Resync:Url</c>.</summary>
    public static SupervisorStep Fetched(this SupervisorStep step, BaselineFetched answer)
    {
        var state = step.State;
        if (answer.Full is not { } full) return step.Log(new SupervisorNote.GotNoBaseline(answer)).MissBaseline(answer.Outcome!);
        // The state need not take it: a guard's baseline, or one that comes between two connections, answers nothing.
        return step
            .Do(new SupervisorEffect.DeliverBaseline(state.Connections.Attempt, full, state.Position) { Document = answer.Document })
            .Start(SupervisorTimers.Baseline, state.Settings.Resync.Timeout);
    }

    /// <summary>The connection that should bring a baseline failed; the one that works goes on.</summary>
    public static SupervisorStep EndReplacement(this SupervisorStep step, ConnectionEnd end)
    {
        step = step.DropReplacement().EndRequest(ResyncOutcomes.Refused);
        // What this connection found out is true of the other one too.
        if (end.Reason == ConnectionEnds.Loop.Reason) return step.End(end);
        step = step.Log(new SupervisorNote.KeepsConnection(end));
        if (!step.State.WantsBaseline) return step;
        var wait = end.Retry == Retry.WithBackoff ? step.CooldownLeft : step.State.Settings.Resync.MaxCooldown;
        return step.AskAfter(end.After is { } asked && asked > wait ? asked : wait);
    }

    /// <summary>The request that is under way has an outcome; where there is none, nothing happens.</summary>
    public static SupervisorStep EndRequest(this SupervisorStep step, string outcome) => step.State.Schedule.IsPending
        ? step.With(step.State.Schedule.Ended()).Do(new SupervisorEffect.CountResync(outcome))
        : step;

    private static SupervisorStep Ask(this SupervisorStep step)
    {
        step = step.Cancel(SupervisorTimers.Ask);
        var state = step.State;
        if (state.Schedule.IsPending) return step;
        if (state.Mode != ResyncMode.Reconnect)
            return step.With(state.Schedule.Begun(step.Moment)).Do(new SupervisorEffect.FetchBaseline());
        step = step.Do(new SupervisorEffect.CountReconnect(ReconnectReason)).Log(new SupervisorNote.ConnectsForBaseline());
        return state.Connections.Phase == ConnectionPhase.Open ? step.StartReplacement() : step.Connect();
    }

    // The connection that works goes on until the upstream has accepted the other one: it may not accept another.
    private static SupervisorStep StartReplacement(this SupervisorStep step)
    {
        step = step.DropReplacement();
        var state = step.State;
        var request = state.Settings.Request with { ForceFull = true, LastEventId = null };
        var plan = new ConnectionPlan(state.Attempts + 1, request) { IsReplacement = true };
        return step
            .With(state with
            {
                Attempts = plan.Attempt,
                Connections = state.Connections with { Replacement = plan.Attempt },
                Schedule = state.Schedule.Begun(step.Moment),
            })
            .Do(new SupervisorEffect.StartConnection(plan));
    }

    // A feed that restarted sends nothing to a client that asks for what came after an id that it has not reached yet. One that is merely
    // quiet looks the same, so it is asked once, and then not before it has sent something new.
    private static SupervisorStep NoteSilence(this SupervisorStep step)
    {
        var state = step.State;
        if (state.IsSilenceKnown) return step;
        return step.With(state with { IsSilenceKnown = true })
            .Log(new SupervisorNote.IsSilent(state.Position))
            .Do(new SupervisorEffect.RaiseNeed(ResyncNeed.ResumeSilent))
            .Request(ResyncNeed.ResumeSilent);
    }

    private static SupervisorStep MissBaseline(this SupervisorStep step, string outcome)
    {
        step = step.EndRequest(outcome);
        return step.State.WantsBaseline ? step.AskAfter(step.CooldownLeft) : step;
    }
}
