using System.Data.Common;
using PanelActors.Persistence;

namespace PanelActors.History;

/// <summary>The statements over notifications that wait, and over what receivers know.</summary>
internal static class NotifyTable
{
    private const string OutboxColumns = "receiver, n, store, id, created, body";
    private const string NotifiedColumns = "receiver, store, name, value, since, title, detail";

    public static async Task WriteAsync(
        DbTransaction transaction, IReadOnlyList<OutboxRow> outbox, IReadOnlyList<NotifiedRow> notified, CancellationToken cancellation)
    {
        object[][] waiting =
        [
            .. outbox.Select(static row => (object[])
                [row.Receiver, row.Number, row.Store, row.Id, HistoryEntry.Micros(row.Created), row.Body]),
        ];
        await HistoryDatabase.InsertAsync(
            transaction, HistorySchema.Outbox, OutboxColumns, waiting, "ON CONFLICT DO NOTHING", cancellation);
        var latest = notified.GroupBy(static row => (row.Receiver, row.Store, row.Name)).Select(static rows => rows.Last());
        object[][] known =
        [
            .. latest.Select(static row => (object[])
                [row.Receiver, row.Store, row.Name, row.Value, HistoryEntry.Micros(row.Since), row.Title, row.Detail]),
        ];
        await HistoryDatabase.InsertAsync(
            transaction, HistorySchema.Notified, NotifiedColumns, known,
            """
            ON CONFLICT (receiver, store, name) DO UPDATE
            SET value = excluded.value, since = excluded.since, title = excluded.title, detail = excluded.detail
            """,
            cancellation);
    }

    /// <summary>The oldest notifications of a receiver.</summary>
    public static Task<List<OutboxRow>> ReadAsync(DbConnection connection, string receiver, int most, CancellationToken cancellation) =>
        HistoryDatabase.QueryAsync(
            connection, $"SELECT {OutboxColumns} FROM {HistorySchema.Outbox} WHERE receiver = @receiver ORDER BY n LIMIT @most",
            [("receiver", receiver), ("most", most)],
            static row => new OutboxRow(
                row.GetString(0), row.GetInt64(1), row.GetString(2), row.GetString(3), HistoryEntry.TimeOf(row.GetInt64(4)),
                row.GetString(5)),
            cancellation);

    /// <summary>What a receiver knows.</summary>
    public static Task<List<NotifiedRow>> ReadNotifiedAsync(DbConnection connection, string receiver, CancellationToken cancellation) =>
        HistoryDatabase.QueryAsync(
            connection, $"SELECT {NotifiedColumns} FROM {HistorySchema.Notified} WHERE receiver = @receiver", [("receiver", receiver)],
            static row => new NotifiedRow(
                row.GetString(0), row.GetString(1), row.GetString(2), row.GetString(3), HistoryEntry.TimeOf(row.GetInt64(4)),
                row.GetString(5), row.GetString(6)),
            cancellation);

    /// <summary>The largest number that a notification has; 0 where none waits.</summary>
    public static async Task<long> LastAsync(DbConnection connection, CancellationToken cancellation)
    {
        await using var command = StateDatabase.Command(connection, $"SELECT COALESCE(MAX(n), 0) FROM {HistorySchema.Outbox}");
        return Convert.ToInt64(await command.ExecuteScalarAsync(cancellation), System.Globalization.CultureInfo.InvariantCulture);
    }

    /// <summary>Removes a notification, which was sent or is given up.</summary>
    public static Task<int> RemoveAsync(DbConnection connection, string receiver, long number, CancellationToken cancellation) =>
        HistoryDatabase.ExecuteAsync(
            connection, $"DELETE FROM {HistorySchema.Outbox} WHERE receiver = @receiver AND n = @n",
            [("receiver", receiver), ("n", number)], cancellation);

    /// <summary>How many notifications of a receiver wait.</summary>
    public static async Task<long> CountAsync(DbConnection connection, string receiver, CancellationToken cancellation)
    {
        await using var command = StateDatabase.Command(
            connection, $"SELECT COUNT(*) FROM {HistorySchema.Outbox} WHERE receiver = @receiver", ("receiver", receiver));
        return (long)(await command.ExecuteScalarAsync(cancellation))!;
    }

    /// <summary>Removes all but the latest notifications of a receiver. Answers with how many.</summary>
    public static Task<int> TrimAsync(DbConnection connection, string receiver, int kept, CancellationToken cancellation) =>
        HistoryDatabase.ExecuteAsync(
            connection,
            $"""
            DELETE FROM {HistorySchema.Outbox} WHERE receiver = @receiver AND n < (
              SELECT MIN(n) FROM (SELECT n FROM {HistorySchema.Outbox} WHERE receiver = @receiver ORDER BY n DESC LIMIT @kept) AS latest)
            """,
            [("receiver", receiver), ("kept", kept)], cancellation);
}
