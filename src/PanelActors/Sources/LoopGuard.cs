using PanelActors.Protocol;
using PanelActors.Sources.Http;
using PanelActors.Stores;

namespace PanelActors.Sources;

/// <summary>Refuses a relay that is made, directly or over other daemons, of the store that reads it (specification 2.10).</summary>
internal static class LoopGuard
{
    /// <summary>
    /// Shows on <paramref name="connection"/> what the relay is made of, where one of <paramref name="events"/> has it.
    /// </summary>
    /// <exception cref="UpstreamRefusedException">It is made of <paramref name="identity"/>.</exception>
    public static void Check(IReadOnlyList<PanelEvent> events, string identity, SourceConnection connection)
    {
        foreach (var panelEvent in events)
        {
            if (panelEvent is not RelayStatusEvent { Path: { } path }) continue;
            if (path.Contains(identity, StorePath.Comparer)) throw new UpstreamRefusedException(ConnectionEnds.Loop);
            connection.UpstreamPath = path;
        }
    }
}
