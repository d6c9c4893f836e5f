using PanelActors.Persistence;
using PanelActors.Tests.Support;
using PanelActors.Tree;


namespace PanelActors.Tests.Persistence;

/// <summary>What was saved stays saved, whatever becomes of the saves after it.</summary>
public sealed class FailedSaveTests : KeepingTest
{
    [Fact]
    public Task Saves_that_fail_on_a_lock_leave_the_saved_state_where_it_is() => InFile(SurvivesALock);

    [PostgresFact]
    public Task Saves_that_fail_on_a_lock_leave_the_saved_state_where_it_is_in_PostgreSQL() => InPostgres(SurvivesALock);

    [PostgresFact]
    public Task Saves_that_fail_in_a_read_only_PostgreSQL_leave_the_saved_state_where_it_is() => InPostgres(async database =>
    {
        var postgres = (TemporaryDatabase.InPostgres)database;
        await Survives(database, async life =>
        {
            await postgres.SetReadOnly(true);
            await life.Save();
            await postgres.SetReadOnly(false);
        });
    });

    [SmallDiskFact]
    public async Task A_state_that_has_grown_too_large_for_the_disk_leaves_the_smaller_one_where_it_is()
    {
        await using var database = TemporaryDatabase.InFile.Create();
        Directory.CreateDirectory(database.Folder);
        using var disk = SmallDisk.Mount(database.Folder, kilobytes: 256);
        await using (var life = Live(database, Never))
        {
            Recovered().ShouldBeNull();
            await SaveAs(life, "42");
            var grown = PanelObject.Parse($$"""{"a":"{{new string('x', 400_000)}}"}""");
            Board.Publish(Kept.Full().State with { Status = grown }, EventId.Of("43"));
            await life.Save();
            await life.Save();
            Metrics.PersistenceFailures.ShouldBe(2);
        }

        await using var next = Live(database, Never);
        Recovered().ShouldNotBeNull().LastEventId.ShouldBe(EventId.Of("42"));
        disk.Grow(kilobytes: 4096);
        await next.Save();
        await using var last = Live(database, Never);
        Recovered().ShouldNotBeNull().LastEventId.ShouldBe(EventId.Of("43"));
    }

    private Task SurvivesALock(TemporaryDatabase database) => Survives(database, async life =>
    {
        await using var hold = await database.Hold();
        await life.Save();
    });

    private async Task Survives(TemporaryDatabase database, Func<Life, Task> fail)
    {
        await using (var life = Live(database, Never))
        {
            Recovered().ShouldBeNull();
            await SaveAs(life, "42");
            Board.Publish(Kept.Full().State.RaiseNeed("operator"), EventId.Of("43"));
            await fail(life);
            await life.Settle();
            await fail(life);
            await life.Settle();
            Metrics.PersistenceFailures.ShouldBe(2);
            var name = StateDatabase.Of(database.Options).Name;
            Lines.ExpectMsg<LogLine>().Text.ShouldStartWith($"The state of feed cannot be saved ({name}: ");
            Lines.HasMessages.ShouldBeFalse("one line is enough");
        }

        (await database.Until(_ => true)).LastEventId.ShouldBe(EventId.Of("42"));
        await using (var next = Live(database, Never))
        {
            Recovered().ShouldNotBeNull().LastEventId.ShouldBe(EventId.Of("42"));
            await next.Save();
        }

        await using var last = Live(database, Never);
        Recovered().ShouldNotBeNull().LastEventId.ShouldBe(EventId.Of("43"));
    }

    private async Task SaveAs(Life life, string lastEventId)
    {
        Board.Publish(Kept.Full().State, EventId.Of(lastEventId));
        await life.Save();
        Metrics.PersistenceFailures.ShouldBe(0);
    }
}
