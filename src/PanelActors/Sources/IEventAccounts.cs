using PanelActors.Protocol;
using PanelActors.State;

namespace PanelActors.Sources;

/// <summary>Hears what becomes of each event of a source.</summary>
internal interface IEventAccounts
{
    /// <summary>Events of a type came, one after another.</summary>
    void Counted(string type, int amount);

    /// <summary>An event was applied this long after it was published.</summary>
    void Applied(TimeSpan latency);

    /// <summary>An event showed that many values, or panels, to be wrong.</summary>
    void Diverged(PanelEvent panelEvent, int amount);

    /// <summary>An event was not applied.</summary>
    void Unapplied(PanelEvent panelEvent, EventOutcome outcome);
}
