using PanelActors.Persistence;

namespace PanelActors.History;

/// <summary>The tables of history, notifications and kept series: one schema for both databases, and one path to it.</summary>
internal static class HistorySchema
{
    public const string Entries = "panelactors_history";
    public const string Periods = "panelactors_periods";
    public const string Outbox = "panelactors_outbox";
    public const string Notified = "panelactors_notified";
    public const string Paths = "panelactors_series_paths";
    public const string Samples = "panelactors_series";

    private const string Versions = "panelactors_history_version";

    // Never changed once released: what comes later is a further step.
    private static readonly string[][] Steps =
    [
        [
            $"""
            CREATE TABLE IF NOT EXISTS {Entries} (
              store VARCHAR(64) NOT NULL, at BIGINT NOT NULL, n BIGINT NOT NULL, kind SMALLINT NOT NULL, level VARCHAR(32) NOT NULL,
              title TEXT NOT NULL, detail TEXT NOT NULL, PRIMARY KEY (store, at, n))
            """,
            $"CREATE INDEX IF NOT EXISTS {Entries}_at ON {Entries} (at, n)",
            $"CREATE INDEX IF NOT EXISTS {Entries}_kind ON {Entries} (store, kind, at, n)",
            $"CREATE INDEX IF NOT EXISTS {Entries}_level ON {Entries} (store, level, at, n)",
            $"""
            CREATE TABLE IF NOT EXISTS {Periods} (
              store VARCHAR(64) NOT NULL, kind SMALLINT NOT NULL, name VARCHAR(200) NOT NULL, level VARCHAR(32) NOT NULL,
              active SMALLINT NOT NULL, since BIGINT NOT NULL, changed BIGINT NOT NULL, PRIMARY KEY (store, kind, name))
            """,
            $"""
            CREATE TABLE IF NOT EXISTS {Outbox} (
              receiver VARCHAR(64) NOT NULL, n BIGINT NOT NULL, store VARCHAR(64) NOT NULL, id VARCHAR(200) NOT NULL,
              created BIGINT NOT NULL, body TEXT NOT NULL, PRIMARY KEY (receiver, n))
            """,
            $"""
            CREATE TABLE IF NOT EXISTS {Notified} (
              receiver VARCHAR(64) NOT NULL, store VARCHAR(64) NOT NULL, name VARCHAR(220) NOT NULL, value VARCHAR(64) NOT NULL,
              since BIGINT NOT NULL, PRIMARY KEY (receiver, store, name))
            """,
            $"""
            CREATE TABLE IF NOT EXISTS {Paths} (
              id BIGINT NOT NULL PRIMARY KEY, store VARCHAR(64) NOT NULL, path TEXT NOT NULL, keep BIGINT NOT NULL)
            """,
            $"""
            CREATE TABLE IF NOT EXISTS {Samples} (
              id BIGINT NOT NULL, at BIGINT NOT NULL, least DOUBLE PRECISION NOT NULL, most DOUBLE PRECISION NOT NULL,
              last DOUBLE PRECISION NOT NULL, PRIMARY KEY (id, at))
            """,
        ],
        [
            $"ALTER TABLE {Notified} ADD COLUMN title TEXT NOT NULL DEFAULT ''",
            $"ALTER TABLE {Notified} ADD COLUMN detail TEXT NOT NULL DEFAULT ''",
        ],
    ];

    /// <summary>The version of the tables that this program makes.</summary>
    public static int Latest => Steps.Length;

    /// <summary>Takes the steps that the database has not taken. Two daemons may do so at once.</summary>
    /// <exception cref="System.Data.Common.DbException">The database does not let it.</exception>
    public static async Task MigrateAsync(StateDatabase database, CancellationToken cancellation)
    {
        if (database.File is { } file) Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        await using var connection = await database.OpenAsync(cancellation);
        await using var transaction = await connection.BeginTransactionAsync(cancellation);
        if (database.IsPostgres) await ExecuteAsync("SELECT pg_advisory_xact_lock(5080)");
        await ExecuteAsync($"CREATE TABLE IF NOT EXISTS {Versions} (version INTEGER NOT NULL PRIMARY KEY)");
        var version = await VersionAsync();
        for (var step = version; step < Latest; step++)
        {
            foreach (var statement in Steps[step]) await ExecuteAsync(statement);
            await ExecuteAsync($"INSERT INTO {Versions} (version) VALUES ({step + 1})");
        }

        await transaction.CommitAsync(cancellation);

        async Task<int> VersionAsync()
        {
            await using var command = StateDatabase.Command(connection, $"SELECT MAX(version) FROM {Versions}");
            command.Transaction = transaction;
            return await command.ExecuteScalarAsync(cancellation) is { } value and not DBNull
                ? Convert.ToInt32(value, System.Globalization.CultureInfo.InvariantCulture)
                : 0;
        }

        async Task ExecuteAsync(string text)
        {
            await using var command = StateDatabase.Command(connection, text);
            command.Transaction = transaction;
            await command.ExecuteNonQueryAsync(cancellation);
        }
    }
}
