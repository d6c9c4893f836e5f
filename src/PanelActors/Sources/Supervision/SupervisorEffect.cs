using PanelActors.Protocol;
using PanelActors.Stores;

namespace PanelActors.Sources.Supervision;

/// <summary>What the actor of a supervisor has to do.</summary>
internal abstract record SupervisorEffect
{
    private SupervisorEffect()
    {
    }

    public sealed record StartConnection(ConnectionPlan Plan) : SupervisorEffect;

    public sealed record StopConnection(int Attempt) : SupervisorEffect;

    /// <summary>Starts one timer, or starts it over.</summary>
    public sealed record StartTimer(SupervisorTimers Timer, TimeSpan Wait) : SupervisorEffect;

    /// <summary>Cancels one timer.</summary>
    public sealed record CancelTimer(SupervisorTimers Timer) : SupervisorEffect;

    /// <summary>Gets a baseline from <c>Resync:Url</c>.</summary>
    public sealed record FetchBaseline : SupervisorEffect;

    /// <summary>Sends a baseline that was fetched to the state, as a batch of that attempt.</summary>
    public sealed record DeliverBaseline(int Attempt, PanelFullEvent Full, EventId? Position) : SupervisorEffect
    {
        /// <summary>The document that it was in.</summary>
        public BaselineDocument? Document { get; init; }
    }

    /// <summary>Has the state show that it needs a baseline.</summary>
    public sealed record RaiseNeed(string Reason) : SupervisorEffect;

    public sealed record ShowStatus(ConnectionStatus Status) : SupervisorEffect;

    /// <summary>Shows that nothing is known of what the upstream is made of.</summary>
    public sealed record ForgetUpstreamPath : SupervisorEffect;

    public sealed record CountReconnect(string Reason) : SupervisorEffect;

    public sealed record CountResync(string Outcome) : SupervisorEffect;

    public sealed record Log(SupervisorNote Note) : SupervisorEffect;
}
