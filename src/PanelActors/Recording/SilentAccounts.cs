using PanelActors.Protocol;
using PanelActors.Sources;
using PanelActors.State;

namespace PanelActors.Recording;

/// <summary>Counts nothing.</summary>
internal sealed class SilentAccounts : IEventAccounts
{
    /// <summary>The one there is.</summary>
    public static readonly SilentAccounts Instance = new();

    private SilentAccounts()
    {
    }

    /// <inheritdoc/>
    public void Counted(string type, int amount)
    {
    }

    /// <inheritdoc/>
    public void Applied(TimeSpan latency)
    {
    }

    /// <inheritdoc/>
    public void Diverged(PanelEvent panelEvent, int amount)
    {
    }

    /// <inheritdoc/>
    public void Unapplied(PanelEvent panelEvent, EventOutcome outcome)
    {
    }
}
