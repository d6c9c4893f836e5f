using System.Runtime.CompilerServices;
using PanelActors.Composite;
using PanelActors.State;
using PanelActors.Stores;
using PanelActors.Tree;

namespace PanelActors.Snapshots;

/// <summary>
/// Serves the enriched snapshot (specification 3). All of it but the running age and the health is built once per
/// version and shared by all who ask.
/// </summary>
internal sealed class SnapshotRenderer(TimeProvider time)
{
    // Ends with the board: the last snapshot of a store goes with it.
    private readonly ConditionalWeakTable<StoreBoard, Shown> _shown = [];

    /// <summary>The snapshot of <paramref name="store"/> as it is now.</summary>
    public SnapshotView View(Store store)
    {
        var snapshot = store.Board.Current;
        var shown = _shown.GetOrCreateValue(store.Board);
        if (shown.Latest is not { } rendered || rendered.Version != snapshot.Version)
            shown.Latest = rendered = EnrichedSnapshot.Render(snapshot);
        return ViewOf(store, snapshot, rendered);
    }

    /// <summary>The same with <paramref name="status"/> in place of the store's own; not shared.</summary>
    public SnapshotView View(Store store, PanelObject status)
    {
        var snapshot = store.Board.Current;
        return ViewOf(store, snapshot, EnrichedSnapshot.Render(snapshot, status));
    }

    /// <summary>The tag that a view of <paramref name="store"/> would have now, without rendering it.</summary>
    public string TagOf(Store store)
    {
        var snapshot = store.Board.Current;
        var now = time.GetUtcNow();
        return SnapshotView.TagOf(RunOf(store), snapshot.Version, store.HeartbeatOf(snapshot, now), snapshot as CompositeSnapshot, now);
    }

    private SnapshotView ViewOf(Store store, StoreSnapshot snapshot, RenderedSnapshot rendered)
    {
        var now = time.GetUtcNow();
        return new SnapshotView(RunOf(store), rendered, store.HeartbeatOf(snapshot, now), snapshot as CompositeSnapshot, now)
        {
            IsReplay = store.Replay is not null,
            ReplayAt = store.Replay?.At(time),
        };
    }

    private string RunOf(Store store) => _shown.GetOrCreateValue(store.Board).Run;

    private sealed class Shown
    {
        private volatile RenderedSnapshot? _latest;

        // Tells one board from the next under the same name, and one run of the process from the next: versions start over.
        public string Run { get; } = Guid.NewGuid().ToString("N")[..8];

        public RenderedSnapshot? Latest
        {
            get => _latest;
            set => _latest = value;
        }
    }
}
