using PanelActors.Configuration;

namespace PanelActors.Hosting;

/// <summary>Refuses an edit of the configuration with which a source could not connect, since its <c>Tls</c> names unusable files.</summary>
internal sealed class SourceTlsCheck : IReconfigurable
{
    /// <inheritdoc/>
    public Action? Prepare(PanelActorsOptions next, FaultList faults)
    {
        SourceTlsFiles.Check(next, faults);
        return null;
    }
}
