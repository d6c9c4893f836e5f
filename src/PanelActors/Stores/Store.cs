using PanelActors.Freshness;
using PanelActors.Ingest;
using PanelActors.State;

namespace PanelActors.Stores;

/// <summary>What a store is made of.</summary>
public enum StoreKind
{
    /// <summary>One feed.</summary>
    Source,

    /// <summary>Other stores.</summary>
    Composite,
}

/// <summary>A store as everything downstream of the state sees it: what it shows, and how to ask something of it.</summary>
/// <param name="Kind">What it is made of.</param>
/// <param name="Board">Where it shows its state.</param>
/// <param name="Freshness">How its age is judged.</param>
/// <param name="IsRequired">Whether readiness waits for it.</param>
/// <param name="Connection">Its connection; null where it has none of its own.</param>
/// <param name="Control">What may be asked of it.</param>
public sealed record Store(
    StoreKind Kind, StoreBoard Board, FreshnessPolicy Freshness, bool IsRequired, SourceConnection? Connection, IStoreControl Control)
{
    /// <summary>The store's name.</summary>
    public string Name => Board.Name;

    /// <summary>How fresh it is at <paramref name="now"/>.</summary>
    public Heartbeat HeartbeatAt(DateTimeOffset now) => Heartbeat.Of(Board.Current.State, Freshness, now);
}

/// <summary>What may be asked of a store. The answer is immediate; the effect is not.</summary>
public interface IStoreControl
{
    /// <summary>Asks for a new baseline. Null, or why that cannot be.</summary>
    string? RequestFull(string reason);

    /// <summary>Asks to connect afresh, also where the source had stopped for good. Null, or why that cannot be.</summary>
    string? Restart();
}
