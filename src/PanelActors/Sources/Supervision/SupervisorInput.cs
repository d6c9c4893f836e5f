using PanelActors.Protocol;
using PanelActors.Sources.Http;

namespace PanelActors.Sources.Supervision;

/// <summary>What happens to a supervisor: its messages, and its timers.</summary>
internal abstract record SupervisorInput;

/// <summary>The upstream accepted.</summary>
internal sealed record ConnectionOpened(int Attempt) : SupervisorInput;

/// <summary>A connection is over; the actor that ran it is of no further use.</summary>
internal sealed record ConnectionEnded(int Attempt, ConnectionEnd End) : SupervisorInput;

/// <summary>What came of fetching a baseline: the event, or the outcome and why.</summary>
internal sealed record BaselineFetched(PanelFullEvent? Full, string? Outcome, string? Text) : SupervisorInput
{
    /// <summary>The document that the event was in; null where there is none.</summary>
    public BaselineDocument? Document { get; init; }
}

/// <summary>Asks for a new baseline, for a reason that the state shows.</summary>
internal sealed record RequestResync(string Reason) : SupervisorInput;

/// <summary>Asks to connect afresh, also where the source had stopped for good.</summary>
internal sealed record StartSource : SupervisorInput
{
    public static readonly StartSource Instance = new();
}

/// <summary>From now on a feed that was to go on after an event may bring none for this long.</summary>
internal sealed record RetuneIngest(TimeSpan ResumeTimeout) : SupervisorInput;

/// <summary>A timer is due.</summary>
internal sealed record TimerFired(SupervisorTimers Timer) : SupervisorInput;
