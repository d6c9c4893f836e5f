using PanelActors.Configuration;
using PanelActors.Stores;

namespace PanelActors.Sources.Supervision;

/// <summary>What follows from a batch that the state applied.</summary>
internal static class BatchRules
{
    public static SupervisorStep Note(this SupervisorStep step, BatchApplied batch)
    {
        // It may overtake the message that the upstream has accepted: a connection that brings something works, and is not given up.
        if (step.State is { Connections.Phase: ConnectionPhase.Connecting, Mode: ResyncMode.Reconnect }) step = step.Open();
        step = step.Remember(batch);
        if (batch.Events > 0) step = step.Cancel(SupervisorTimers.Resume);

        var isFulfilled = step.State.Schedule.IsFulfilledBy(batch.FullCount);
        step = step.With(step.State.Schedule.After(batch.FullCount, batch.NeedsBaseline, step.Moment.Now));
        if (isFulfilled)
        {
            step = step.With(step.State with { IsAsked = false }).Cancel(SupervisorTimers.Baseline)
                .Do(new SupervisorEffect.CountResync(ResyncOutcomes.Fulfilled));
            // What the other connection should bring has come.
            if (!batch.NeedsBaseline) step = step.DropReplacement();
        }

        return step.Plan(batch);
    }

    private static SupervisorStep Remember(this SupervisorStep step, BatchApplied batch)
    {
        var state = step.State;
        var fault = state.Fault.After(batch);
        var connections = state.Connections with { HasApplied = state.Connections.HasApplied || batch.Applied > 0 };
        // What no retry mends is shown at once, and until a baseline comes that is free of it.
        var isOpen = connections.Phase == ConnectionPhase.Open;
        if (isOpen && fault.Text != state.Fault.Text) connections = connections.Faulty(fault, step.Moment);
        return step.With(state with
        {
            Connections = connections,
            Policy = batch.Retry is { } retry ? state.Policy with { Floor = retry } : state.Policy,
            Position = batch.LastEventId,
            NeedsBaseline = batch.NeedsBaseline,
            IsSilenceKnown = state.IsSilenceKnown && batch.News == 0,
            Fault = fault,
        });
    }

    private static SupervisorStep Plan(this SupervisorStep step, BatchApplied batch)
    {
        var state = step.State;
        if (!state.WantsBaseline) return step.Cancel(SupervisorTimers.Ask);
        if (batch.ResyncIsFutile && !state.IsAsked) return step.AskAtTheLatest();
        return state.Connections.IsAlive && state.Schedule.WaitFor(batch, step.Moment.Now) is { } wait ? step.AskAfter(wait) : step;
    }
}
