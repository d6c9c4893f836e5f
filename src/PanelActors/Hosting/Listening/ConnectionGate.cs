using PanelActors.Configuration;

namespace PanelActors.Hosting.Listening;

/// <summary>Counts connections up to a limit, which a new configuration can change. For any thread.</summary>
/// <param name="options">The configuration.</param>
/// <param name="cap">What the limit is never above, whatever is configured.</param>
/// <param name="files">How many files the process may open.</param>
internal sealed class ConnectionGate(ClientLimitsOptions options, long cap, long files) : IReconfigurable
{
    private int _now;
    private volatile int _max = MaxOf(options, cap, files);

    public int Max => _max;

    /// <summary>How many there are.</summary>
    public int Now => Volatile.Read(ref _now);

    /// <summary>Counts one more; false at the limit.</summary>
    public bool TryEnter()
    {
        if (Interlocked.Increment(ref _now) <= _max) return true;
        Leave();
        return false;
    }

    /// <summary>Counts one less.</summary>
    public void Leave() => Interlocked.Decrement(ref _now);

    /// <inheritdoc/>
    public Action? Prepare(PanelActorsOptions next, FaultList faults)
    {
        var max = MaxOf(next.ClientLimits, cap, files);
        return max == _max ? null : () => _max = max;
    }

    private static int MaxOf(ClientLimitsOptions options, long cap, long files) => (int)Math.Min(options.ConnectionsWithin(files), cap);
}
