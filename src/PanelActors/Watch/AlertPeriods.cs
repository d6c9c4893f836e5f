using System.Collections.Immutable;
using PanelActors.History;
using PanelActors.Http;

namespace PanelActors.Watch;

/// <summary>Since when the alerts of a store are as they are, as the daemon said last.</summary>
internal sealed class AlertPeriods
{
    public static readonly AlertPeriods Unknown = new(ImmutableDictionary<string, AlertItem>.Empty);

    private const int MaxItems = 5000;

    private readonly ImmutableDictionary<string, AlertItem> _items;

    private AlertPeriods(ImmutableDictionary<string, AlertItem> items) => _items = items;

    /// <summary>What the daemon says.</summary>
    public static AlertPeriods Of(IEnumerable<AlertItem> items)
    {
        var known = ImmutableDictionary.CreateBuilder<string, AlertItem>(StringComparer.Ordinal);
        foreach (var item in items.Take(MaxItems)) known[SafeText.Clean(item.AlertType)] = item;
        return new AlertPeriods(known.ToImmutable());
    }

    /// <summary>After an alert changed: the daemon has not said anything of it since.</summary>
    public AlertPeriods Without(string type) => _items.ContainsKey(type) ? new AlertPeriods(_items.Remove(type)) : this;

    /// <summary>
    /// Since when an alert is active at its level, or resolved; null where that is not known, also where the daemon spoke of another level.
    /// </summary>
    public DateTimeOffset? SinceOf(AlertEntry entry)
    {
        if (!_items.TryGetValue(entry.Type, out var item) || item.Active != entry.IsActive) return null;
        if (!entry.IsActive) return WatchZone.At(item.Since);
        return item.Level == HistoryLevel.Of(entry.Level) ? WatchZone.At(item.LastChange ?? item.Since) : null;
    }
}
