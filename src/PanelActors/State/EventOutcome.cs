namespace PanelActors.State;

/// <summary>What became of an event.</summary>
internal enum OutcomeKind
{
    /// <summary>It changed the state.</summary>
    Applied,

    /// <summary>It was understood, but not applied.</summary>
    Dropped,

    /// <summary>It could not be decoded.</summary>
    Lost,

    /// <summary>It said something about the feed itself, and no panel or alert.</summary>
    Noted,
}

/// <summary>What became of an event, and why if it was not applied.</summary>
internal readonly record struct EventOutcome(OutcomeKind Kind, string? Reason)
{
    /// <summary>The event was applied.</summary>
    public static readonly EventOutcome Applied = new(OutcomeKind.Applied, null);

    /// <summary>The event said something about the feed itself.</summary>
    public static readonly EventOutcome Noted = new(OutcomeKind.Noted, null);

    /// <summary>The event was dropped.</summary>
    public static EventOutcome Dropped(string reason) => new(OutcomeKind.Dropped, reason);

    /// <summary>The event could not be decoded.</summary>
    public static EventOutcome Lost(string reason) => new(OutcomeKind.Lost, reason);
}

/// <summary>The state after an event, and what became of the event.</summary>
/// <param name="State">The state.</param>
/// <param name="Outcome">What became of the event.</param>
/// <param name="Diverged">
/// How many values the event showed to have been wrong here: in a diff, values that were not what the feed believed; in a
/// baseline, panels that differ from what diffs had made of the one before.
/// </param>
internal readonly record struct Transition(PanelState State, EventOutcome Outcome, int Diverged = 0);
