namespace PanelActors.Telemetry;

/// <summary>Counters of the history. Safe to use from any thread.</summary>
internal sealed class HistoryMetrics
{
    /// <summary>Reason: more waited than is kept.</summary>
    public const string Full = "full";

    /// <summary>Reason: the database takes others, but not this.</summary>
    public const string Refused = "refused";

    /// <summary>Entries written.</summary>
    public LabelledCounter Written { get; } = new("store");

    /// <summary>Entries that were not written.</summary>
    public LabelledCounter Dropped { get; } = new("store", "reason");

    /// <summary>Series that were let go of before their time, so that others had room.</summary>
    public LabelledCounter Evicted { get; } = new("store");

    /// <summary>Shows the counters of a store from zero on.</summary>
    public void Introduce(string store)
    {
        Written.Add(store, amount: 0);
        Evicted.Add(store, amount: 0);
        Dropped.Add(store, Full, amount: 0);
        Dropped.Add(store, Refused, amount: 0);
    }

    /// <summary>Ends the counters of a store.</summary>
    public void Forget(string store)
    {
        foreach (var counter in (LabelledCounter[])[Written, Dropped, Evicted]) counter.Forget(store);
    }
}
