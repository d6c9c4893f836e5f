namespace PanelActors.Configuration;

/// <summary>What happens to the stores when one configuration takes the place of another. Pure.</summary>
internal sealed class ConfigurationChange
{
    private readonly PanelActorsOptions _before;
    private readonly PanelActorsOptions _after;
    private readonly Dictionary<StoreName, StoreChange> _stores = new(StoreName.BySpelling);

    private ConfigurationChange(PanelActorsOptions before, PanelActorsOptions after) => (_before, _after) = (before, after);

    /// <summary>Every store of either configuration, and what happens to it.</summary>
    public IReadOnlyDictionary<StoreName, StoreChange> Stores => _stores;

    /// <summary>Whether the same stores run on, in the same order and with the same default.</summary>
    public bool IsNone => _stores.Values.All(static change => change == StoreChange.Kept)
        && _before.DefaultStore == _after.DefaultStore && _before.StoreNames.SequenceEqual(_after.StoreNames);

    /// <summary>Compares two configurations without faults.</summary>
    public static ConfigurationChange Between(PanelActorsOptions before, PanelActorsOptions after)
    {
        var change = new ConfigurationChange(before, after);
        foreach (var source in after.Sources) change._stores[source.Name] = change.Of(source);
        foreach (var composite in after.Composites) change.Decide(composite);
        foreach (var name in before.StoreNames) change._stores.TryAdd(name, StoreChange.Removed);
        return change;
    }

    /// <summary>The names of all stores with that change, in order.</summary>
    public IEnumerable<StoreName> Names(StoreChange change) => _stores.Where(store => store.Value == change)
        .Select(static store => store.Key).OrderBy(static name => name.Text, StringComparer.Ordinal);

    /// <summary>One line for people: <c>added a, b; restarted c</c>.</summary>
    public override string ToString()
    {
        StoreChange[] shown = [StoreChange.Added, StoreChange.Removed, StoreChange.Restarted, StoreChange.Retuned];
        var parts = shown.Select(change => (change, Names: string.Join(", ", Names(change)))).Where(static part => part.Names.Length > 0)
            .Select(static part => $"{part.change.ToName()} {part.Names}");
        return string.Join("; ", parts) is { Length: > 0 } line ? line : "the same stores";
    }

    private StoreChange Of(SourceOptions after)
    {
        if (_before.Sources.FirstOrDefault(source => source.Name.IsSpelledAs(after.Name)) is not { } before)
            return AddedOrOfAnotherKind(after.Name);
        // What a source overrides counts by its effect.
        KeyEffect[] effects =
        [
            KeyDifference.Between(before, after, but: [nameof(after.Freshness), nameof(after.Reconnect)]),
            KeyDifference.Between(_before.FreshnessOf(before), _after.FreshnessOf(after)),
            KeyDifference.Between(_before.ReconnectOf(before), _after.ReconnectOf(after)),
            KeyDifference.Between(_before.Limits, _after.Limits),
            AreIdleAlike(before, after) ? KeyEffect.Unstated : KeyEffect.RestartsStores,
        ];
        return effects.Max() switch
        {
            KeyEffect.RestartsStores => StoreChange.Restarted,
            KeyEffect.RetunesStores => StoreChange.Retuned,
            _ => StoreChange.Kept,
        };
    }

    // Members first, whatever the order of the configuration; that there is no cycle was checked with it.
    private StoreChange Decide(CompositeOptions composite)
    {
        if (_stores.TryGetValue(composite.Name, out var known)) return known;
        List<StoreChange> members = [.. composite.Members.Select(ChangeOf)];
        return _stores[composite.Name] = Of(composite, members);

        StoreChange ChangeOf(StoreName member) => _stores.TryGetValue(member, out var change)
            ? change
            : Decide(_after.Composites.Single(other => other.Name == member));
    }

    private StoreChange Of(CompositeOptions after, List<StoreChange> members)
    {
        if (_before.Composites.FirstOrDefault(composite => composite.Name.IsSpelledAs(after.Name)) is not { } before)
            return AddedOrOfAnotherKind(after.Name);
        var isSame = KeyDifference.Between(before, after) == KeyEffect.Unstated && _before.Freshness == _after.Freshness
            && _before.Limits == _after.Limits && members.TrueForAll(static member => member == StoreChange.Kept);
        return isSame ? StoreChange.Kept : StoreChange.Restarted;
    }

    private StoreChange AddedOrOfAnotherKind(StoreName name) => _before.HasStore(name) ? StoreChange.Restarted : StoreChange.Added;

    // A feed that may be silent for minutes is held only to an idle timeout of its source's own, also where that is the common one.
    private static bool AreIdleAlike(SourceOptions before, SourceOptions after) =>
        after.Dialect == Dialect.Panels || before.Reconnect.IdleTimeout.HasValue == after.Reconnect.IdleTimeout.HasValue;
}
