using PanelActors.Upstream;

namespace PanelActors.Ingest;

/// <summary>
/// What anyone may see of a source's connection, at any time and without asking. Outlives the actors that write it, so
/// that attempt numbers never repeat.
/// </summary>
public sealed class SourceConnection(TimeProvider time)
{
    private ConnectionStatus _status = new(ConnectionPhase.Connecting, 0, null);
    private int _attempt;

    /// <summary>When the transport last showed life.</summary>
    public TransportClock Clock { get; } = new(time);

    /// <summary>The latest status.</summary>
    public ConnectionStatus Status
    {
        get => Volatile.Read(ref _status);
        internal set => Volatile.Write(ref _status, value);
    }

    /// <summary>Notes that nobody tends the connection any more.</summary>
    public void GiveUp(string lastError) => Status = Status with { Phase = ConnectionPhase.Stopped, LastError = lastError };

    internal int NextAttempt() => Interlocked.Increment(ref _attempt);
}
