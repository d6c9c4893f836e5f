using PanelActors.Http;
using PanelActors.Protocol;

namespace PanelActors.Watch;

/// <summary>All stores at a glance: which come first, and how they are in one sentence.</summary>
internal static class StoreOrder
{
    // The worst first. A word that is not known is taken for the worst.
    private static readonly Health[] Order = [Health.Stale, Health.Warn, Health.Init, Health.Ok];

    /// <summary>The stores with this in their names, the worst first; among equals the one that has been so for longest.</summary>
    public static IReadOnlyList<StoreSummary> WorstFirst(IEnumerable<StoreSummary> stores, string filter) =>
    [
        .. stores.Where(store => SafeText.Clean(store.Name).Contains(filter, StringComparison.OrdinalIgnoreCase))
            .OrderBy(static store => Array.IndexOf(Order, HealthOf(store.Health)))
            .ThenBy(static store => store.StateSince > 0 ? store.StateSince : double.MaxValue)
            .ThenBy(static store => store.Name, StringComparer.Ordinal),
    ];

    /// <summary>The health that a daemon's word stands for.</summary>
    public static Health HealthOf(string word) => HealthNames.TryParse(word, out var health) ? health : Health.Stale;

    /// <summary>The worst health there is; <c>init</c> without any store.</summary>
    public static Health WorstOf(IReadOnlyList<StoreSummary> stores) =>
        Order.FirstOrDefault(health => stores.Any(store => HealthOf(store.Health) == health), Health.Init);

    /// <summary><c>2 of 7 stores are stale, 1 is warn</c>.</summary>
    /// <param name="stores">All of them.</param>
    /// <param name="isPast">Whether that was so, and may have changed.</param>
    /// <param name="isShort">Whether only the worst counts.</param>
    public static string Headline(IReadOnlyList<StoreSummary> stores, bool isPast, bool isShort = false)
    {
        if (stores.Count == 0) return "there are no stores";
        var parts = new List<string>();
        foreach (var health in Order.SkipLast(1))
        {
            var count = stores.Count(store => HealthOf(store.Health) == health);
            if (count == 0) continue;
            var all = parts.Count > 0 ? "" : stores.Count == 1 ? "of 1 store " : $"of {stores.Count} stores ";
            parts.Add($"{count} {all}{Verb(count, isPast)} {health.ToName()}");
        }

        if (parts.Count > 0) return isShort ? parts[0] : string.Join(", ", parts);
        return stores.Count == 1 ? $"the only store {Verb(1, isPast)} ok" : $"all {stores.Count} stores {Verb(2, isPast)} ok";
    }

    private static string Verb(int count, bool isPast) => (count, isPast) switch
    {
        (1, false) => "is",
        (1, true) => "was",
        (_, false) => "are",
        _ => "were",
    };
}
