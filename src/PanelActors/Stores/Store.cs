using PanelActors.Configuration;
using PanelActors.State;

namespace PanelActors.Stores;

/// <summary>What a store is made of.</summary>
internal enum StoreKind
{
    /// <summary>One feed.</summary>
    Source,

    /// <summary>Other stores.</summary>
    Composite,
}

/// <summary>A store as everything downstream of the state sees it.</summary>
internal abstract class Store(StoreBoard board, FreshnessPolicy freshness, bool isRequired, IStoreControl control)
{
    public abstract StoreKind Kind { get; }

    public StoreName Name => Board.Name;

    /// <summary>Where it shows its state.</summary>
    public StoreBoard Board => board;

    /// <summary>How the age of data is judged.</summary>
    public FreshnessPolicy Freshness => freshness;

    /// <summary>Whether readiness waits for it.</summary>
    public bool IsRequired => isRequired;

    public IStoreControl Control => control;

    /// <summary>Its connection; null for a composite.</summary>
    public abstract ConnectionStatus? Connection { get; }

    /// <summary>
    /// Every store that this one is made of, over all daemons, as <c>instance:store</c>: itself first, at most
    /// <see cref="StorePath.MaxLength"/>.
    /// </summary>
    /// <param name="instance">The name of this process among all daemons.</param>
    public abstract IReadOnlyList<string> PathIn(string instance);

    /// <summary>Whether what it shows came over another relay, directly or by way of a member.</summary>
    public abstract bool IsRelayed { get; }

    /// <summary>How fresh <paramref name="snapshot"/>, one of this store's, is at <paramref name="now"/>.</summary>
    public abstract Heartbeat HeartbeatOf(StoreSnapshot snapshot, DateTimeOffset now);

    /// <summary>What is known of the replay that the store shows; null where what it shows comes from the present.</summary>
    public virtual FeedReplay? Replay => null;

    /// <summary>Since when the store has the health that it has.</summary>
    public HealthPeriods Periods { get; init; } = new();

    /// <summary>How fresh the store is at <paramref name="now"/>, and since when it has that health, which a change begins now.</summary>
    public (Heartbeat Heartbeat, DateTimeOffset Since) ObserveAt(DateTimeOffset now)
    {
        var heartbeat = HeartbeatAt(now);
        return (heartbeat, Periods.Observe(heartbeat.Health, now));
    }

    /// <summary>How fresh the store is at <paramref name="now"/>.</summary>
    public Heartbeat HeartbeatAt(DateTimeOffset now) => HeartbeatOf(Board.Current, now);
}
