using PanelActors.Telemetry;

namespace PanelActors.State;

/// <summary>
/// One reader of a board that wants every state on the way, not only the latest. Its bounds do not depend on the other followers. One
/// thread at a time takes and disposes.
/// </summary>
internal sealed class BoardFollower : IDisposable
{
    private readonly StoreBoard _board;
    private readonly StateTrail _trail;
    private readonly Action _grown;
    private readonly Func<PanelState, PanelState, bool>? _isWanted;
    private long _seen;
    private bool _hasGrown;
    private bool _isDisposed;

    internal BoardFollower(StoreBoard board, TrailBounds bounds, Action grown, Func<PanelState, PanelState, bool>? isWanted)
    {
        (_board, _trail, _grown, _isWanted) = (board, new StateTrail(bounds), grown, isWanted);
        // In this order: what the writer shows after this is on the trail.
        board.Add(this);
        Start = board.Current;
        _seen = Start.Version;
    }

    /// <summary>The snapshot from which the states lead on.</summary>
    public StoreSnapshot Start { get; }

    /// <summary>The latest trace among what the last <see cref="Take"/> took; null where nothing of it is sampled.</summary>
    public DataTrace? Trace => _trail.Trace;

    /// <summary>
    /// Adds to <paramref name="states"/>, oldest first, all states since <see cref="Start"/> or the last call, up to the one that the board
    /// shows.
    /// </summary>
    /// <returns>
    /// False where more came than the bounds allow, or something while it joined: states are missing, and the last one is the newest. For
    /// a follower that does not want all states it says nothing.
    /// </returns>
    public bool Take(List<PanelState> states)
    {
        if (_isDisposed) return true;
        // In this order: a snapshot that is shown is on the trail, unless the writer had looked for followers before this one joined.
        var current = _board.Current;
        var isWhole = _trail.Take(ref _seen, states);
        if (current.Version <= _seen) return isWhole;
        isWhole &= current.Version == _seen + 1;
        _seen = current.Version;
        states.Add(current.State);
        return isWhole;
    }

    public void Dispose()
    {
        _isDisposed = true;
        _board.Remove(this);
        _trail.End();
    }

    internal void Note(PanelState before, StoreSnapshot snapshot, IReadOnlyList<PanelState> steps, long baselineBytes)
    {
        if (_isWanted is not null)
        {
            var wanted = Wanted(before, snapshot, steps, _isWanted);
            _hasGrown = wanted is not null && _trail.Add(snapshot, wanted, 0);
            return;
        }

        _hasGrown = _trail.Add(snapshot, steps, baselineBytes);
    }

    internal void Notify()
    {
        if (_hasGrown) _grown();
    }

    // Null where there is nothing that it wants.
    private static List<PanelState>? Wanted(
        PanelState before, StoreSnapshot snapshot, IReadOnlyList<PanelState> steps, Func<PanelState, PanelState, bool> isWanted)
    {
        List<PanelState>? wanted = null;
        foreach (var step in steps)
        {
            if (isWanted(before, step)) (wanted ??= []).Add(step);
            before = step;
        }

        return wanted ?? (isWanted(before, snapshot.State) ? [] : null);
    }
}
