using PanelActors.Configuration;

namespace PanelActors.History;

/// <summary>
/// Keeps the history within its bounds, in small transactions. It counts the entries of the database now
/// and then; in between it knows them.
/// </summary>
internal sealed class HistoryTrimmer(HistoryDatabase database, HistoryOptions options)
{
    private const int Chunk = 1000;

    // So that what waits to be written never waits for long.
    private const int MaxChunks = 50;

    // An hour of them.
    private const int RoundsBetweenCounts = 60;

    private Dictionary<string, long>? _counts;
    private long _rounds;

    /// <summary>Notes how many entries of each store were added.</summary>
    public void Count(IReadOnlyDictionary<string, int> added)
    {
        if (_counts is null) return;
        foreach (var (store, count) in added) _counts[store] = _counts.GetValueOrDefault(store) + count;
    }

    /// <summary>Deletes what is too old, and the oldest of what is too much; some of it where that is a lot.</summary>
    public async Task TrimAsync(DateTimeOffset now, CancellationToken cancellation)
    {
        // Now and then, since others may write to the same tables.
        if (_rounds++ % RoundsBetweenCounts == 0) _counts = null;
        _counts ??= (await database.UseAsync(connection => HistoryTable.CountAsync(connection, cancellation), cancellation))
            .ToDictionary(static count => count.Store, static count => count.Count);
        var chunks = MaxChunks;
        foreach (var store in _counts.Keys.ToArray())
        {
            while (_counts[store] > options.MaxRows && chunks-- > 0)
                await TrimAsync(store, DateTimeOffset.MaxValue, (int)Math.Min(Chunk, _counts[store] - options.MaxRows), cancellation);
            for (var trimmed = Chunk; trimmed == Chunk && chunks-- > 0;)
                trimmed = await TrimAsync(store, now - options.Keep, Chunk, cancellation);
        }

        await SeriesTable.TrimAsync(database, now, cancellation);
    }

    private async Task<int> TrimAsync(string store, DateTimeOffset before, int most, CancellationToken cancellation)
    {
        var trimmed = await database.UseAsync(
            connection => HistoryTable.TrimAsync(connection, store, before, most, cancellation), cancellation);
        _counts![store] = trimmed == 0 && before == DateTimeOffset.MaxValue ? 0 : _counts[store] - trimmed;
        return trimmed;
    }
}
