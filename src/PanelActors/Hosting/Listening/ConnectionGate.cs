namespace PanelActors.Hosting.Listening;

/// <summary>Counts connections up to a limit. For any thread.</summary>
internal sealed class ConnectionGate(int max)
{
    private int _now;

    public int Max => max;

    /// <summary>How many there are.</summary>
    public int Now => Volatile.Read(ref _now);

    /// <summary>Counts one more; false at the limit.</summary>
    public bool TryEnter()
    {
        if (Interlocked.Increment(ref _now) <= max) return true;
        Leave();
        return false;
    }

    /// <summary>Counts one less.</summary>
    public void Leave() => Interlocked.Decrement(ref _now);
}
