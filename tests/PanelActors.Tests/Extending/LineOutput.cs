using PanelActors.Protocol;
using PanelActors.State;
using PanelActors.Stores;

namespace PanelActors.Tests.Extending;

/// <summary>An output kind as docs/extending.md describes one: a line of text for each version of a store.</summary>
internal sealed class LineOutput(StoreRegistry stores, string name, TimeProvider time, TextWriter output)
{
    public async Task RunAsync(CancellationToken stop)
    {
        var seen = 0L;
        StoreBoard? board = null;
        while (!stop.IsCancellationRequested)
        {
            // Looked up each time: an edit of the configuration replaces the store behind the name.
            if (!stores.TryGet(name, out var store)) return;
            if (!ReferenceEquals(store.Board, board)) (board, seen) = (store.Board, 0);
            var snapshot = await board.WaitForChangeAsync(seen, stop);
            seen = snapshot.Version;
            var health = store.HeartbeatOf(snapshot, time.GetUtcNow()).Health;
            await output.WriteLineAsync($"{name} {health.ToName()} {snapshot.State.Status?.Count ?? 0}".AsMemory(), stop);
        }
    }
}
