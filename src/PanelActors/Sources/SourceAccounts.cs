using PanelActors.Protocol;
using PanelActors.State;
using PanelActors.Telemetry;

namespace PanelActors.Sources;

/// <summary>Counts and logs what becomes of each event of a source.</summary>
internal sealed class SourceAccounts(SourceMetrics metrics, StateLog log) : IEventAccounts
{
    /// <inheritdoc/>
    public void Counted(string type, int amount) => metrics.Events.Add(type, amount: amount);

    /// <inheritdoc/>
    public void Applied(TimeSpan latency) => metrics.RecordLatency(latency);

    /// <inheritdoc/>
    public void Diverged(PanelEvent panelEvent, int amount) =>
        metrics.Divergences.Add(panelEvent is PanelFullEvent ? "baseline" : "diff", amount: amount);

    /// <inheritdoc/>
    public void Unapplied(PanelEvent panelEvent, EventOutcome outcome)
    {
        if (outcome.Kind == OutcomeKind.Lost) metrics.Errors.Add(outcome.Reason!);
        else metrics.Dropped.Add(panelEvent.Type, outcome.Reason!);
        log.Unapplied(panelEvent, outcome);
    }
}
