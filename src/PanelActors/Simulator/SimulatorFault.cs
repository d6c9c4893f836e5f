namespace PanelActors.Simulator;

/// <summary>A fault that a simulated feed commits every so many ticks. Its status goes on all the same.</summary>
internal enum SimulatorFault
{
    /// <summary><c>drop</c>: the connections of all live clients are reset in the middle of an event.</summary>
    Drop,

    /// <summary><c>close</c>: the responses of all live clients end cleanly, just before an event.</summary>
    Close,

    /// <summary><c>badjson</c>: the data of a diff is cut in half, so that it is not JSON; the change is lost.</summary>
    BadJson,

    /// <summary><c>generation</c>: a diff carries the next generation, as if a baseline had been missed.</summary>
    Generation,

    /// <summary>
    /// <c>incomplete</c>: a diff has <c>truncated: true</c> and no content. In a summary stream <c>truncated</c> comes in place of an
    /// update.
    /// </summary>
    Incomplete,

    /// <summary><c>silence</c>: neither events nor comments for a quarter of the period, then all that were withheld.</summary>
    Silence,

    /// <summary><c>refuse</c>: new connections get 503 for a quarter of the period. Open ones stay, so combine it with a cut.</summary>
    Refuse,

    /// <summary><c>old</c>: a structured diff has a false <c>old</c> value; its <c>new</c> values are right.</summary>
    Old,
}
