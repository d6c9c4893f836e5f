namespace PanelActors.Simulator;

/// <summary>A fault that a simulated feed commits every so many ticks. The feed's own status evolves all the same.</summary>
internal enum SimulatorFault
{
    /// <summary><c>drop</c>: the connections of all live clients are reset in the middle of an event.</summary>
    Drop,

    /// <summary><c>close</c>: the responses of all live clients end cleanly, just before an event.</summary>
    Close,

    /// <summary><c>badjson</c>: the data of a diff is cut in half, so that it is no JSON; what the diff said is lost.</summary>
    BadJson,

    /// <summary><c>generation</c>: a diff carries the next generation, as if a baseline had been missed.</summary>
    Generation,

    /// <summary>
    /// <c>incomplete</c>: a diff says <c>truncated: true</c> and has lost its content. In a summary stream <c>truncated</c> comes in place of
    /// an update.
    /// </summary>
    Incomplete,

    /// <summary><c>silence</c>: neither events nor comments for a quarter of the period; afterwards all that was withheld.</summary>
    Silence,

    /// <summary><c>refuse</c>: new connections get 503 for a quarter of the period. Open connections live on, so combine it with a cut.</summary>
    Refuse,

    /// <summary><c>old</c>: a structured diff states an <c>old</c> value that never was; its <c>new</c> values are right.</summary>
    Old,
}
