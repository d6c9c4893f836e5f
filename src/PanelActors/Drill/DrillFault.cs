using System.Text.Json.Nodes;

namespace PanelActors.Drill;

/// <summary>One fault of the outside, how it is caused, and what is promised of it.</summary>
/// <param name="Name">By which <c>--only</c> names it.</param>
/// <param name="Causes">What is done, in a sentence.</param>
/// <param name="Rows">The rows of docs/failure-modes.md that it is about: heading, bar, first cell (<see cref="FailureRow"/>).</param>
/// <param name="Run">Causes it, looks, and ends it.</param>
internal sealed record DrillFault(string Name, string Causes, string[] Rows, Func<DrillScene, Task> Run)
{
    /// <summary>What is promised.</summary>
    public DrillPromise Promise { get; init; } = new();

    /// <summary>Whether <c>--short</c> causes it.</summary>
    public bool IsShort { get; init; }

    /// <summary>Whether it has a daemon to itself.</summary>
    public bool IsAlone { get; init; }

    /// <summary>Whether that daemon is started before <see cref="Run"/>, and is well then.</summary>
    public bool IsStarted { get; init; } = true;

    /// <summary>Whether its feed speaks the summary dialect.</summary>
    public bool IsSummary { get; init; }

    /// <summary>How long its feed waits between two events.</summary>
    public TimeSpan Pace { get; init; } = TimeSpan.FromMilliseconds(300);

    /// <summary>What its source has in the configuration besides name and address.</summary>
    public Action<DrillScene, JsonObject>? Source { get; init; }

    /// <summary>What the configuration has besides its source; of the common daemon, only sources and composites.</summary>
    public Action<DrillScene, JsonObject>? Configure { get; init; }
}
