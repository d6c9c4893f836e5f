using System.Text;

namespace PanelActors.History;

/// <summary>
/// Reads the history by its indexes. Where many stores are asked for, the newest entries of all are looked through first, which mostly
/// gives a page; else each part of a query walks an index of its store from the newest entry on.
/// </summary>
internal sealed class HistoryReader(HistoryDatabase database)
{
    // SQLite joins 500 at most.
    private const int MaxParts = 256;

    // With more stores than this, looking through the newest entries of all costs less than a walk for each.
    private const int FewStores = 4;
    private const int LookedThrough = 4_000;

    // As they are compared here, whatever the language of the server.
    private readonly string _store = database.IsPostgres ? "store COLLATE \"C\"" : "store";

    /// <summary>The newest entries that a query asks for.</summary>
    /// <exception cref="System.Data.Common.DbException">The database does not answer.</exception>
    public async Task<List<HistoryEntry>> ReadAsync(HistoryQuery query, CancellationToken cancellation)
    {
        if (query.Stores.Count == 0) return [];
        if (query.Stores.Count > FewStores)
        {
            var newest = await ReadAsync(query, Newest(query), cancellation);
            if (newest.Count >= query.Limit) return newest;
        }

        var parts = Math.Max(1, Math.Max(query.Levels.Count, query.Kinds.Count));
        var found = new List<HistoryEntry>();
        foreach (var stores in query.Stores.Chunk(Math.Max(1, MaxParts / parts)))
        {
            var some = query with { Stores = stores };
            found.AddRange(await ReadAsync(some, Statement(some), cancellation));
        }

        return query.Stores.Count * parts <= MaxParts
            ? found
            : [.. found.OrderByDescending(static entry => entry.At).ThenByDescending(static entry => entry.Number)
                .ThenBy(static entry => HistoryTable.KeyOf(entry.Store), StringComparer.Ordinal).Take(query.Limit)];
    }

    /// <summary>Every entry that a query asks for, whatever its limit, read page by page.</summary>
    public async IAsyncEnumerable<HistoryEntry> ReadAllAsync(
        HistoryQuery query, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellation)
    {
        const int Page = 1000;
        query = query with { Limit = Page };
        while (true)
        {
            var page = await ReadAsync(query, cancellation);
            foreach (var entry in page) yield return entry;
            if (page.Count < Page) yield break;
            query = query with { Before = HistoryCursor.After(page[^1]) };
        }
    }

    private Task<List<HistoryEntry>> ReadAsync(
        HistoryQuery query, (string Text, List<(string, object)> Parameters) statement, CancellationToken cancellation)
    {
        var names = query.Stores.ToDictionary(HistoryTable.KeyOf);
        return database.AnswerAsync(
            (connection, patience) => HistoryDatabase.QueryAsync(
                connection, statement.Text, statement.Parameters,
                row => new HistoryEntry(
                    names[row.GetString(0)], HistoryEntry.TimeOf(row.GetInt64(1)), (HistoryKind)row.GetInt16(3), row.GetString(4),
                    row.GetString(5), row.GetString(6), row.GetInt64(2)),
                patience),
            cancellation);
    }

    private (string Text, List<(string, object)> Parameters) Newest(HistoryQuery query)
    {
        var parameters = new List<(string, object)> { ("limit", query.Limit), ("newest", Math.Max(LookedThrough, query.Limit)) };
        var times = Times(query, parameters) + After(query, "");
        var filters = Filters(query, parameters);
        var any = filters is [""] ? "" : $" AND ({string.Join(" OR ", filters.Select(static filter => $"({filter[5..]})"))})";
        for (var i = 0; i < query.Stores.Count; i++) parameters.Add(($"s{i}", HistoryTable.KeyOf(query.Stores[i])));
        var list = string.Join(',', Enumerable.Range(0, query.Stores.Count).Select(static i => $"@s{i}"));
        var order = $"ORDER BY at DESC, n DESC, {_store}";
        return ($"SELECT * FROM (SELECT {HistoryTable.Columns} FROM {HistorySchema.Entries} WHERE 1 = 1{times} {order} LIMIT @newest) "
            + $"AS newest WHERE store IN ({list}){any}{Contains(query, parameters)} {order} LIMIT @limit", parameters);
    }

    private (string Text, List<(string, object)> Parameters) Statement(HistoryQuery query)
    {
        var parameters = new List<(string, object)> { ("limit", query.Limit) };
        var common = Times(query, parameters) + Contains(query, parameters);
        var filters = Filters(query, parameters);
        var text = new StringBuilder();
        for (var i = 0; i < query.Stores.Count; i++)
        {
            var store = HistoryTable.KeyOf(query.Stores[i]);
            parameters.Add(($"s{i}", store));
            foreach (var filter in filters)
            {
                text.Append(text.Length == 0 ? "" : " UNION ALL ").Append("SELECT * FROM (SELECT ").Append(HistoryTable.Columns)
                    .Append(" FROM ").Append(HistorySchema.Entries).Append(" WHERE store = @s").Append(i).Append(filter).Append(common)
                    .Append(After(query, store)).Append(" ORDER BY at DESC, n DESC LIMIT @limit) AS part");
            }
        }

        return ($"SELECT * FROM ({text}) AS walks ORDER BY at DESC, n DESC, {_store} LIMIT @limit", parameters);
    }

    // Of each walk, to stand behind another condition.
    private static string[] Filters(HistoryQuery query, List<(string, object)> parameters)
    {
        if (query.Levels.Count == 0)
            return query.Kinds.Count == 0 ? [""] : [.. query.Kinds.Select(static kind => $" AND kind = {(int)kind}")];
        for (var i = 0; i < query.Levels.Count; i++) parameters.Add(($"l{i}", query.Levels[i]));
        var numbers = string.Join(',', query.Kinds.Select(static kind => (int)kind));
        var kinds = query.Kinds.Count == 0 ? "" : $" AND kind IN ({numbers})";
        return [.. Enumerable.Range(0, query.Levels.Count).Select(i => $" AND level = @l{i}{kinds}")];
    }

    private string Contains(HistoryQuery query, List<(string, object)> parameters)
    {
        if (query.Text is not { } searched) return "";
        var escaped = searched.Replace(@"\", @"\\").Replace("%", @"\%").Replace("_", @"\_").Replace('\0', '\uFFFD');
        parameters.Add(("q", $"%{escaped}%"));
        var like = database.IsPostgres ? "ILIKE" : "LIKE";
        return $@" AND (title {like} @q ESCAPE '\' OR detail {like} @q ESCAPE '\')";
    }

    private static string Times(HistoryQuery query, List<(string, object)> parameters)
    {
        var common = "";
        if (query.From is { } from)
        {
            parameters.Add(("from", HistoryEntry.Micros(from)));
            common += " AND at >= @from";
        }

        if (query.To is { } to)
        {
            parameters.Add(("to", HistoryEntry.Micros(to)));
            common += " AND at <= @to";
        }

        if (query.Before is { } before)
        {
            parameters.Add(("cat", before.At));
            parameters.Add(("cn", before.Number));
            parameters.Add(("cstore", before.Store));
        }

        return common;
    }

    // Of what happened at the same moment, stores are in the order of their names.
    private string After(HistoryQuery query, string store)
    {
        if (query.Before is not { } before) return "";
        if (store.Length == 0) return $" AND (at, n) <= (@cat, @cn) AND NOT (at = @cat AND n = @cn AND {_store} <= @cstore)";
        return string.CompareOrdinal(store, before.Store) > 0 ? " AND (at, n) <= (@cat, @cn)" : " AND (at, n) < (@cat, @cn)";
    }
}
