namespace PanelActors.Hosting.Listening;

/// <summary>How many connections there are, of how many there may be. For any thread.</summary>
/// <param name="most">How many there may be.</param>
internal sealed class ConnectionGate(int most)
{
    private int _now;

    /// <summary>How many there may be.</summary>
    public int Most => most;

    /// <summary>How many there are.</summary>
    public int Now => Volatile.Read(ref _now);

    /// <summary>Lets one more in; false where there are as many as there may be.</summary>
    public bool TryEnter()
    {
        if (Interlocked.Increment(ref _now) <= most) return true;
        Leave();
        return false;
    }

    /// <summary>Notes that one that was let in is gone.</summary>
    public void Leave() => Interlocked.Decrement(ref _now);
}
