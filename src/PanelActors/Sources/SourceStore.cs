using PanelActors.State;
using PanelActors.Stores;

namespace PanelActors.Sources;

/// <summary>The store of one feed.</summary>
internal sealed class SourceStore(
    StoreBoard board, FreshnessPolicy freshness, bool isRequired, IStoreControl control, SourceConnection connection)
    : Store(board, freshness, isRequired, control)
{
    /// <inheritdoc/>
    public override StoreKind Kind => StoreKind.Source;

    /// <inheritdoc/>
    public override ConnectionStatus Connection => connection.Status;

    /// <inheritdoc/>
    public override FeedReplay? Replay => connection.Replay;

    /// <summary>What its connections write.</summary>
    public SourceConnection Source => connection;

    /// <summary>The same store, judged otherwise: board, connection and the period of its health stay.</summary>
    public SourceStore Retuned(FreshnessPolicy other, bool required) =>
        new(Board, other, required, Control, connection) { Periods = Periods };

    /// <inheritdoc/>
    public override Heartbeat HeartbeatOf(StoreSnapshot snapshot, DateTimeOffset now) => Heartbeat.Of(snapshot.State, Freshness, now);

    /// <inheritdoc/>
    public override IReadOnlyList<string> PathIn(string instance) => StorePath.Join(StorePath.Of(instance, Name), connection.UpstreamPath);

    /// <inheritdoc/>
    public override bool IsRelayed => connection.UpstreamPath.Count > 0 || Board.Current.State.UpstreamHealth is not null;
}
