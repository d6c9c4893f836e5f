using System.Data.Common;
using Microsoft.Data.Sqlite;
using Npgsql;
using PanelActors.Configuration;
using PanelActors.Persistence;
using PanelActors.State;

namespace PanelActors.Tests.Support;

/// <summary>A database for states that exists as long as its test, and that can be away for a while.</summary>
internal abstract class TemporaryDatabase : IAsyncDisposable
{
    private const int NoTable = 1;
    private const int NoFile = 14;

    /// <summary>The options that name it.</summary>
    public abstract PersistenceOptions Options { get; }

    /// <summary>The same as keys of the section <c>PanelActors</c>.</summary>
    public abstract (string Key, string Value)[] Keys { get; }

    /// <summary>Makes it unusable.</summary>
    public abstract Task GoAway();

    /// <summary>Makes it usable again.</summary>
    public abstract Task ComeBack();

    /// <summary>Locks it until disposed of: no other connection can write.</summary>
    public async Task<IAsyncDisposable> Hold()
    {
        var connection = await Open();
        await Execute(connection, HoldStatement);
        return connection;
    }

    /// <summary>All rows; none where there is no table.</summary>
    public async Task<List<(string Id, long Created, byte[] State)>> Rows()
    {
        var rows = new List<(string, long, byte[])>();
        try
        {
            await using var connection = await Open();
            await using var command = connection.CreateCommand();
            command.CommandText = $"SELECT persistence_id, created, snapshot FROM {StateDatabase.Table} ORDER BY persistence_id";
            await using var reader = await command.ExecuteReaderAsync();
            while (await reader.ReadAsync()) rows.Add((reader.GetString(0), reader.GetInt64(1), (byte[])reader[2]));
        }
        catch (Exception fault)
            when (fault is SqliteException { SqliteErrorCode: NoTable or NoFile }
                or PostgresException { SqlState: PostgresErrorCodes.UndefinedTable })
        {
            return [];
        }

        return rows;
    }

    /// <summary>The one state that is kept. Waits for the first like this.</summary>
    public async Task<StoredState> Until(Func<StoredState, bool> isLike)
    {
        using var patience = new CancellationTokenSource(ScriptedUpstream.Patience);
        while (!patience.IsCancellationRequested)
        {
            if (await Rows() is [var row] && StateCodec.Decode(row.State, out var stored) == StateFault.None && isLike(stored!))
                return stored!;
        }

        throw new TimeoutException("No such state was ever kept.");
    }

    /// <summary>Replaces what is kept of every source.</summary>
    public async Task Overwrite(byte[] state)
    {
        await using var connection = await Open();
        await using var command = connection.CreateCommand();
        command.CommandText = $"UPDATE {StateDatabase.Table} SET snapshot = @state";
        var parameter = command.CreateParameter();
        (parameter.ParameterName, parameter.Value) = ("state", state);
        command.Parameters.Add(parameter);
        await command.ExecuteNonQueryAsync();
    }

    public abstract ValueTask DisposeAsync();

    protected abstract string HoldStatement { get; }

    protected abstract Task<DbConnection> Open();

    private static async Task Execute(DbConnection connection, string statement)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = statement;
        await command.ExecuteNonQueryAsync();
    }

    /// <summary>A SQLite file.</summary>
    public sealed class InFile : TemporaryDatabase
    {
        private readonly TemporaryFolder _folder = new();

        protected override string HoldStatement => "BEGIN EXCLUSIVE";

        public static InFile Create() => new();

        public string Folder => Path.Combine(_folder.Path, "data");

        public string File => Path.Combine(Folder, "panelactors.db");

        public override PersistenceOptions Options => new() { Path = File };

        public override (string Key, string Value)[] Keys => [("Persistence:Enabled", "true"), ("Persistence:Path", File)];

        // Where the folder was lies a file, so that there can be no database.
        public override Task GoAway()
        {
            if (Directory.Exists(Folder)) Directory.Move(Folder, Folder + ".away");
            _folder.Write("data", "");
            return Task.CompletedTask;
        }

        public override Task ComeBack()
        {
            System.IO.File.Delete(Folder);
            if (Directory.Exists(Folder + ".away")) Directory.Move(Folder + ".away", Folder);
            return Task.CompletedTask;
        }

        public override ValueTask DisposeAsync()
        {
            _folder.Dispose();
            return ValueTask.CompletedTask;
        }

        protected override async Task<DbConnection> Open()
        {
            var connection = new SqliteConnection($"Data Source={File};Pooling=False;Mode=ReadWrite");
            await connection.OpenAsync();
            return connection;
        }
    }

    /// <summary>A new database in the PostgreSQL server of <see cref="PostgresFactAttribute"/>.</summary>
    public sealed class InPostgres : TemporaryDatabase
    {
        private readonly string _name = $"test_{Guid.NewGuid():N}";

        public override PersistenceOptions Options => new() { ConnectionString = Daemons };

        public override (string Key, string Value)[] Keys => [("Persistence:Enabled", "true"), ("Persistence:ConnectionString", Daemons)];

        protected override string HoldStatement => $"BEGIN; LOCK TABLE {StateDatabase.Table} IN ACCESS EXCLUSIVE MODE";

        // Waits as short as SQLite's, where the table is held.
        private string Daemons => new NpgsqlConnectionStringBuilder(ConnectionTo(_name)) { Options = "-c lock_timeout=1s" }.ToString();

        public static async Task<InPostgres> CreateAsync()
        {
            var database = new InPostgres();
            await Administer($"CREATE DATABASE {database._name}");
            return database;
        }

        public override async Task GoAway()
        {
            await Administer($"ALTER DATABASE {_name} ALLOW_CONNECTIONS false");
            await Administer($"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{_name}'");
        }

        public override Task ComeBack() => Administer($"ALTER DATABASE {_name} ALLOW_CONNECTIONS true");

        /// <summary>Makes it read-only for new connections, or writable again.</summary>
        public Task SetReadOnly(bool isReadOnly) =>
            Administer($"ALTER DATABASE {_name} SET default_transaction_read_only = {(isReadOnly ? "on" : "off")}");

        public override async ValueTask DisposeAsync() => await Administer($"DROP DATABASE {_name} WITH (FORCE)");

        protected override async Task<DbConnection> Open()
        {
            var connection = new NpgsqlConnection(ConnectionTo(_name));
            await connection.OpenAsync();
            return connection;
        }

        private static string ConnectionTo(string database) =>
            new NpgsqlConnectionStringBuilder(PostgresFactAttribute.Server) { Database = database, Pooling = false }.ToString();

        private static async Task Administer(string statement)
        {
            await using var connection = new NpgsqlConnection(ConnectionTo("postgres"));
            await connection.OpenAsync();
            await using var command = new NpgsqlCommand(statement, connection);
            await command.ExecuteNonQueryAsync();
        }
    }
}
