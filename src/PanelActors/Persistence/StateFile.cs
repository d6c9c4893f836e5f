using System.Data.Common;
using System.Globalization;
using Microsoft.Data.Sqlite;

namespace PanelActors.Persistence;

/// <summary>What became of the file with the saved states at the start.</summary>
/// <param name="Text">One line for people; null where all is well.</param>
/// <param name="SetAside">Where the file is now, if it was set aside.</param>
internal sealed record StateFileVerdict(string? Text, string? SetAside = null);

/// <summary>
/// Checks the SQLite file before it is used. A file that is damaged, or of a later version, is renamed, never deleted: every source then
/// starts cold, and the damage can still be examined.
/// </summary>
internal static class StateFile
{
    private const int Damaged = 11;
    private const int NoDatabase = 26;

    // SQLite takes anything shorter for an empty database, and would write over it.
    private const int MinPage = 512;

    private static readonly string[] Companions = ["-journal", "-wal", "-shm"];

    /// <summary>Checks the file of <paramref name="database"/>, reading it once. Never throws for what the file is.</summary>
    public static StateFileVerdict Check(StateDatabase database, DateTimeOffset now)
    {
        if (!File.Exists(database.File)) return new StateFileVerdict(null);
        try
        {
            return WhyUnusable(database) is { } why ? SetAside(database.File, why, now) : new StateFileVerdict(null);
        }
        catch (Exception fault) when (fault is SqliteException or IOException or UnauthorizedAccessException)
        {
            return new StateFileVerdict($"The states saved in {database.File} cannot be used now: {fault.Message}");
        }
    }

    private static string? WhyUnusable(StateDatabase database)
    {
        try
        {
            return Examine(database);
        }
        catch (SqliteException fault) when (fault.SqliteErrorCode is Damaged or NoDatabase)
        {
            return "it is damaged";
        }
    }

    private static string? Examine(StateDatabase database)
    {
        if (new FileInfo(database.File!).Length is > 0 and < MinPage) return "it is damaged";
        using var connection = database.Connect();
        connection.Open();
        if ((long)Scalar(connection, "PRAGMA user_version")! > StateDatabase.FileVersion) return "a later version of this program wrote it";
        if (Scalar(connection, $"SELECT 1 FROM sqlite_master WHERE name = '{StateDatabase.Table}'") is null) return null;
        // That table alone: the history beside it may have gigabytes, and a start does not wait for these.
        if (Scalar(connection, $"PRAGMA quick_check({StateDatabase.Table})") is not "ok") return "it is damaged";

        using var select = connection.CreateCommand();
        select.CommandText = $"SELECT snapshot FROM {StateDatabase.Table}";
        using var rows = select.ExecuteReader();
        while (rows.Read())
        {
            var fault = rows.GetValue(0) is byte[] bytes ? StateCodec.Check(bytes) : StateFault.NotAState;
            if (fault == StateFault.NewerVersion) return "a later version of this program wrote it";
            if (fault != StateFault.None) return "it is damaged";
        }

        return null;
    }

    private static object? Scalar(DbConnection connection, string query)
    {
        using var command = connection.CreateCommand();
        command.CommandText = query;
        return command.ExecuteScalar();
    }

    private static StateFileVerdict SetAside(string file, string why, DateTimeOffset now)
    {
        var stem = $"{file}.bad-{now.UtcDateTime.ToString("yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture)}";
        var bad = stem;
        for (var i = 2; File.Exists(bad); i++) bad = string.Create(CultureInfo.InvariantCulture, $"{stem}-{i}");
        File.Move(file, bad);
        foreach (var companion in Companions)
        {
            if (File.Exists(file + companion)) File.Move(file + companion, bad + companion);
        }

        return new StateFileVerdict(
            $"The states saved in {file} cannot be used, since {why}: it is now {bad}, and every source starts cold", bad);
    }
}
