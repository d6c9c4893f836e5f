using System.Buffers;
using PanelActors.Tree;

namespace PanelActors.Protocol.Encode;

/// <summary>Severity counts as the feed's protocol writes them (specification 1.4): a reader makes the same counts of it.</summary>
internal static class CountsPayload
{
    /// <summary>The event of these counts.</summary>
    public static EventPayload Of(PanelObject counts)
    {
        var output = new ArrayBufferWriter<byte>();
        output.Write("{"u8);
        WriteTo(output, counts);
        output.Write("}"u8);
        return new EventPayload(EventKinds.SeverityCounts, output.WrittenSpan.ToArray());
    }

    /// <summary>The member of a body that holds <paramref name="counts"/>.</summary>
    public static void WriteTo(ArrayBufferWriter<byte> output, PanelObject counts)
    {
        output.Write("\"counts\":"u8);
        // A severity that is absent would be read as 0, and what is beside the three not at all. One that is not a number has a reader
        // keep what there is.
        var members = counts.Members;
        foreach (var severity in SeverityCounts.Severities)
        {
            if (counts.Find(severity) is null) members = members.Set(severity, PanelLeaf.Null);
        }

        counts.With(members).WriteTo(output);
    }
}
