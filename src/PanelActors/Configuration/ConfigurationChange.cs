namespace PanelActors.Configuration;

/// <summary>What is to be done to the stores when one configuration takes the place of another. Pure.</summary>
internal sealed class ConfigurationChange
{
    private readonly PanelActorsOptions _before;
    private readonly PanelActorsOptions _after;
    private readonly Dictionary<StoreName, StoreChange> _stores = new(StoreName.BySpelling);

    private ConfigurationChange(PanelActorsOptions before, PanelActorsOptions after) => (_before, _after) = (before, after);

    /// <summary>Every store of either configuration, and what becomes of it.</summary>
    public IReadOnlyDictionary<StoreName, StoreChange> Stores => _stores;

    /// <summary>Whether the same stores would run on, in the same order and with the same default.</summary>
    public bool IsNone => _stores.Values.All(static change => change == StoreChange.Kept)
        && _before.DefaultStore == _after.DefaultStore && _before.StoreNames.SequenceEqual(_after.StoreNames);

    /// <summary>Compares two configurations without faults.</summary>
    public static ConfigurationChange Between(PanelActorsOptions before, PanelActorsOptions after)
    {
        ArgumentNullException.ThrowIfNull(before);
        ArgumentNullException.ThrowIfNull(after);
        var change = new ConfigurationChange(before, after);
        foreach (var source in after.Sources) change._stores[source.Name] = change.Of(source);
        foreach (var composite in after.Composites) change.Decide(composite);
        foreach (var name in before.StoreNames) change._stores.TryAdd(name, StoreChange.Removed);
        return change;
    }

    /// <summary>The names of all stores that this becomes of, in order.</summary>
    public IEnumerable<StoreName> Names(StoreChange change) =>
        _stores.Where(store => store.Value == change).Select(static store => store.Key).OrderBy(static name => name.Text, StringComparer.Ordinal);

    /// <summary>One line for people: <c>added a, b; restarted c</c>.</summary>
    public override string ToString()
    {
        StoreChange[] told = [StoreChange.Added, StoreChange.Removed, StoreChange.Restarted, StoreChange.Retuned];
        var parts = told.Select(change => (change, Names: string.Join(", ", Names(change)))).Where(static part => part.Names.Length > 0)
            .Select(static part => $"{part.change.ToString().ToLowerInvariant()} {part.Names}");
        return string.Join("; ", parts) is { Length: > 0 } line ? line : "the same stores";
    }

    private StoreChange Of(SourceOptions after)
    {
        if (_before.Sources.FirstOrDefault(source => source.Name.IsSpelledAs(after.Name)) is not { } before) return AddedOrOfAnotherKind(after.Name);
        if (_before.Limits != _after.Limits || _before.ReconnectOf(before) != _after.ReconnectOf(after)
            || _before.FreshnessOf(before).PublishTime != _after.FreshnessOf(after).PublishTime || !IsReadAlike(before, after)
            || !AreIdleAlike(before, after))
        {
            return StoreChange.Restarted;
        }

        return before.Required != after.Required || _before.FreshnessOf(before) != _after.FreshnessOf(after) ? StoreChange.Retuned : StoreChange.Kept;
    }

    // Members first, whatever the order of the configuration; that there is no cycle was checked with it.
    private StoreChange Decide(CompositeOptions composite)
    {
        if (_stores.TryGetValue(composite.Name, out var known)) return known;
        var members = composite.Members
            .Select(member => _stores.TryGetValue(member, out var change) ? change : Decide(_after.Composites.Single(other => other.Name == member)))
            .ToList();
        return _stores[composite.Name] = Of(composite, members);
    }

    private StoreChange Of(CompositeOptions after, List<StoreChange> members)
    {
        if (_before.Composites.FirstOrDefault(composite => composite.Name.IsSpelledAs(after.Name)) is not { } before) return AddedOrOfAnotherKind(after.Name);
        var same = before with { Members = after.Members } == after && before.Members.SequenceEqual(after.Members)
            && _before.Freshness == _after.Freshness && _before.Limits == _after.Limits
            && members.TrueForAll(static member => member == StoreChange.Kept);
        return same ? StoreChange.Kept : StoreChange.Restarted;
    }

    private StoreChange AddedOrOfAnotherKind(StoreName name) => _before.HasStore(name) ? StoreChange.Restarted : StoreChange.Added;

    // Everything but what is compared by its effect: whatever is added to a source's options later restarts it.
    private static bool IsReadAlike(SourceOptions before, SourceOptions after) =>
        before with
        {
            Types = after.Types,
            Headers = after.Headers,
            HeaderFiles = after.HeaderFiles,
            Required = after.Required,
            Freshness = after.Freshness,
            Reconnect = after.Reconnect,
        } == after
        && before.Types.SequenceEqual(after.Types)
        && AreSame(before.Headers, after.Headers)
        && AreSame(before.HeaderFiles, after.HeaderFiles);

    // A feed that may be silent for minutes is held only to an idle timeout of its own, also where that is the common one.
    private static bool AreIdleAlike(SourceOptions before, SourceOptions after) =>
        after.Dialect == Dialect.Panels || before.Reconnect.IdleTimeout.HasValue == after.Reconnect.IdleTimeout.HasValue;

    private static bool AreSame(IReadOnlyDictionary<string, string> before, IReadOnlyDictionary<string, string> after) =>
        before.Count == after.Count && before.All(pair => after.TryGetValue(pair.Key, out var value) && value == pair.Value);
}
