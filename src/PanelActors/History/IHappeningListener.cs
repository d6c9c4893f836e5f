using PanelActors.Configuration;

namespace PanelActors.History;

/// <summary>
/// Hears what happens to stores, before it is written: what it adds to a batch is written with the rest of it or not at all. Called on many
/// threads, for each store on one at a time.
/// </summary>
internal interface IHappeningListener
{
    /// <summary>Something happened.</summary>
    /// <param name="batch">What is about to be written.</param>
    void OnHappened(HistoryBatch batch);

    /// <summary>A store's history goes on: what is so now may have been so when the previous run ended, or not.</summary>
    /// <param name="store">The store.</param>
    /// <param name="current">How it is, as entries with the times since when it is so.</param>
    /// <param name="batch">What is about to be written.</param>
    void OnResumed(StoreName store, IReadOnlyList<HistoryEntry> current, HistoryBatch batch);
}
