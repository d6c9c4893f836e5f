using Microsoft.Data.Sqlite;
using PanelActors.Configuration;
using PanelActors.Persistence;
using PanelActors.Tests.Support;

namespace PanelActors.Tests.Persistence;

public sealed class StateDatabaseTests
{
    [Fact]
    public async Task A_save_that_arrives_late_does_not_replace_a_newer_one()
    {
        await using var database = TemporaryDatabase.InFile.Create();
        await LateOnesAreRefused(database);
    }

    [PostgresFact]
    public async Task A_save_that_arrives_late_does_not_replace_a_newer_one_in_PostgreSQL()
    {
        await using var database = await TemporaryDatabase.InPostgres.CreateAsync();
        await LateOnesAreRefused(database);
    }

    [Fact]
    public async Task Killed_in_the_middle_of_a_save_it_still_has_the_state_before()
    {
        await using var database = TemporaryDatabase.InFile.Create();
        var states = StateDatabase.Of(database.Options);
        await states.CreateAsync(CancellationToken.None);
        var state = StateCodec.Encode(SavedStates.Full());
        await states.WriteAsync("state-feed", 1, state, CancellationToken.None);

        // As the files lie there while the save is half on the disk.
        var left = Path.Combine(database.Folder, "left.db");
        using (var connection = new SqliteConnection($"Data Source={database.File};Pooling=False"))
        {
            connection.Open();
            using var command = connection.CreateCommand();
            command.CommandText =
                $"PRAGMA cache_size = 1; PRAGMA cache_spill = 1; BEGIN; UPDATE {StateDatabase.Table} SET snapshot = randomblob(1000000)";
            command.ExecuteNonQuery();
            File.Copy(database.File, left);
            File.Copy(database.File + "-journal", left + "-journal");
            if (!OperatingSystem.IsWindows())
                File.GetUnixFileMode(database.File + "-journal").ShouldBe(File.GetUnixFileMode(database.File));
        }

        new FileInfo(left).Length.ShouldBeGreaterThan(500_000, "half of the save is there");
        var next = StateDatabase.Of(new PersistenceOptions { Path = left });
        StateFile.Check(next, DateTimeOffset.UtcNow).Text.ShouldBeNull();
        (await next.ReadAsync("state-feed", CancellationToken.None)).ShouldNotBeNull().Snapshot.ShouldBe(state);
    }

    private static async Task LateOnesAreRefused(TemporaryDatabase database)
    {
        var states = StateDatabase.Of(database.Options);
        await states.CreateAsync(CancellationToken.None);
        foreach (var (stamp, isTaken) in new[] { (5L, true), (7L, true), (6L, false), (7L, false), (8L, true) })
            (await states.WriteAsync("state-feed", stamp, [(byte)stamp], CancellationToken.None)).ShouldBe(isTaken, $"{stamp}");
        var (newest, snapshot) = (await states.ReadAsync("state-feed", CancellationToken.None)).ShouldNotBeNull();
        (newest, snapshot[0]).ShouldBe((8L, (byte)8));
        (await states.ReadStampAsync("state-feed", CancellationToken.None)).ShouldBe(8);
        (await states.ReadStampAsync("state-other", CancellationToken.None)).ShouldBeNull();
    }
}
