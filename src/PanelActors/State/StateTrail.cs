namespace PanelActors.State;

/// <summary>
/// Every state on the way from one snapshot to the next, for one reader that wants them all: one writer, one reader, no lock.
/// Bounded: when the reader falls too far behind, only the latest state remains, and the way to it is lost.
/// </summary>
internal sealed class StateTrail
{
    /// <summary>At most this many states wait.</summary>
    public const int MaxSteps = 4096;

    /// <summary>At most this many bytes of baselines wait; diffs share nearly all of theirs.</summary>
    public const long MaxBaselineBytes = 64L << 20;

    private Stretch? _last;
    private PanelState _before = PanelState.Initial;

    /// <summary>Notes <paramref name="snapshot"/> and the <paramref name="steps"/> to it. Only the store's one writer calls this.</summary>
    /// <returns>Whether nothing had been waiting, so that the reader has to be told.</returns>
    public bool Add(StoreSnapshot snapshot, IReadOnlyList<PanelState> steps)
    {
        var baselines = BaselineBytes(steps, snapshot.State);
        while (true)
        {
            var last = Volatile.Read(ref _last);
            var stretch = new Stretch(snapshot, steps, last, (last?.Steps ?? 0) + steps.Count + 1, (last?.Baselines ?? 0) + baselines);
            if (stretch.Steps > MaxSteps || stretch.Baselines > MaxBaselineBytes) stretch = new Stretch(snapshot, [], null, 1, 0);
            if (Interlocked.CompareExchange(ref _last, stretch, last) == last) return last is null;
        }
    }

    /// <summary>
    /// Takes all that waits: adds to <paramref name="states"/>, oldest first, the states of snapshots whose version is above
    /// <paramref name="seen"/>. Only the one reader calls this.
    /// </summary>
    /// <returns>The version of the latest snapshot taken, or <paramref name="seen"/>.</returns>
    public long Take(long seen, List<PanelState> states)
    {
        var stretches = new Stack<Stretch>();
        for (var stretch = Interlocked.Exchange(ref _last, null); stretch is not null; stretch = stretch.Before) stretches.Push(stretch);
        foreach (var stretch in stretches)
        {
            if (stretch.Snapshot.Version <= seen) continue;
            seen = stretch.Snapshot.Version;
            states.AddRange(stretch.Way);
            if (stretch.Way.Count == 0 || !ReferenceEquals(stretch.Way[^1], stretch.Snapshot.State)) states.Add(stretch.Snapshot.State);
        }

        return seen;
    }

    private long BaselineBytes(IReadOnlyList<PanelState> steps, PanelState last)
    {
        var bytes = 0L;
        foreach (var step in steps) Count(step);
        Count(last);
        return bytes;

        void Count(PanelState step)
        {
            if (step.FullCount != _before.FullCount) bytes += step.Status?.Size ?? 0;
            _before = step;
        }
    }

    private sealed record Stretch(StoreSnapshot Snapshot, IReadOnlyList<PanelState> Way, Stretch? Before, int Steps, long Baselines);
}
