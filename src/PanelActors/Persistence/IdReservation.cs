using System.Data.Common;

namespace PanelActors.Persistence;

/// <summary>
/// One number that only grows, beside the states: up to where event ids may have been used. It has its own table, since it belongs to no
/// source.
/// </summary>
internal sealed class IdReservation(StateDatabase database)
{
    public const string Table = "panelactors_ids";

    private const string Name = "events";

    /// <summary>For people, without secrets.</summary>
    public string Database => database.Name;

    /// <summary>The number; 0 where none was saved yet. Makes no file.</summary>
    /// <exception cref="DbException">The database does not answer, or not as it should.</exception>
    public async Task<long> ReadAsync(CancellationToken cancellation)
    {
        if (database.File is not null && !File.Exists(database.File)) return 0;
        await using var connection = await OpenAsync(cancellation);
        await using var command = Command(connection, $"SELECT reserved FROM {Table} WHERE name = @name", ("name", Name));
        return await command.ExecuteScalarAsync(cancellation) is long reserved ? reserved : 0;
    }

    /// <summary>Saves <paramref name="reserved"/>, unless the table has a higher number.</summary>
    /// <exception cref="DbException">The database does not answer, or not as it should.</exception>
    /// <exception cref="IOException">The folder of the file cannot be made.</exception>
    public async Task WriteAsync(long reserved, CancellationToken cancellation)
    {
        // The folder is missing where nothing was saved yet. The table of the states is left to the snapshot store: PostgreSQL lets only
        // one connection make it at a time.
        if (database.File is not null) Directory.CreateDirectory(Path.GetDirectoryName(database.File)!);
        await using var connection = await OpenAsync(cancellation);
        await using var command = Command(
            connection,
            $"""
            INSERT INTO {Table} (name, reserved) VALUES (@name, @reserved)
            ON CONFLICT (name) DO UPDATE SET reserved = excluded.reserved WHERE excluded.reserved > {Table}.reserved
            """,
            ("name", Name), ("reserved", reserved));
        await command.ExecuteNonQueryAsync(cancellation);
    }

    private async Task<DbConnection> OpenAsync(CancellationToken cancellation)
    {
        var connection = database.Connect();
        try
        {
            await connection.OpenAsync(cancellation);
            await using var command = Command(
                connection, $"CREATE TABLE IF NOT EXISTS {Table} (name VARCHAR(32) PRIMARY KEY, reserved BIGINT NOT NULL)");
            await command.ExecuteNonQueryAsync(cancellation);
            return connection;
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    private static DbCommand Command(DbConnection connection, string text, params ReadOnlySpan<(string Name, object Value)> values)
    {
        var command = connection.CreateCommand();
        command.CommandText = text;
        foreach (var (name, value) in values)
        {
            var parameter = command.CreateParameter();
            (parameter.ParameterName, parameter.Value) = (name, value);
            command.Parameters.Add(parameter);
        }

        return command;
    }
}
