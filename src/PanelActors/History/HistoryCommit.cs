using System.Data.Common;
using PanelActors.Telemetry;

namespace PanelActors.History;

/// <summary>Writes batches to the database, each in one transaction.</summary>
internal sealed class HistoryCommit(HistoryDatabase database, HistoryMetrics metrics)
{
    /// <summary>Writes a batch. Answers with how many entries of each store are new.</summary>
    /// <exception cref="DbException">Nothing of it was written.</exception>
    public async Task<IReadOnlyDictionary<string, int>> WriteAsync(HistoryBatch batch, CancellationToken cancellation)
    {
        var added = await database.UseAsync(
            async connection =>
            {
                await using var transaction = await connection.BeginTransactionAsync(cancellation);
                var added = await HistoryTable.WriteAsync(transaction, batch.Entries, batch.Periods, cancellation);
                await NotifyTable.WriteAsync(transaction, batch.Outbox, batch.Notified, cancellation);
                await SeriesTable.WriteAsync(transaction, batch.Samples, database.IsPostgres, cancellation);
                await transaction.CommitAsync(cancellation);
                return added;
            },
            cancellation);
        foreach (var store in batch.Entries.Select(static entry => entry.Store).Distinct())
            metrics.Written.Add(store.Text, amount: added.GetValueOrDefault(HistoryTable.KeyOf(store)));
        return added;
    }

    /// <summary>
    /// Writes a batch that the database has refused in parts, halves of halves, and gives up the rows that it refuses.
    /// </summary>
    /// <param name="batch">The batch; rows that are given up are taken out of it.</param>
    /// <param name="written">Called for each part that was written.</param>
    /// <param name="refused">Called for each row that was refused.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <exception cref="DbException">The database does not answer, or refuses something else than an entry or a number.</exception>
    public async Task WriteInPartsAsync(
        HistoryBatch batch, Action<HistoryBatch, IReadOnlyDictionary<string, int>> written, Action<Exception> refused,
        CancellationToken cancellation)
    {
        await WriteAsync([.. batch.Entries], static part => part.Entries, GiveUp);
        await WriteAsync([.. batch.Samples], static part => part.Samples, GiveUpSample);
        var rest = new HistoryBatch();
        rest.Add(batch);
        rest.Entries.Clear();
        rest.Samples.Clear();
        written(rest, await this.WriteAsync(rest, cancellation));

        async Task WriteAsync<T>(T[] rows, Func<HistoryBatch, List<T>> placeOf, Action<T> giveUp)
        {
            if (rows.Length == 0) return;
            var part = new HistoryBatch();
            placeOf(part).AddRange(rows);
            try
            {
                written(part, await this.WriteAsync(part, cancellation));
            }
            catch (Exception fault) when (HistoryFault.IsRefusal(fault))
            {
                if (rows.Length == 1)
                {
                    giveUp(rows[0]);
                    refused(fault);
                    return;
                }

                await WriteAsync(rows[..(rows.Length / 2)], placeOf, giveUp);
                await WriteAsync(rows[(rows.Length / 2)..], placeOf, giveUp);
            }
        }

        void GiveUp(HistoryEntry entry)
        {
            batch.Entries.Remove(entry);
            metrics.Dropped.Add(entry.Store.Text, HistoryMetrics.Refused);
        }

        void GiveUpSample(SampleRow sample)
        {
            batch.Samples.Remove(sample);
            metrics.Dropped.Add(sample.Series.Store.Text, HistoryMetrics.Refused);
        }
    }
}
