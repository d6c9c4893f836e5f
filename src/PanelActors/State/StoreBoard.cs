using System.Collections.Immutable;
using PanelActors.Configuration;

namespace PanelActors.State;

/// <summary>
/// Where one store shows its latest snapshot: one writer, any number of readers, no lock, no message. Readers may wait
/// for a change.
/// </summary>
internal sealed class StoreBoard(StoreName name)
{
    private StoreSnapshot _current = new(PanelState.Initial, 0);
    private TaskCompletionSource? _changed;
    private volatile Follower? _follower;

    /// <summary>The store's name.</summary>
    public StoreName Name => name;

    /// <summary>The latest snapshot.</summary>
    public StoreSnapshot Current => Volatile.Read(ref _current);

    /// <summary>Whether somebody wants to know every state on the way, not only the latest.</summary>
    public bool IsFollowed => _follower is not null;

    /// <summary>
    /// From now on every state on the way is noted, for one follower; a second one takes the place of the first. States that
    /// were shown before the call may be missing, and <see cref="Current"/> has them.
    /// </summary>
    /// <param name="grown">Called by the writer when there is something to take again; it must be quick.</param>
    public StateTrail Follow(Action grown)
    {
        var trail = new StateTrail();
        _follower = new Follower(trail, grown);
        return trail;
    }

    /// <summary>Nobody follows any more.</summary>
    public void Unfollow() => _follower = null;

    /// <summary>
    /// Shows <paramref name="state"/>, which events up to <paramref name="lastEventId"/> made. Only the store's one writer calls this.
    /// </summary>
    /// <param name="state">The state.</param>
    /// <param name="lastEventId">The event id that belongs to it.</param>
    /// <param name="steps">The states on the way to it, where the board is followed.</param>
    /// <param name="baselines">See <see cref="StoreSnapshot.Baselines"/>.</param>
    public void Publish(
        PanelState state, EventId? lastEventId = null, IReadOnlyList<PanelState>? steps = null, ImmutableArray<SeenBaseline> baselines = default) =>
        Publish(new StoreSnapshot(state, NextVersion, lastEventId, baselines), steps);

    /// <summary>The version that the next snapshot has to have. Only the store's one writer calls this.</summary>
    public long NextVersion => _current.Version + 1;

    /// <summary>Shows <paramref name="snapshot"/>. Only the store's one writer calls this.</summary>
    /// <param name="snapshot">What to show.</param>
    /// <param name="steps">The states on the way to it, where the board is followed.</param>
    public void Publish(StoreSnapshot snapshot, IReadOnlyList<PanelState>? steps = null)
    {
        // Before the snapshot: whoever sees that finds the way to it.
        var follower = _follower;
        var isNews = follower?.Trail.Add(snapshot, steps ?? []) ?? false;
        // The full fence orders the write of the snapshot before the look at who waits: see WaitForChangeAsync.
        Interlocked.Exchange(ref _current, snapshot);
        if (_changed is not null) Interlocked.Exchange(ref _changed, null)?.TrySetResult();
        if (isNews) follower!.Grown();
    }

    /// <summary>Completes with the first snapshot whose version is above <paramref name="seen"/>, at once if there is one.</summary>
    /// <exception cref="OperationCanceledException"><paramref name="cancellation"/> was signalled first.</exception>
    public async ValueTask<StoreSnapshot> WaitForChangeAsync(long seen, CancellationToken cancellation)
    {
        while (true)
        {
            var current = Current;
            if (current.Version > seen) return current;

            var fresh = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            var waiting = Interlocked.CompareExchange(ref _changed, fresh, null) ?? fresh;
            // Whoever published between the look above and the wait has either seen the waiter or is seen here.
            if (Current.Version > seen) return Current;
            await waiting.Task.WaitAsync(cancellation);
        }
    }

    private sealed record Follower(StateTrail Trail, Action Grown);
}
