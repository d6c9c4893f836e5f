using System.Collections.Immutable;

namespace PanelActors.Sources.Supervision;

/// <summary>A supervisor's state on the way from one input to the next, and what is to be done so far.</summary>
internal readonly record struct SupervisorStep(SupervisorState State, ImmutableArray<SupervisorEffect> Effects, Moment Moment)
{
    public TimeSpan CooldownLeft => State.Schedule.CooldownLeft(Moment.Now);

    public SupervisorStep With(SupervisorState state) => this with { State = state };

    public SupervisorStep With(ConnectionPair connections) => With(State with { Connections = connections });

    public SupervisorStep With(ResyncSchedule schedule) => With(State with { Schedule = schedule });

    public SupervisorStep Do(SupervisorEffect effect) => this with { Effects = Effects.Add(effect) };

    public SupervisorStep Log(SupervisorNote note) => Do(new SupervisorEffect.Log(note));

    /// <summary>Starts one timer, or starts it over.</summary>
    public SupervisorStep Start(SupervisorTimers timer, TimeSpan wait) =>
        With(State with { Timers = State.Timers | timer }).Do(new SupervisorEffect.StartTimer(timer, wait));

    /// <summary>Cancels those of <paramref name="timers"/> that run.</summary>
    public SupervisorStep Cancel(SupervisorTimers timers)
    {
        var running = State.Timers & timers;
        if (running == SupervisorTimers.None) return this;
        var step = With(State with { Timers = State.Timers & ~timers });
        foreach (var timer in Enum.GetValues<SupervisorTimers>())
        {
            if (timer != SupervisorTimers.None && running.HasFlag(timer)) step = step.Do(new SupervisorEffect.CancelTimer(timer));
        }

        return step;
    }

    /// <summary>What is displayed follows from the state: a step that changes the status shows it before anything else is done.</summary>
    public SupervisorStep Shown(SupervisorState before) =>
        State.Connections == before.Connections || State.Connections.Status == before.Connections.Status
            ? this
            : this with { Effects = Effects.Insert(0, new SupervisorEffect.ShowStatus(State.Connections.Status)) };
}
