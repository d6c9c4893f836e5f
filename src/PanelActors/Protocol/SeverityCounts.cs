using System.Globalization;
using System.Text;
using PanelActors.Tree;

namespace PanelActors.Protocol;

/// <summary>
/// What severity counts can be (specification 1.4): the three severities as integers, or numbers of any names where one of the three is
/// missing.
/// </summary>
internal static class SeverityCounts
{
    /// <summary>The severities that a feed counts.</summary>
    public static readonly PanelKey[] Severities = [PanelKey.Of("info"), PanelKey.Of("warn"), PanelKey.Of("critical")];

    /// <summary><paramref name="counts"/>, which are numbers, as counts can be; where all three severities are there, just these.</summary>
    public static PanelObject Possible(PanelObject counts)
    {
        var members = new NodeMap.Builder();
        foreach (var severity in Severities)
        {
            if (counts.Find(severity) is not PanelLeaf count) return counts;
            members.Add(severity, PanelLeaf.Of(double.TryParse(Text(count), CultureInfo.InvariantCulture, out var sum) ? (long)sum : 0));
        }

        return PanelObject.Empty.With(members.ToMap());
    }

    private static string Text(PanelLeaf count) => Encoding.ASCII.GetString(count.Json);
}
