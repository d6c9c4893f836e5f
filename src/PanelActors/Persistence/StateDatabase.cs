using System.Data.Common;
using Akka.Actor.Setup;
using Akka.Persistence.Sql.Config;
using LinqToDB;
using Microsoft.Data.Sqlite;
using Npgsql;
using PanelActors.Configuration;

namespace PanelActors.Persistence;

/// <summary>
/// Where states are kept: one table with one row a source, in a SQLite file or in PostgreSQL (contract section 7). Handed
/// to <see cref="PanelSnapshotStore"/> through the actor system's setup, so that no password enters its configuration.
/// </summary>
public sealed class StateDatabase : Setup
{
    /// <summary>The table.</summary>
    public const string Table = "panelactors_state";

    /// <summary>Version of the file as a whole, kept in its header; a later one is left alone.</summary>
    public const int FileVersion = 1;

    // How long to wait for another process that holds the file.
    private const int LockSeconds = 1;

    private readonly string _connectionString;
    private readonly string _provider;

    private StateDatabase(string? file, string provider, string connectionString) =>
        (File, _provider, _connectionString) = (file, provider, connectionString);

    /// <summary>Full path of the SQLite file; null for PostgreSQL.</summary>
    public string? File { get; }

    /// <summary>For people, without secrets.</summary>
    public string Name => File ?? "PostgreSQL";

    /// <summary>What an actor system needs in its setup, besides <see cref="PanelSnapshotStore.Configuration"/>.</summary>
    public IReadOnlyList<Setup> Setups => [this, new DataOptionsSetup(new DataOptions().UseConnectionString(_provider, _connectionString))];

    /// <summary>The database that <paramref name="options"/> name. Nothing is opened yet.</summary>
    public static StateDatabase Of(PersistenceOptions options)
    {
        if (options.ConnectionString is { } postgres) return new StateDatabase(null, ProviderName.PostgreSQL95, postgres);
        var file = Path.GetFullPath(options.Path);
        // Without a pool nothing keeps a file open that was set aside, or that somebody copies.
        var sqlite = new SqliteConnectionStringBuilder { DataSource = file, Pooling = false, DefaultTimeout = LockSeconds };
        return new StateDatabase(file, ProviderName.SQLiteMS, sqlite.ToString());
    }

    /// <summary>A connection, not open yet.</summary>
    /// <exception cref="ArgumentException">The connection string of PostgreSQL has a key or a value that means nothing.</exception>
    public DbConnection Connect() => File is null ? new NpgsqlConnection(_connectionString) : new SqliteConnection(_connectionString);

    /// <summary>Creates the table, and the folder of the file, where they are missing.</summary>
    public async Task CreateAsync(CancellationToken cancellation)
    {
        if (File is not null) Directory.CreateDirectory(Path.GetDirectoryName(File)!);
        await using var connection = Connect();
        await connection.OpenAsync(cancellation).ConfigureAwait(false);
        await using var command = connection.CreateCommand();
        // The columns are those of Akka.Persistence.Sql. Its own initialisation holds back all work until it succeeds,
        // without a bound; this one is tried again with each piece of work.
        command.CommandText =
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
            """;
        await command.ExecuteNonQueryAsync(cancellation).ConfigureAwait(false);
    }

    /// <summary>The latest snapshot of one persistence id: its number, when it was taken in ticks, and its bytes; null where there is none.</summary>
    public async Task<(long SequenceNumber, long Created, byte[] Snapshot)?> ReadAsync(string persistenceId, CancellationToken cancellation)
    {
        await using var connection = Connect();
        await connection.OpenAsync(cancellation).ConfigureAwait(false);
        await using var command = connection.CreateCommand();
        command.CommandText =
            $"SELECT sequence_number, created, snapshot FROM {Table} WHERE persistence_id = @id ORDER BY sequence_number DESC LIMIT 1";
        var id = command.CreateParameter();
        (id.ParameterName, id.Value) = ("id", persistenceId);
        command.Parameters.Add(id);
        await using var rows = await command.ExecuteReaderAsync(cancellation).ConfigureAwait(false);
        return await rows.ReadAsync(cancellation).ConfigureAwait(false)
            ? (rows.GetInt64(0), rows.GetInt64(1), rows.GetValue(2) as byte[] ?? [])
            : null;
    }
}
