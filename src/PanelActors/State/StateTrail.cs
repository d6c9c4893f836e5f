using PanelActors.Telemetry;

namespace PanelActors.State;

/// <summary>
/// Every state on the way from one snapshot to the next: one writer, one reader, no lock. Bounded: when the reader falls too far behind,
/// only the latest state remains.
/// </summary>
internal sealed class StateTrail(TrailBounds bounds)
{
    private static readonly Segment Ended = new(new StoreSnapshot(PanelState.Initial, 0), [], null, 0, 0, isCut: false);

    private Segment? _last;

    /// <summary>The latest trace of what the last <see cref="Take"/> took; null where nothing of it is sampled. For the reader.</summary>
    public DataTrace? Trace { get; private set; }

    /// <summary>Notes <paramref name="snapshot"/> and the <paramref name="steps"/> to it. Only the writer calls this.</summary>
    /// <param name="snapshot">What is about to be shown.</param>
    /// <param name="steps">The states on the way to it.</param>
    /// <param name="baselineBytes">The size of the baselines among all these states.</param>
    /// <returns>Whether the trail was empty, so that the reader has to be notified.</returns>
    public bool Add(StoreSnapshot snapshot, IReadOnlyList<PanelState> steps, long baselineBytes)
    {
        while (true)
        {
            var last = Volatile.Read(ref _last);
            if (last == Ended) return false;
            var states = (last?.States ?? 0) + steps.Count + 1;
            var bytes = (last?.BaselineBytes ?? 0) + baselineBytes;
            var segment = states > bounds.MaxStates || bytes > bounds.MaxBaselineBytes
                ? new Segment(snapshot, [], null, 1, 0, isCut: true)
                : new Segment(snapshot, steps, last, states, bytes, isCut: false);
            if (Interlocked.CompareExchange(ref _last, segment, last) == last) return last is null;
        }
    }

    /// <summary>
    /// Empties the trail: adds to <paramref name="states"/>, oldest first, the states of snapshots whose version is above
    /// <paramref name="seen"/>, and moves that to the version of the latest. Only the reader calls this.
    /// </summary>
    /// <returns>False where states after <paramref name="seen"/> are missing.</returns>
    public bool Take(ref long seen, List<PanelState> states)
    {
        Trace = null;
        var (start, oldest, latest, isWhole) = (states.Count, seen + 1, seen, true);
        for (var segment = Interlocked.Exchange(ref _last, null); segment is not null && segment.Version > seen; segment = segment.Before)
        {
            latest = Math.Max(latest, segment.Version);
            oldest = segment.Version;
            isWhole &= !segment.IsCut;
            Trace ??= segment.Snapshot.Trace;
            // Newest first, as they are linked.
            if (segment.Steps.Count == 0 || !ReferenceEquals(segment.Steps[^1], segment.Snapshot.State)) states.Add(segment.Snapshot.State);
            for (var i = segment.Steps.Count - 1; i >= 0; i--) states.Add(segment.Steps[i]);
        }

        states.Reverse(start, states.Count - start);
        isWhole &= oldest == seen + 1;
        seen = latest;
        return isWhole;
    }

    /// <summary>Drops what waits, and all that the writer adds later. The reader calls this last.</summary>
    public void End() => Interlocked.Exchange(ref _last, Ended);

    private sealed class Segment(
        StoreSnapshot snapshot, IReadOnlyList<PanelState> steps, Segment? before, int states, long baselineBytes, bool isCut)
    {
        public StoreSnapshot Snapshot => snapshot;

        public long Version => snapshot.Version;

        public IReadOnlyList<PanelState> Steps => steps;

        public Segment? Before => before;

        public int States => states;

        public long BaselineBytes => baselineBytes;

        public bool IsCut => isCut;
    }
}
