namespace PanelActors.Sources.Supervision;

/// <summary>What a supervisor waits for.</summary>
[Flags]
internal enum SupervisorTimers
{
    None = 0,

    /// <summary>The next attempt.</summary>
    Connect = 1,

    /// <summary>The next request for a baseline.</summary>
    Ask = 2,

    /// <summary>The end of the time in which a baseline that was asked for has to come.</summary>
    Baseline = 4,

    /// <summary>The end of the time in which a feed that was to go on after an event has to bring one.</summary>
    Resume = 8,
}
