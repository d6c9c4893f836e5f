using System.Collections.Immutable;
using PanelActors.Configuration;

namespace PanelActors.State;

/// <summary>
/// Where one store shows its latest snapshot: one writer, any number of readers, no lock, no message. Readers may wait
/// for a change, or follow every state on the way.
/// </summary>
internal sealed class StoreBoard(StoreName name)
{
    private readonly Lock _gate = new();
    private StoreSnapshot _current = new(PanelState.Initial, 0);
    private TaskCompletionSource? _changed;
    private volatile BoardFollower[] _followers = [];

    public StoreName Name => name;

    /// <summary>The latest snapshot.</summary>
    public StoreSnapshot Current => Volatile.Read(ref _current);

    /// <summary>Whether a follower wants to know every state on the way, not only the latest.</summary>
    public bool IsFollowed => _followers.Length > 0;

    /// <summary>The version that the next snapshot has to have. Only the store's one writer calls this.</summary>
    public long NextVersion => _current.Version + 1;

    /// <summary>From now on every state on the way is noted for one more follower, until that is disposed.</summary>
    /// <param name="grown">Called by the writer when there is something to take again. It is quick and does not throw.</param>
    /// <param name="bounds">How much may wait for the follower.</param>
    /// <param name="isWanted">
    /// Whether the follower wants a state, seeing the one before it; null = all. It is quick and does not throw.
    /// </param>
    public BoardFollower Follow(Action grown, TrailBounds? bounds = null, Func<PanelState, PanelState, bool>? isWanted = null) =>
        new(this, bounds ?? TrailBounds.Default, grown, isWanted);

    /// <summary>
    /// Shows <paramref name="state"/>, which events up to <paramref name="lastEventId"/> made. Only the store's one writer calls this.
    /// </summary>
    /// <param name="state">The state.</param>
    /// <param name="lastEventId">The event id that belongs to it.</param>
    /// <param name="steps">The states on the way to it, where the board is followed.</param>
    /// <param name="baselines">See <see cref="StoreSnapshot.Baselines"/>.</param>
    public void Publish(
        PanelState state, EventId? lastEventId = null, IReadOnlyList<PanelState>? steps = null,
        ImmutableArray<SeenBaseline> baselines = default) =>
        Publish(new StoreSnapshot(state, NextVersion, lastEventId, baselines), steps);

    /// <summary>Shows <paramref name="snapshot"/>. Only the store's one writer calls this.</summary>
    /// <param name="snapshot">What to show.</param>
    /// <param name="steps">The states on the way to it, where the board is followed.</param>
    public void Publish(StoreSnapshot snapshot, IReadOnlyList<PanelState>? steps = null)
    {
        // Before the snapshot: a follower that sees it finds the way to it.
        var followers = _followers;
        if (followers.Length > 0) Note(followers, snapshot, steps ?? []);
        // The full fence orders the write of the snapshot before the look at who waits: see WaitForChangeAsync.
        Interlocked.Exchange(ref _current, snapshot);
        if (_changed is not null) Interlocked.Exchange(ref _changed, null)?.TrySetResult();
        foreach (var follower in followers) follower.Notify();
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
            // The writer that published between the look above and the wait has either seen the waiter, or is seen here.
            if (Current.Version > seen) return Current;
            await waiting.Task.WaitAsync(cancellation);
        }
    }

    internal void Add(BoardFollower follower)
    {
        lock (_gate) _followers = [.. _followers, follower];
    }

    internal void Remove(BoardFollower follower)
    {
        lock (_gate) _followers = [.. _followers.Where(other => other != follower)];
    }

    private void Note(BoardFollower[] followers, StoreSnapshot snapshot, IReadOnlyList<PanelState> steps)
    {
        var (bytes, before) = (0L, _current.State);
        foreach (var step in steps) Count(step);
        Count(snapshot.State);
        foreach (var follower in followers) follower.Note(_current.State, snapshot, steps, bytes);

        void Count(PanelState step)
        {
            if (step.FullCount != before.FullCount) bytes += step.Status?.Size ?? 0;
            before = step;
        }
    }
}
