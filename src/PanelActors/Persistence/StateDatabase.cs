using Akka.Actor.Setup;
using Akka.Persistence.Sql.Config;
using LinqToDB;
using LinqToDB.Data;
using Microsoft.Data.Sqlite;
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

    private readonly DataOptions _options;
    private readonly string _bytesType;

    private StateDatabase(string? file, string provider, string connectionString, string bytesType)
    {
        File = file;
        ConnectionString = connectionString;
        _options = new DataOptions().UseConnectionString(provider, connectionString);
        _bytesType = bytesType;
    }

    /// <summary>Full path of the SQLite file; null for PostgreSQL.</summary>
    public string? File { get; }

    /// <summary>For people, without secrets.</summary>
    public string Name => File ?? "PostgreSQL";

    /// <summary>What an actor system needs in its setup, besides <see cref="PanelSnapshotStore.Configuration"/>.</summary>
    public IReadOnlyList<Setup> Setups => [this, new DataOptionsSetup(_options)];

    internal string ConnectionString { get; }

    /// <summary>The database that <paramref name="options"/> name. Nothing is opened yet.</summary>
    public static StateDatabase Of(PersistenceOptions options)
    {
        if (options.ConnectionString is { } postgres) return new StateDatabase(null, ProviderName.PostgreSQL15, postgres, "BYTEA");
        var file = Path.GetFullPath(options.Path);
        // Without a pool nothing keeps a file open that was set aside, or that somebody copies.
        var sqlite = new SqliteConnectionStringBuilder { DataSource = file, Pooling = false, DefaultTimeout = LockSeconds };
        return new StateDatabase(file, ProviderName.SQLiteMS, sqlite.ToString(), "BLOB");
    }

    /// <summary>Creates the table, and the folder of the file, where they are missing.</summary>
    public async Task CreateAsync(CancellationToken cancellation)
    {
        if (File is not null) Directory.CreateDirectory(Path.GetDirectoryName(File)!);
        await using var connection = new DataConnection(_options);
        // The columns are those of Akka.Persistence.Sql. Its own initialisation holds back all work until it succeeds,
        // without a bound; this one is tried again with each piece of work.
        await connection.ExecuteAsync(
            $"""
            CREATE TABLE IF NOT EXISTS {Table} (
              persistence_id VARCHAR(255) NOT NULL,
              sequence_number BIGINT NOT NULL,
              created BIGINT NOT NULL,
              snapshot {_bytesType},
              manifest VARCHAR(500),
              serializer_id INTEGER,
              PRIMARY KEY (persistence_id, sequence_number))
            """, cancellation).ConfigureAwait(false);
        if (File is not null) await connection.ExecuteAsync($"PRAGMA user_version = {FileVersion}", cancellation).ConfigureAwait(false);
    }
}
