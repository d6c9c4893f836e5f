using PanelActors.Configuration;
using PanelActors.Sources.Http;
using PanelActors.Stores;

namespace PanelActors.Sources;

/// <summary>
/// What anyone may see of a source's connection, at any time and without asking. Outlives the actors that write it.
/// </summary>
internal sealed class SourceConnection(TimeProvider time)
{
    private readonly TimeProvider _time = time;
    private ConnectionStatus _status = new(ConnectionPhase.Connecting, 0, null);
    private IReadOnlyList<string> _upstreamPath = [];
    private volatile Dialect _dialect;
    private FeedReplay? _replay;

    /// <summary>When the transport last showed life.</summary>
    public TransportClock Clock { get; } = new(time);

    /// <summary>The present by the upstream's clock.</summary>
    public UpstreamClock UpstreamClock { get; } = new(time);

    /// <summary>
    /// What the feed speaks, by its configuration or its latest connection that showed it; <see cref="Dialect.Auto"/> before.
    /// </summary>
    public Dialect Dialect
    {
        get => _dialect;
        internal set => _dialect = value;
    }

    /// <summary>
    /// Every <c>instance:store</c> that the relay at the other end is made of, as it sent them last; empty where it is not a relay, or
    /// nothing is connected.
    /// </summary>
    public IReadOnlyList<string> UpstreamPath
    {
        get => Volatile.Read(ref _upstreamPath);
        internal set => Volatile.Write(ref _upstreamPath, value);
    }

    /// <summary>What the feed says of itself where it is a replay; null where it is none, or was not connected yet.</summary>
    public FeedReplay? Replay
    {
        get => Volatile.Read(ref _replay);
        internal set => Volatile.Write(ref _replay, value);
    }

    /// <summary>
    /// Attempts so far. Kept here and not in the supervisor, so that their numbers never repeat. Only the supervisor uses it.
    /// </summary>
    internal int Attempts { get; set; }

    /// <summary>The latest status.</summary>
    public ConnectionStatus Status
    {
        get => Volatile.Read(ref _status);
        internal set
        {
            Volatile.Write(ref _status, value);
            StatusShown?.Invoke(value);
        }
    }

    /// <summary>Gets each status on the thread that shows it. What listens is quick and does not throw.</summary>
    public event Action<ConnectionStatus>? StatusShown;

    /// <summary>Shows that the source has no supervisor any more.</summary>
    public void GiveUp(string lastError) => Status = new ConnectionStatus(ConnectionPhase.Stopped, Status.Attempt, lastError)
    {
        LastErrorAt = _time.GetUtcNow(),
        LastErrorKind = ConnectionEnds.Internal.Reason,
    };
}
