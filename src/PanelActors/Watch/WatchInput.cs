using PanelActors.Http;
using PanelActors.Protocol;
using PanelActors.Protocol.Encode;

namespace PanelActors.Watch;

/// <summary>What comes from the daemon, or is found out about the way to it. A closed set.</summary>
internal abstract record WatchInput
{
    private WatchInput()
    {
    }

    /// <summary>The relay accepted; <paramref name="Resumed"/> where it goes on after this client's position.</summary>
    internal sealed record Hello(string Store, bool Resumed) : WatchInput;

    /// <summary>An event of the store. A baseline that starts over (<paramref name="StartsOver"/>) is followed by all alerts.</summary>
    internal sealed record Event(PanelEvent Content, bool StartsOver = false) : WatchInput;

    /// <summary>How fresh the store is.</summary>
    internal sealed record Beat(HeartbeatBody Body) : WatchInput;

    /// <summary>A comment: the connection lives.</summary>
    internal sealed record Alive : WatchInput;

    /// <summary>The connection is lost, or could not be made; the next attempt comes after <paramref name="RetryIn"/>.</summary>
    internal sealed record Lost(string Reason, TimeSpan RetryIn) : WatchInput;

    /// <summary>The daemon's stores.</summary>
    internal sealed record Stores(IReadOnlyList<StoreSummary> All) : WatchInput;

    /// <summary>Since when the store's alerts are as they are.</summary>
    internal sealed record Periods(AlertPeriods All) : WatchInput;

    /// <summary>How the store's numbers went before they were watched.</summary>
    internal sealed record Series(IReadOnlyList<NumberSeries> All) : WatchInput;

    /// <summary>
    /// A page of the history: the newest entries, or those after <paramref name="Before"/>. Without one, why there is none.
    /// </summary>
    internal sealed record History(HistoryPage? Page, string? Before = null, string? Fault = null) : WatchInput;

    /// <summary>The daemon does not answer, though the connection may still stand.</summary>
    internal sealed record Silent(string Reason) : WatchInput;
}
