using System.Collections.Immutable;
using System.Data.Common;
using PanelActors.Configuration;
using PanelActors.Protocol;

namespace PanelActors.History;

/// <summary>The statements over entries and periods.</summary>
internal static class HistoryTable
{
    public const string Columns = "store, at, n, kind, level, title, detail";

    // More than a state has at most.
    private const int KnownFollowups = 10_000;

    private const string PeriodColumns = "store, kind, name, level, active, since, changed";

    /// <summary>How a store is called in the tables.</summary>
    public static string KeyOf(StoreName store) => store.Text.ToLowerInvariant();

    /// <summary>Writes what belongs together. Answers with how many entries of each store are new.</summary>
    public static async Task<IReadOnlyDictionary<string, int>> WriteAsync(
        DbTransaction transaction, IReadOnlyList<HistoryEntry> entries, IReadOnlyList<StorePeriodRow> periods,
        CancellationToken cancellation)
    {
        var added = new Dictionary<string, int>();
        // In the order of their keys, here and below: two daemons that write the same rows wait for one another, never both at once.
        foreach (var store in entries.GroupBy(static entry => KeyOf(entry.Store)).OrderBy(static rows => rows.Key, StringComparer.Ordinal))
        {
            object[][] rows =
            [
                .. store.OrderBy(static entry => entry.At).ThenBy(static entry => entry.Number).Select(entry => (object[])
                [
                    store.Key, HistoryEntry.Micros(entry.At), entry.Number, (short)entry.Kind, entry.Level, entry.Title, entry.Detail,
                ]),
            ];
            added[store.Key] = await HistoryDatabase.InsertAsync(
                transaction, HistorySchema.Entries, Columns, rows, "ON CONFLICT DO NOTHING", cancellation);
        }

        // The latest of each alone: a statement changes no row twice.
        var latest = periods.GroupBy(static row => (KeyOf(row.Store), row.Kind, row.Name))
            .OrderBy(static rows => rows.Key.Item1, StringComparer.Ordinal).ThenBy(static rows => rows.Key.Kind)
            .ThenBy(static rows => rows.Key.Name, StringComparer.Ordinal).Select(static rows => rows.Last());
        object[][] values =
        [
            .. latest.Select(static row => (object[])
            [
                KeyOf(row.Store), (short)row.Kind, row.Name, row.Level, (short)(row.IsActive ? 1 : 0), HistoryEntry.Micros(row.Since),
                HistoryEntry.Micros(row.Changed),
            ]),
        ];
        await HistoryDatabase.InsertAsync(
            transaction, HistorySchema.Periods, PeriodColumns, values,
            """
            ON CONFLICT (store, kind, name) DO UPDATE
            SET level = excluded.level, active = excluded.active, since = excluded.since, changed = excluded.changed
            """,
            cancellation);
        return added;
    }

    /// <summary>What is known of a store.</summary>
    public static async Task<StoreMemory> ReadAsync(DbConnection connection, StoreName store, CancellationToken cancellation)
    {
        (string, object)[] key = [("store", KeyOf(store))];
        var periods = await HistoryDatabase.QueryAsync(
            connection, $"SELECT {PeriodColumns} FROM {HistorySchema.Periods} WHERE store = @store", key,
            row => new StorePeriodRow(
                store, (HistoryKind)row.GetInt16(1), row.GetString(2), row.GetString(3), row.GetInt16(4) != 0,
                HistoryEntry.TimeOf(row.GetInt64(5)), HistoryEntry.TimeOf(row.GetInt64(6))),
            cancellation);
        var followups = await HistoryDatabase.QueryAsync(
            connection,
            $"""
            SELECT at, n FROM {HistorySchema.Entries} WHERE store = @store AND kind = {(int)HistoryKind.Followup}
            ORDER BY at DESC, n DESC LIMIT {KnownFollowups}
            """,
            key, static row => (row.GetInt64(0), row.GetInt64(1)), cancellation);
        return new StoreMemory
        {
            Health = periods.Where(static row => row.Kind == HistoryKind.Health).Select(HealthOf).FirstOrDefault(),
            Alerts = periods.Where(static row => row.Kind == HistoryKind.Severity).ToImmutableDictionary(
                static row => row.Name,
                static row => new AlertPeriod(new AlertState(row.Level, row.IsActive), row.Since, row.Changed)),
            Followups = [.. followups],
        };
    }

    /// <summary>How many entries each store has.</summary>
    public static Task<List<(string Store, long Count)>> CountAsync(DbConnection connection, CancellationToken cancellation) =>
        HistoryDatabase.QueryAsync(
            connection, $"SELECT store, COUNT(*) FROM {HistorySchema.Entries} GROUP BY store", [],
            static row => (row.GetString(0), row.GetInt64(1)), cancellation);

    /// <summary>How many entries there are, counted no further than a limit: whether the database answers.</summary>
    public static async Task<int> CountAsync(DbConnection connection, int limit, CancellationToken cancellation)
    {
        var found = await HistoryDatabase.QueryAsync(
            connection, $"SELECT n FROM {HistorySchema.Entries} LIMIT @limit", [("limit", limit)], static row => row.GetInt64(0),
            cancellation);
        return found.Count;
    }

    /// <summary>Deletes the oldest entries of a store, those before a time or so many of them. Answers with how many.</summary>
    public static Task<int> TrimAsync(
        DbConnection connection, string store, DateTimeOffset before, int most, CancellationToken cancellation) =>
        HistoryDatabase.ExecuteAsync(
            connection,
            $"""
            DELETE FROM {HistorySchema.Entries} WHERE store = @store AND (store, at, n) IN (
              SELECT store, at, n FROM {HistorySchema.Entries} WHERE store = @store AND at < @before ORDER BY at, n LIMIT @most)
            """,
            [("store", store), ("before", HistoryEntry.Micros(before)), ("most", most)], cancellation);

    private static StoredPeriod? HealthOf(StorePeriodRow row) =>
        HealthNames.TryParse(row.Level, out var health) ? new StoredPeriod(health, row.Since, row.Changed) : null;
}
