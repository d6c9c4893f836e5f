using PanelActors.Configuration;

namespace PanelActors.Hosting;

/// <summary>Refuses an edit of the configuration in which the <c>Tls</c> of a source names unusable files.</summary>
internal sealed class SourceTlsCheck : IReconfigurable
{
    /// <inheritdoc/>
    public Action? Prepare(PanelActorsOptions next, FaultList faults)
    {
        SourceTlsFiles.Check(next, faults);
        return null;
    }
}
