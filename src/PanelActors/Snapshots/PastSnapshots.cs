using PanelActors.Composite;
using PanelActors.Configuration;
using PanelActors.Recording;
using PanelActors.State;
using PanelActors.Stores;

namespace PanelActors.Snapshots;

/// <summary>Snapshots as they were, from the recordings of the sources (specification 12.4).</summary>
internal sealed class PastSnapshots(RecordingLibrary library, LimitsOptions limits)
{
    // The past does not change, so that no reader asks whether it has.
    private const string Run = "past";

    /// <summary>
    /// The snapshot of <paramref name="store"/> at <paramref name="time"/>, judged by its age then; null where the recordings of its
    /// sources do not cover that time. A composite of failover shows the member that it would choose then if it began then.
    /// </summary>
    /// <exception cref="IOException">A recording cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">A recording may not be read.</exception>
    public async Task<SnapshotView?> AtAsync(Store store, DateTimeOffset time, CancellationToken cancellation)
    {
        if (await SnapshotAtAsync(store, time, cancellation) is not { } snapshot) return null;
        return new SnapshotView(
            Run, EnrichedSnapshot.Render(snapshot), store.HeartbeatOf(snapshot, time), snapshot as CompositeSnapshot, time)
        {
            At = time,
        };
    }

    /// <summary>The times that every source of <paramref name="store"/> has a recording of, oldest first.</summary>
    /// <exception cref="IOException">A recording cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">A recording may not be read.</exception>
    public async Task<IReadOnlyList<RecordingSpan>> SpansOfAsync(Store store, CancellationToken cancellation)
    {
        if (store is not CompositeStore composite) return await library.SpansOfAsync(store.Name, cancellation);
        IReadOnlyList<RecordingSpan>? common = null;
        foreach (var member in composite.Members)
        {
            var spans = await SpansOfAsync(member, cancellation);
            common = common is null ? spans : RecordingSpan.Common(common, spans);
        }

        return common ?? [];
    }

    private async Task<StoreSnapshot?> SnapshotAtAsync(Store store, DateTimeOffset time, CancellationToken cancellation)
    {
        if (store is not CompositeStore composite)
        {
            var past = await library.AtAsync(store.Name, time, cancellation);
            return past is null ? null : new StoreSnapshot(past.State, 0, past.LastEventId);
        }

        var members = new List<Member>();
        foreach (var member in composite.Members)
        {
            if (await SnapshotAtAsync(member, time, cancellation) is not { } snapshot) return null;
            members.Add(new Member(member, snapshot));
        }

        var view = CompositeView.Of(composite.Options, [.. members], time);
        return new CompositeSnapshot(view.StateAfter(PanelState.Initial, limits.FollowupAlerts), 0, view.Composition);
    }
}
