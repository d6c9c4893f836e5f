using System.Diagnostics.CodeAnalysis;
using PanelActors.Configuration;

namespace PanelActors.Stores;

/// <summary>Stores by name, and the default one. Immutable.</summary>
internal sealed class StoreSet
{
    private readonly Dictionary<StoreName, Store> _byName = [];

    public StoreSet(IReadOnlyList<Store> stores, StoreName defaultName)
    {
        All = stores;
        foreach (var store in stores) _byName.Add(store.Name, store);
        Default = _byName[defaultName];
    }

    /// <summary>All stores, in the order of the configuration.</summary>
    public IReadOnlyList<Store> All { get; }

    /// <summary>The store behind the calls that name none.</summary>
    public Store Default { get; }

    public bool TryGet(StoreName name, [NotNullWhen(true)] out Store? store) => _byName.TryGetValue(name, out store);
}
