using System.Data.Common;
using System.Text;
using Microsoft.Data.Sqlite;
using PanelActors.Persistence;

namespace PanelActors.History;

/// <summary>
/// The history in the database of the states; in memory where nothing is kept. Each call is one short transaction: a state that is being
/// saved never waits for a reader of a long history.
/// </summary>
internal sealed class HistoryDatabase(StateDatabase database) : IAsyncDisposable
{
    // A statement takes 65,535 parameters.
    private const int RowsInStatement = 500;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    // In memory, tables are locked as a whole, and who finds a lock gets a fault in place of a turn.
    private readonly SemaphoreSlim? _turn = database.IsInMemory ? new SemaphoreSlim(1, 1) : null;
    private readonly SemaphoreSlim _migrating = new(1, 1);
    private DbConnection? _memory;
    private bool _isMigrated;

    /// <summary>For people, without secrets.</summary>
    public string Name => database.Name;

    public bool IsPostgres => database.IsPostgres;

    /// <summary>Does one piece of work on a connection, whose tables are there.</summary>
    /// <exception cref="DbException">The database does not do it.</exception>
    public async Task<T> UseAsync<T>(Func<DbConnection, Task<T>> work, CancellationToken cancellation)
    {
        await MigrateAsync(cancellation);
        if (_turn is not null) await _turn.WaitAsync(cancellation);
        try
        {
            await using var connection = await database.OpenAsync(cancellation);
            return await work(connection);
        }
        catch (DbException) when (!database.IsInMemory)
        {
            // Its tables may have gone with a file that was taken away, or a database that was restored.
            Volatile.Write(ref _isMigrated, false);
            throw;
        }
        finally
        {
            _turn?.Release();
        }
    }

    /// <summary>The same for an answer to a client, which does not wait for a database that does not answer.</summary>
    /// <exception cref="TimeoutException">It did not answer in time.</exception>
    public async Task<T> AnswerAsync<T>(Func<DbConnection, CancellationToken, Task<T>> work, CancellationToken cancellation)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        patience.CancelAfter(Patience);
        try
        {
            return await UseAsync(connection => work(connection, patience.Token), patience.Token);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            throw new TimeoutException("The database does not answer in time.");
        }
    }

    /// <summary>Inserts rows, those that are there already left as they are. Answers with how many are new.</summary>
    /// <param name="transaction">The transaction to be in.</param>
    /// <param name="table">The table.</param>
    /// <param name="columns">The columns, separated by commas.</param>
    /// <param name="rows">The values of each row.</param>
    /// <param name="conflict">What to do with those that are there.</param>
    /// <param name="cancellation">Gives up.</param>
    public static async Task<int> InsertAsync(
        DbTransaction transaction, string table, string columns, IReadOnlyList<object[]> rows, string conflict,
        CancellationToken cancellation)
    {
        if (transaction.Connection is SqliteConnection)
            return await InsertEachAsync(transaction, table, columns, rows, conflict, cancellation);
        var inserted = 0;
        for (var start = 0; start < rows.Count; start += RowsInStatement)
        {
            var text = new StringBuilder($"INSERT INTO {table} ({columns}) VALUES ");
            var parameters = new List<(string, object)>();
            for (var row = start; row < Math.Min(rows.Count, start + RowsInStatement); row++)
            {
                text.Append(row == start ? "(" : ",(");
                foreach (var (index, value) in rows[row].Index())
                {
                    var name = $"p{parameters.Count}";
                    text.Append(index == 0 ? "@" : ",@").Append(name);
                    parameters.Add((name, value));
                }

                text.Append(')');
            }

            text.Append(' ').Append(conflict);
            await using var command = StateDatabase.Command(transaction.Connection!, text.ToString(), [.. parameters]);
            command.Transaction = transaction;
            inserted += await command.ExecuteNonQueryAsync(cancellation);
        }

        return inserted;
    }

    // SQLite has no way to go for each row, and looks for each parameter of a statement among all.
    private static async Task<int> InsertEachAsync(
        DbTransaction transaction, string table, string columns, IReadOnlyList<object[]> rows, string conflict,
        CancellationToken cancellation)
    {
        if (rows.Count == 0) return 0;
        var names = Enumerable.Range(0, rows[0].Length).Select(static i => $"@p{i}").ToArray();
        await using var command = transaction.Connection!.CreateCommand();
        command.CommandText = $"INSERT INTO {table} ({columns}) VALUES ({string.Join(',', names)}) {conflict}";
        command.Transaction = transaction;
        foreach (var name in names) command.Parameters.Add(new SqliteParameter { ParameterName = name });
        var inserted = 0;
        foreach (var row in rows)
        {
            for (var i = 0; i < row.Length; i++) command.Parameters[i].Value = row[i];
            inserted += await command.ExecuteNonQueryAsync(cancellation);
        }

        return inserted;
    }

    /// <summary>The rows of a query.</summary>
    public static async Task<List<T>> QueryAsync<T>(
        DbConnection connection, string text, IEnumerable<(string, object)> parameters, Func<DbDataReader, T> read,
        CancellationToken cancellation)
    {
        var found = new List<T>();
        await using var command = StateDatabase.Command(connection, text, [.. parameters]);
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        while (await rows.ReadAsync(cancellation)) found.Add(read(rows));
        return found;
    }

    /// <summary>Executes one statement. Answers with how many rows it changed.</summary>
    public static async Task<int> ExecuteAsync(
        DbConnection connection, string text, IEnumerable<(string, object)> parameters, CancellationToken cancellation)
    {
        await using var command = StateDatabase.Command(connection, text, [.. parameters]);
        return await command.ExecuteNonQueryAsync(cancellation);
    }

    public async ValueTask DisposeAsync()
    {
        if (_memory is not null) await _memory.DisposeAsync();
        _turn?.Dispose();
        _migrating.Dispose();
    }

    private async Task MigrateAsync(CancellationToken cancellation)
    {
        if (Volatile.Read(ref _isMigrated)) return;
        await _migrating.WaitAsync(cancellation);
        try
        {
            if (_isMigrated) return;
            if (database.IsInMemory) _memory ??= await database.OpenAsync(cancellation);
            await HistorySchema.MigrateAsync(database, cancellation);
            Volatile.Write(ref _isMigrated, true);
        }
        finally
        {
            _migrating.Release();
        }
    }
}
