using PanelActors.Tree;

namespace PanelActors.State;

/// <summary>The panels of a status: every member but the two that a snapshot merges its own into (specification 3).</summary>
internal static class StatusPanels
{
    public static readonly PanelKey Meta = PanelKey.Of("panel_push_meta");
    public static readonly PanelKey Stream = PanelKey.Of("adaptive_stream");

    /// <summary>The panels in order; none of a store without a baseline.</summary>
    public static IEnumerable<KeyValuePair<PanelKey, PanelNode>> Of(PanelObject? status)
    {
        if (status is null) yield break;
        foreach (var member in status.Members)
        {
            if (member.Key != Meta && member.Key != Stream) yield return member;
        }
    }

    public static int Count(PanelObject? status) =>
        status is null ? 0 : status.Count - (status.Find(Meta) is null ? 0 : 1) - (status.Find(Stream) is null ? 0 : 1);
}
