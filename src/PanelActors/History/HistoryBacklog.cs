using PanelActors.Configuration;
using PanelActors.Telemetry;

namespace PanelActors.History;

/// <summary>What waits to be written, within its bounds: what comes on top is counted and lost. For any thread.</summary>
internal sealed class HistoryBacklog(HistoryMetrics metrics, NotifyMetrics notifyMetrics)
{
    /// <summary>How many entries, notifications and numbers may wait, each.</summary>
    public const int Most = 20_000;

    private readonly Lock _gate = new();
    private HistoryBatch _waiting = new();
    private long _lost;

    /// <summary>Adds a batch, which the caller does not use any more.</summary>
    public void Add(HistoryBatch batch)
    {
        lock (_gate)
        {
            _waiting.Add(batch);
            Bound(_waiting);
        }
    }

    /// <summary>Takes all that waits into a batch, which may have some already that could not be written.</summary>
    /// <returns>How much found no room since the last call.</returns>
    public long MoveTo(HistoryBatch taken)
    {
        lock (_gate)
        {
            taken.Add(_waiting);
            _waiting = new HistoryBatch();
            Bound(taken);
            taken.KeepLatest();
            var lost = _lost;
            _lost = 0;
            return lost;
        }
    }

    private void Bound(HistoryBatch batch) => batch.Bound(
        Most, entry => Lose(entry.Store), sample => Lose(sample.Series.Store),
        unsent => notifyMetrics.Outcomes.Add(unsent.Receiver, NotifyMetrics.Dropped));

    private void Lose(StoreName store)
    {
        metrics.Dropped.Add(store.Text, HistoryMetrics.Full);
        _lost++;
    }
}
