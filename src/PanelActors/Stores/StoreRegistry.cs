using System.Diagnostics.CodeAnalysis;
using PanelActors.Configuration;

namespace PanelActors.Stores;

/// <summary>
/// The stores of the daemon (specification 4.2). A new configuration replaces all of them at once; whoever wants several
/// answers about the same set takes <see cref="Current"/> once.
/// </summary>
internal sealed class StoreRegistry
{
    private volatile StoreSet _current;

    /// <summary>Registers <paramref name="stores"/>; <paramref name="defaultName"/> names one of them.</summary>
    public StoreRegistry(IReadOnlyList<Store> stores, StoreName defaultName) => _current = new StoreSet(stores, defaultName);

    /// <summary>The stores there are now.</summary>
    public StoreSet Current => _current;

    /// <inheritdoc cref="StoreSet.All"/>
    public IReadOnlyList<Store> All => _current.All;

    /// <inheritdoc cref="StoreSet.Default"/>
    public Store Default => _current.Default;

    public bool TryGet(StoreName name, [NotNullWhen(true)] out Store? store) => _current.TryGet(name, out store);

    /// <summary>Shows other stores from now on.</summary>
    public void Replace(StoreSet stores) => _current = stores;
}
