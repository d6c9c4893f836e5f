using PanelActors.Telemetry;

namespace PanelActors.Relay;

/// <summary>The events of a log that a sampled trace led to.</summary>
/// <param name="Trace">The trace.</param>
/// <param name="Begin">The position of the first of them.</param>
/// <param name="End">The position after the last.</param>
internal sealed record TracedEvents(DataTrace Trace, long Begin, long End)
{
    /// <summary>Whether one of them is at <paramref name="from"/> or after it, and before <paramref name="to"/>.</summary>
    public bool IsIn(long from, long to) => from < End && Begin < to;
}
