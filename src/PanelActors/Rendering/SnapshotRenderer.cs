using System.Collections.Concurrent;
using PanelActors.Composite;
using PanelActors.State;
using PanelActors.Stores;

namespace PanelActors.Rendering;

/// <summary>
/// Serves the enriched snapshot (contract section 3). All of it but the running age and the health is built once per
/// version and shared by everyone who asks.
/// </summary>
public sealed class SnapshotRenderer(TimeProvider time)
{
    // Tells one life of the process from the next: versions start over.
    private readonly string _life = Guid.NewGuid().ToString("N")[..8];
    private readonly ConcurrentDictionary<StoreBoard, RenderedSnapshot> _latest = new();

    /// <summary>The snapshot of <paramref name="store"/> as it is now.</summary>
    public SnapshotView View(Store store)
    {
        var snapshot = store.Board.Current;
        if (!_latest.TryGetValue(store.Board, out var rendered) || rendered.Version != snapshot.Version)
            _latest[store.Board] = rendered = EnrichedSnapshot.Render(snapshot);
        var now = time.GetUtcNow();
        return new SnapshotView(_life, rendered, store.HeartbeatOf(snapshot, now), snapshot as CompositeSnapshot, now);
    }
}
