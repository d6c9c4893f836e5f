using System.Buffers;
using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
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
        var heartbeat = Heartbeat.Of(snapshot.State, store.Freshness, time.GetUtcNow());
        var tag = string.Create(CultureInfo.InvariantCulture, $"W/\"{_life}-{snapshot.Version}-{heartbeat.Health.ToName()}\"");
        return new SnapshotView(rendered, heartbeat, tag);
    }
}

/// <summary>An enriched snapshot, ready to be sent.</summary>
/// <param name="Rendered">What does not change with the clock.</param>
/// <param name="Heartbeat">What does.</param>
/// <param name="ETag">
/// Covers the content and the health, but not the running age: a weak tag, since two answers under it may differ in that.
/// </param>
public readonly record struct SnapshotView(RenderedSnapshot Rendered, Heartbeat Heartbeat, string ETag)
{
    /// <summary>Writes the snapshot as JSON.</summary>
    public void WriteTo(IBufferWriter<byte> output)
    {
        output.Write(Rendered.UpToAge);
        var age = Heartbeat.Age is { } known ? Math.Round(known.TotalSeconds, 3).ToString(CultureInfo.InvariantCulture) : "null";
        Encoding.ASCII.GetBytes($"{age},\"health\":\"{Heartbeat.Health.ToName()}\"", output);
        output.Write(Rendered.AfterHealth);
    }
}

/// <summary>The two parts of an enriched snapshot around its age and health.</summary>
public sealed record RenderedSnapshot(long Version, byte[] UpToAge, byte[] AfterHealth);
