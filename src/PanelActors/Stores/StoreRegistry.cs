using System.Diagnostics.CodeAnalysis;
using PanelActors.Configuration;

namespace PanelActors.Stores;

/// <summary>
/// The stores of the daemon (specification 4.2). A new configuration replaces all of them at once: several answers about the same set come
/// from one <see cref="Current"/>.
/// </summary>
internal sealed class StoreRegistry
{
    private volatile StoreSet _current;

    public StoreRegistry(IReadOnlyList<Store> stores, StoreName defaultName) => _current = new StoreSet(stores, defaultName);

    public StoreSet Current => _current;

    /// <inheritdoc cref="StoreSet.All"/>
    public IReadOnlyList<Store> All => _current.All;

    /// <inheritdoc cref="StoreSet.Default"/>
    public Store Default => _current.Default;

    public bool TryGet(StoreName name, [NotNullWhen(true)] out Store? store) => _current.TryGet(name, out store);

    public void Replace(StoreSet stores) => _current = stores;
}
