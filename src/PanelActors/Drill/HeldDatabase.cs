using Microsoft.Data.Sqlite;

namespace PanelActors.Drill;

/// <summary>Holds the database of a daemon as another process would that writes it and does not end.</summary>
internal sealed class HeldDatabase : IDisposable
{
    private readonly SqliteConnection _connection;

    /// <summary>Holds the file at <paramref name="path"/> until it is disposed.</summary>
    public HeldDatabase(string path)
    {
        _connection = new(new SqliteConnectionStringBuilder { DataSource = path, Pooling = false, DefaultTimeout = 5 }.ToString());
        _connection.Open();
        Execute("BEGIN EXCLUSIVE");
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Execute("ROLLBACK");
        _connection.Dispose();
    }

    private void Execute(string statement)
    {
        using var command = _connection.CreateCommand();
        command.CommandText = statement;
        command.ExecuteNonQuery();
    }
}
