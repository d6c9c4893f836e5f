using PanelActors.Persistence;
using PanelActors.Tests.Support;
using PanelActors.Tree;


namespace PanelActors.Tests.Persistence;

/// <summary>What was saved stays saved, whatever becomes of the saves after it.</summary>
public sealed class FailedSaveTests : StatePersistenceTest
{
    [Fact]
    public Task Saves_that_fail_on_a_lock_leave_the_saved_state_where_it_is() => InFile(SurvivesALock);

    [PostgresFact]
    public Task Saves_that_fail_on_a_lock_leave_the_saved_state_where_it_is_in_PostgreSQL() => InPostgres(SurvivesALock);

    [PostgresFact]
    public Task Saves_that_fail_in_a_read_only_PostgreSQL_leave_the_saved_state_where_it_is() => InPostgres(async database =>
    {
        var postgres = (TemporaryDatabase.InPostgres)database;
        await Survives(database, async run =>
        {
            await postgres.SetReadOnly(true);
            await run.Save();
            await postgres.SetReadOnly(false);
        });
    });

    [SmallDiskFact]
    public async Task A_state_that_has_grown_too_large_for_the_disk_leaves_the_smaller_one_where_it_is()
    {
        await using var database = TemporaryDatabase.InFile.Create();
        Directory.CreateDirectory(database.Folder);
        using var disk = SmallDisk.Mount(database.Folder, kilobytes: 256);
        await using (var run = Start(database, Never))
        {
            Recovered().ShouldBeNull();
            await SaveAs(run, "42");
            var grown = PanelObject.Parse($$"""{"a":"{{new string('x', 400_000)}}"}""");
            Board.Publish(SavedStates.Full().State with { Status = grown }, EventId.Of("43"));
            await run.Save();
            await run.Save();
            Metrics.PersistenceFailures.ShouldBe(2);
        }

        await using var next = Start(database, Never);
        Recovered().ShouldNotBeNull().LastEventId.ShouldBe(EventId.Of("42"));
        disk.Grow(kilobytes: 4096);
        await next.Save();
        await using var last = Start(database, Never);
        Recovered().ShouldNotBeNull().LastEventId.ShouldBe(EventId.Of("43"));
    }

    private Task SurvivesALock(TemporaryDatabase database) => Survives(database, async run =>
    {
        await using var hold = await database.Hold();
        await run.Save();
    });

    private async Task Survives(TemporaryDatabase database, Func<Run, Task> fail)
    {
        await using (var run = Start(database, Never))
        {
            Recovered().ShouldBeNull();
            await SaveAs(run, "42");
            Board.Publish(SavedStates.Full().State.RaiseNeed("operator"), EventId.Of("43"));
            await fail(run);
            await run.Settle();
            await fail(run);
            await run.Settle();
            Metrics.PersistenceFailures.ShouldBe(2);
            var name = StateDatabase.Of(database.Options).Name;
            Lines.ExpectMsg<LogLine>().Text.ShouldStartWith($"The state of feed cannot be saved ({name}: ");
            Lines.HasMessages.ShouldBeFalse("one line is enough");
        }

        (await database.Until(_ => true)).LastEventId.ShouldBe(EventId.Of("42"));
        await using (var next = Start(database, Never))
        {
            Recovered().ShouldNotBeNull().LastEventId.ShouldBe(EventId.Of("42"));
            await next.Save();
        }

        await using var last = Start(database, Never);
        Recovered().ShouldNotBeNull().LastEventId.ShouldBe(EventId.Of("43"));
    }

    private async Task SaveAs(Run run, string lastEventId)
    {
        Board.Publish(SavedStates.Full().State, EventId.Of(lastEventId));
        await run.Save();
        Metrics.PersistenceFailures.ShouldBe(0);
    }
}
