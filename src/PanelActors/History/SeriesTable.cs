using System.Data.Common;
using PanelActors.Configuration;

namespace PanelActors.History;

/// <summary>The statements over kept series.</summary>
internal static class SeriesTable
{
    // In one transaction.
    private const int Chunk = 10_000;

    // So that what waits to be written never waits for long.
    private const int MaxChunks = 50;

    /// <summary>Writes samples. One of a step that has one already is put together with it.</summary>
    public static async Task WriteAsync(
        DbTransaction transaction, IReadOnlyList<SampleRow> samples, bool isPostgres, CancellationToken cancellation)
    {
        if (samples.Count == 0) return;
        object[][] paths =
        [
            .. samples.Select(static row => row.Series).DistinctBy(static series => series.Id).OrderBy(static series => series.Id)
                .Select(static row => (object[])[row.Id, HistoryTable.KeyOf(row.Store), HistoryText.Clean(row.Path), Micros(row.Keep)]),
        ];
        await HistoryDatabase.InsertAsync(
            transaction, HistorySchema.Paths, "id, store, path, keep", paths,
            $"ON CONFLICT (id) DO UPDATE SET keep = excluded.keep WHERE {HistorySchema.Paths}.keep <> excluded.keep", cancellation);
        // A statement changes no row twice.
        object[][] rows =
        [
            .. samples.GroupBy(static row => (row.Series.Id, At: HistoryEntry.Micros(row.At)))
                .OrderBy(static group => group.Key.Id).ThenBy(static group => group.Key.At).Select(static group => (object[])
                [
                    group.Key.Id, group.Key.At, group.Min(static row => row.Least), group.Max(static row => row.Most), group.Last().Last,
                ]),
        ];
        var (least, most) = isPostgres ? ("LEAST", "GREATEST") : ("MIN", "MAX");
        await HistoryDatabase.InsertAsync(
            transaction, HistorySchema.Samples, "id, at, least, most, last", rows,
            $"""
            ON CONFLICT (id, at) DO UPDATE SET least = {least}({HistorySchema.Samples}.least, excluded.least),
              most = {most}({HistorySchema.Samples}.most, excluded.most), last = excluded.last
            """,
            cancellation);
    }

    /// <summary>When the first and the last sample of a series between two times are; null where there is none.</summary>
    public static async Task<(DateTimeOffset First, DateTimeOffset Last)?> SpanAsync(
        DbConnection connection, long id, DateTimeOffset from, DateTimeOffset to, CancellationToken cancellation)
    {
        var spans = await HistoryDatabase.QueryAsync(
            connection, $"SELECT MIN(at), MAX(at) FROM {HistorySchema.Samples} WHERE id = @id AND at >= @from AND at <= @to",
            [("id", id), ("from", HistoryEntry.Micros(from)), ("to", HistoryEntry.Micros(to))],
            static row => row.IsDBNull(0) ? ((long, long)?)null : (row.GetInt64(0), row.GetInt64(1)), cancellation);
        return spans is [({ } first, { } last)] ? (HistoryEntry.TimeOf(first), HistoryEntry.TimeOf(last)) : null;
    }

    /// <summary>The samples of a series between two times put together to points, oldest first.</summary>
    /// <param name="connection">The database.</param>
    /// <param name="id">The series.</param>
    /// <param name="from">Not before this.</param>
    /// <param name="to">Not after this.</param>
    /// <param name="span">The time that one point stands for; points begin at multiples of it.</param>
    /// <param name="cancellation">Gives up.</param>
    public static Task<List<SeriesPoint>> ReadAsync(
        DbConnection connection, long id, DateTimeOffset from, DateTimeOffset to, TimeSpan span, CancellationToken cancellation) =>
        HistoryDatabase.QueryAsync(
            connection,
            $"""
            SELECT points.point, points.least, points.most, newest.last FROM (
              SELECT at / @span AS point, MIN(least) AS least, MAX(most) AS most, MAX(at) AS at FROM {HistorySchema.Samples}
              WHERE id = @id AND at >= @from AND at <= @to GROUP BY point) AS points
            JOIN {HistorySchema.Samples} AS newest ON newest.id = @id AND newest.at = points.at
            ORDER BY points.point
            """,
            [("id", id), ("from", HistoryEntry.Micros(from)), ("to", HistoryEntry.Micros(to)), ("span", Micros(span))],
            row => new SeriesPoint(
                HistoryEntry.TimeOf(row.GetInt64(0) * Micros(span)), row.GetDouble(1), row.GetDouble(2), row.GetDouble(3)),
            cancellation);

    /// <summary>The paths of a store that have samples.</summary>
    public static Task<List<string>> PathsAsync(DbConnection connection, StoreName store, CancellationToken cancellation) =>
        HistoryDatabase.QueryAsync(
            connection, $"SELECT DISTINCT path FROM {HistorySchema.Paths} WHERE store = @store", [("store", HistoryTable.KeyOf(store))],
            static row => row.GetString(0), cancellation);

    /// <summary>Deletes samples that are older than they are kept, or many of them, and paths that have none any more.</summary>
    /// <returns>How many samples.</returns>
    public static async Task<int> TrimAsync(HistoryDatabase database, DateTimeOffset now, CancellationToken cancellation)
    {
        var trimmed = 0;
        for (var chunk = 0; chunk < MaxChunks; chunk++)
        {
            var deleted = await database.UseAsync(connection => TrimAsync(connection, now, cancellation), cancellation);
            trimmed += deleted;
            if (deleted < Chunk) break;
        }

        const string Empty = $"SELECT 1 FROM {HistorySchema.Samples} AS sample WHERE sample.id = {HistorySchema.Paths}.id";
        await database.UseAsync(
            connection => HistoryDatabase.ExecuteAsync(
                connection, $"DELETE FROM {HistorySchema.Paths} WHERE NOT EXISTS ({Empty})", [], cancellation),
            cancellation);
        return trimmed;
    }

    private static Task<int> TrimAsync(DbConnection connection, DateTimeOffset now, CancellationToken cancellation) =>
        HistoryDatabase.ExecuteAsync(
            connection,
            $"""
            DELETE FROM {HistorySchema.Samples} WHERE (id, at) IN (
              SELECT old.id, old.at FROM {HistorySchema.Paths} AS path JOIN {HistorySchema.Samples} AS old ON old.id = path.id
              WHERE old.at < @now - path.keep LIMIT {Chunk})
            """,
            [("now", HistoryEntry.Micros(now))], cancellation);

    private static long Micros(TimeSpan span) => span.Ticks / TimeSpan.TicksPerMicrosecond;
}
