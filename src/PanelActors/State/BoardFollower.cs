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
    private long _seen;
    private bool _hasGrown;
    private bool _isDisposed;

    internal BoardFollower(StoreBoard board, TrailBounds bounds, Action grown)
    {
        (_board, _trail, _grown) = (board, new StateTrail(bounds), grown);
        // In this order: what the writer shows after this is on the trail.
        board.Add(this);
        Start = board.Current;
        _seen = Start.Version;
    }

    /// <summary>The snapshot from which the states lead on.</summary>
    public StoreSnapshot Start { get; }

    /// <summary>
    /// Adds to <paramref name="states"/>, oldest first, all states since <see cref="Start"/> or the last call, up to the one that the board
    /// shows.
    /// </summary>
    /// <returns>
    /// False where more came than the bounds allow, or something while it joined: states are missing, and the last one is the newest.
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

    internal void Note(StoreSnapshot snapshot, IReadOnlyList<PanelState> steps, long baselineBytes) =>
        _hasGrown = _trail.Add(snapshot, steps, baselineBytes);

    internal void Notify()
    {
        if (_hasGrown) _grown();
    }
}
