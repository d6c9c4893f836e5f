using System.Data.Common;
using Akka.Actor.Setup;
using Microsoft.Data.Sqlite;
using Npgsql;
using PanelActors.Configuration;

namespace PanelActors.Persistence;

/// <summary>
/// Where states are saved: one table with one row a source, in a SQLite file or in PostgreSQL (specification 9.1).
/// <see cref="PanelSnapshotStore"/> gets it from the actor system's setup, so that no password enters its configuration.
/// </summary>
internal sealed class StateDatabase : Setup
{
    public const string Table = "panelactors_state";

    /// <summary>Version of the file as a whole, in its header; a file of a later one is set aside.</summary>
    public const int FileVersion = 1;

    private const string OneRow = "persistence_id = @id AND sequence_number = 0";

    // How long to wait for another process that holds the file.
    private const int LockSeconds = 1;

    private readonly string _connectionString;

    private StateDatabase(string? file, string connectionString, bool isInMemory = false) =>
        (File, _connectionString, IsInMemory) = (file, connectionString, isInMemory);

    /// <summary>Full path of the SQLite file; null for PostgreSQL, and where there is only memory.</summary>
    public string? File { get; }

    /// <summary>Whether it is SQLite in the memory of this process, which lives as long as one connection is open.</summary>
    public bool IsInMemory { get; }

    /// <summary>Whether it is PostgreSQL; else SQLite.</summary>
    public bool IsPostgres => File is null && !IsInMemory;

    /// <summary>For people, without secrets.</summary>
    public string Name => File ?? (IsInMemory ? "memory" : "PostgreSQL");

    /// <summary>What an actor system needs in its setup, besides <see cref="PanelSnapshotStore.Configuration"/>.</summary>
    public IReadOnlyList<Setup> Setups => [this];

    /// <summary>The database that <paramref name="options"/> name. Nothing is opened yet.</summary>
    public static StateDatabase Of(PersistenceOptions options)
    {
        if (options.ConnectionString is { } postgres) return new StateDatabase(null, postgres);
        var file = Path.GetFullPath(options.Path);
        // Without a pool no connection holds a file open that was set aside, or that an operator copies.
        var sqlite = new SqliteConnectionStringBuilder { DataSource = file, Pooling = false, DefaultTimeout = LockSeconds };
        return new StateDatabase(file, sqlite.ToString());
    }

    /// <summary>A database in the memory of this process, which no other call of this method gives again.</summary>
    public static StateDatabase InMemory()
    {
        var sqlite = new SqliteConnectionStringBuilder
        {
            DataSource = Guid.NewGuid().ToString("N"),
            Mode = SqliteOpenMode.Memory,
            Cache = SqliteCacheMode.Shared,
            Pooling = false,
        };
        return new StateDatabase(null, sqlite.ToString(), isInMemory: true);
    }

    /// <summary>A connection, not open yet.</summary>
    /// <exception cref="ArgumentException">The connection string of PostgreSQL has an unknown key or value.</exception>
    public DbConnection Connect() => IsPostgres ? new NpgsqlConnection(_connectionString) : new SqliteConnection(_connectionString);

    /// <summary>Creates the table, and the folder of the file, where they are missing.</summary>
    public async Task CreateAsync(CancellationToken cancellation)
    {
        if (File is not null) Directory.CreateDirectory(Path.GetDirectoryName(File)!);
        await using var connection = await OpenAsync(cancellation);
        // The columns are those that Akka.Persistence.Sql has for snapshots, as the first version used it.
        await using var command = Command(
            connection,
            $"""
            CREATE TABLE IF NOT EXISTS {Table} (
              persistence_id VARCHAR(255) NOT NULL,
              sequence_number BIGINT NOT NULL,
              created BIGINT NOT NULL,
              snapshot {(File is null ? "BYTEA" : "BLOB")},
              manifest VARCHAR(500),
              serializer_id INTEGER,
              PRIMARY KEY (persistence_id, sequence_number));
            {(File is null ? "" : $"PRAGMA user_version = {FileVersion};")}
            """);
        await command.ExecuteNonQueryAsync(cancellation);
    }

    /// <summary>The snapshot of one persistence id, and its stamp; null where there is none.</summary>
    public async Task<(long Stamp, byte[] Snapshot)?> ReadAsync(string persistenceId, CancellationToken cancellation)
    {
        await using var connection = await OpenAsync(cancellation);
        await using var command = Command(connection, $"SELECT created, snapshot FROM {Table} WHERE {OneRow}", ("id", persistenceId));
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        return await rows.ReadAsync(cancellation) ? (rows.GetInt64(0), rows.GetValue(1) as byte[] ?? []) : null;
    }

    /// <summary>The stamp of the snapshot of one persistence id; null where there is none.</summary>
    public async Task<long?> ReadStampAsync(string persistenceId, CancellationToken cancellation)
    {
        await using var connection = await OpenAsync(cancellation);
        await using var command = Command(connection, $"SELECT created FROM {Table} WHERE {OneRow}", ("id", persistenceId));
        return await command.ExecuteScalarAsync(cancellation) as long?;
    }

    /// <summary>
    /// Replaces the snapshot of one persistence id, as a whole or not at all: one statement. SQLite has it on the disk when this is done,
    /// the folder's entries too.
    /// </summary>
    /// <returns>False where the row has <paramref name="stamp"/> or a later one already; nothing has changed then.</returns>
    public async Task<bool> WriteAsync(string persistenceId, long stamp, byte[] snapshot, CancellationToken cancellation)
    {
        await using var connection = await OpenAsync(cancellation);
        await using var command = Command(
            connection,
            $"""
            {(File is null ? "" : "PRAGMA synchronous = EXTRA;")}
            INSERT INTO {Table} (persistence_id, sequence_number, created, snapshot) VALUES (@id, 0, @created, @snapshot)
            ON CONFLICT (persistence_id, sequence_number) DO UPDATE SET created = excluded.created, snapshot = excluded.snapshot
            WHERE {Table}.created < excluded.created
            """,
            ("id", persistenceId), ("created", stamp), ("snapshot", snapshot));
        return await command.ExecuteNonQueryAsync(cancellation) > 0;
    }

    /// <summary>An open connection.</summary>
    /// <exception cref="DbException">It cannot be opened.</exception>
    public async Task<DbConnection> OpenAsync(CancellationToken cancellation)
    {
        var connection = Connect();
        try
        {
            await connection.OpenAsync(cancellation);
            return connection;
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    /// <summary>A command with these parameters.</summary>
    public static DbCommand Command(DbConnection connection, string text, params (string Name, object Value)[] parameters)
    {
        var command = connection.CreateCommand();
        command.CommandText = text;
        foreach (var (name, value) in parameters)
        {
            var parameter = command.CreateParameter();
            (parameter.ParameterName, parameter.Value) = (name, value);
            command.Parameters.Add(parameter);
        }

        return command;
    }
}
