using System.Runtime.CompilerServices;
using PanelActors.History;
using PanelActors.Tree;

namespace PanelActors.Http;

/// <summary>The alerts of a store that are active, as the list of stores has them: it is asked for all the time.</summary>
/// <param name="Count">How many there are, of any level.</param>
/// <param name="Critical">The kinds of those that are critical, at most <see cref="MaxNames"/> of them.</param>
internal sealed record ActiveAlerts(int Count, IReadOnlyList<string> Critical)
{
    private const int MaxNames = 50;

    // What is asked for again and again seldom changes.
    private static readonly ConditionalWeakTable<PanelObject, ActiveAlerts> Known = [];

    /// <summary>Those among the entries of <c>severity_state</c>.</summary>
    public static ActiveAlerts Of(PanelObject states) => Known.GetValue(states, Find);

    private static ActiveAlerts Find(PanelObject states)
    {
        var (count, critical) = (0, new List<string>());
        foreach (var (key, node) in states.Members)
        {
            if (node is not PanelObject entry || AlertState.Of(entry) is not { IsActive: true } alert) continue;
            count++;
            if (alert.Level == HistoryLevel.Critical) critical.Add(HistoryText.Clamp(key.ToString(), HistoryText.MaxTitle));
        }

        critical.Sort(StringComparer.Ordinal);
        return new ActiveAlerts(count, [.. critical.Take(MaxNames)]);
    }
}
