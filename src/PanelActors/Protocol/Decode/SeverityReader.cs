using PanelActors.Tree;

namespace PanelActors.Protocol.Decode;

/// <summary>Reads severity counts and severity states (specification 1.4).</summary>
internal static class SeverityReader
{
    private static readonly PanelKey Reasons = PanelKey.Of("reasons");
    private static readonly PanelKey[] EntryKeys =
    [
        PanelKey.Of("active"), PanelKey.Of("previous_active"), PanelKey.Of("last_change_cycle"), PanelKey.Of("resolved"),
        PanelKey.Of("resolved_count"), Reasons, PanelKey.Of("alert"),
    ];

    /// <summary>The <c>counts</c> of the body; null where it has none.</summary>
    public static PanelObject? ReadCounts(TapeValue body)
    {
        if (!body.TryGet("counts"u8, out var counts) || !counts.IsObject) return null;
        var members = new NodeMap.Builder();
        if (HasNonNumber(counts))
        {
            foreach (var member in counts.Members)
            {
                if (member.Value.IsNumber) members.Add(member.Key, member.Value.ToNode());
            }
        }
        else
        {
            foreach (var severity in SeverityCounts.Severities)
                members.Add(severity, PanelLeaf.Of(counts.TryGet(severity.Utf8, out var count) ? Truncate(count) : 0));
        }

        return PanelObject.Empty.With(members.ToMap());
    }

    /// <summary>The entry of seven keys that a state has of the body.</summary>
    public static PanelObject ReadEntry(TapeValue body)
    {
        var members = new NodeMap.Builder();
        foreach (var key in EntryKeys)
        {
            members.Add(key, body.TryGet(key.Utf8, out var value) ? value.ToNode()
                : ReferenceEquals(key, Reasons) ? PanelLeaf.EmptyArray
                : PanelLeaf.Null);
        }

        return PanelObject.Empty.With(members.ToMap());
    }

    private static bool HasNonNumber(TapeValue counts)
    {
        foreach (var severity in SeverityCounts.Severities)
        {
            if (counts.TryGet(severity.Utf8, out var count) && !count.IsNumber) return true;
        }

        return false;
    }

    // The cast saturates.
    private static long Truncate(TapeValue count) =>
        count.TryGetInt64(out var integer) ? integer : count.TryGetDouble(out var number) ? (long)number : 0;
}
