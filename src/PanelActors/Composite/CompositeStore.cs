using PanelActors.Configuration;
using PanelActors.State;
using PanelActors.Stores;

namespace PanelActors.Composite;

/// <summary>A store made of other stores.</summary>
internal sealed class CompositeStore(
    CompositeOptions options, IReadOnlyList<Store> members, StoreBoard board, FreshnessPolicy freshness, IStoreControl control)
    : Store(board, freshness, options.Required, control)
{
    /// <inheritdoc/>
    public override StoreKind Kind => StoreKind.Composite;

    /// <inheritdoc/>
    public override ConnectionStatus? Connection => null;

    public CompositeOptions Options => options;

    /// <summary>The members, in order of precedence.</summary>
    public IReadOnlyList<Store> Members => members;

    /// <summary>The heartbeats at <paramref name="now"/> of the states that the composite shows, in order of precedence.</summary>
    public IReadOnlyList<(StoreName Name, Heartbeat Heartbeat)> MembersAt(DateTimeOffset now) => Board.Current is CompositeSnapshot shown
        ? [.. shown.Members.Select(member => (member.Name, member.HeartbeatAt(now)))]
        : [.. members.Select(member => (member.Name, member.HeartbeatAt(now)))];

    /// <summary>The member that stands for all; null unless the composite is one of failover.</summary>
    public string? ActiveMember => Board.Current is CompositeSnapshot { Active: { } active } shown ? shown.Members[active].Name.Text : null;

    /// <inheritdoc/>
    public override Heartbeat HeartbeatOf(StoreSnapshot snapshot, DateTimeOffset now) => snapshot is CompositeSnapshot composite
        ? CompositeHealth.Of(composite.Members, options.Health, composite.Active, now)
        : Heartbeat.Of(snapshot.State, Freshness, now);

    /// <inheritdoc/>
    public override IReadOnlyList<string> PathIn(string instance) =>
        StorePath.Join(StorePath.Of(instance, Name), members.SelectMany(member => member.PathIn(instance)));

    /// <inheritdoc/>
    public override FeedReplay? Replay =>
        members.Select(static member => member.Replay).FirstOrDefault(static replay => replay is not null);

    /// <inheritdoc/>
    public override bool IsRelayed => members.Any(static member => member.IsRelayed);
}
