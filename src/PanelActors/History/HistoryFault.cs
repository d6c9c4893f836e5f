using System.Data.Common;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace PanelActors.History;

/// <summary>What a fault of the database means to those who use it.</summary>
internal static class HistoryFault
{
    /// <summary>Whether the database, or what it lies on, is the cause.</summary>
    public static bool IsOfDatabase(Exception fault) => fault is DbException or IOException or UnauthorizedAccessException
        or TimeoutException or ArgumentException or InvalidOperationException;

    /// <summary>
    /// Whether the database would take something else: waiting does not help. One that is locked, full, read-only or damaged takes nothing,
    /// although it may still be read.
    /// </summary>
    public static bool IsRefusal(Exception fault) => fault switch
    {
        SqliteException sqlite => sqlite.SqliteErrorCode is SQLitePCL.raw.SQLITE_TOOBIG or SQLitePCL.raw.SQLITE_CONSTRAINT
            or SQLitePCL.raw.SQLITE_MISMATCH or SQLitePCL.raw.SQLITE_RANGE,
        // Classes: data exception, integrity constraint violation.
        PostgresException postgres => postgres.SqlState is ['2', '2' or '3', ..],
        // A text that has no encoding.
        ArgumentException => true,
        _ => false,
    };

    /// <summary>The cause in words that any reader may see, to stand after "since".</summary>
    public static string WhyOf(Exception fault) => fault switch
    {
        SqliteException sqlite => sqlite.SqliteErrorCode switch
        {
            SQLitePCL.raw.SQLITE_BUSY or SQLitePCL.raw.SQLITE_LOCKED => "another process holds it",
            SQLitePCL.raw.SQLITE_FULL => "its disk is full",
            SQLitePCL.raw.SQLITE_CORRUPT or SQLitePCL.raw.SQLITE_NOTADB => "its file is damaged",
            SQLitePCL.raw.SQLITE_READONLY => "it is read-only",
            SQLitePCL.raw.SQLITE_CANTOPEN => "its file cannot be opened",
            SQLitePCL.raw.SQLITE_IOERR => "its disk fails",
            _ => Silent,
        },
        PostgresException { SqlState: PostgresErrorCodes.ReadOnlySqlTransaction } => "it is read-only",
        PostgresException { SqlState: PostgresErrorCodes.DiskFull } => "its disk is full",
        PostgresException { SqlState: PostgresErrorCodes.LockNotAvailable } => "another process holds it",
        TimeoutException => "it does not answer in time",
        IOException or UnauthorizedAccessException => "its file cannot be opened",
        _ => Silent,
    };

    private const string Silent = "it does not answer";
}
