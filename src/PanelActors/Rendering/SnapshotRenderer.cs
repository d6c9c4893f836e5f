using System.Collections.Concurrent;
using System.Globalization;
using PanelActors.Freshness;
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
        var heartbeat = store.HeartbeatOf(snapshot, time.GetUtcNow());
        var tag = string.Create(CultureInfo.InvariantCulture, $"W/\"{_life}-{snapshot.Version}-{heartbeat.Health.ToName()}\"");
        return new SnapshotView(rendered, heartbeat, tag);
    }
}

/// <summary>The two parts of an enriched snapshot around its age and health.</summary>
public sealed record RenderedSnapshot(long Version, byte[] UpToAge, byte[] AfterHealth);
