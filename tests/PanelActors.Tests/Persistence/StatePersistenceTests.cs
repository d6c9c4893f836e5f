using PanelActors.Persistence;
using PanelActors.Sources;
using PanelActors.State;
using PanelActors.Tests.State;
using PanelActors.Tests.Support;


namespace PanelActors.Tests.Persistence;

public sealed class StatePersistenceTests : StatePersistenceTest
{
    [Fact]
    public Task A_state_is_restored_in_the_next_run() => InFile(RestoresInTheNextRun);

    [PostgresFact]
    public Task A_state_is_restored_in_the_next_run_in_PostgreSQL() => InPostgres(RestoresInTheNextRun);

    [Fact]
    public Task One_row_a_source_is_replaced_when_something_changed() => InFile(ReplacesItsRow);

    [PostgresFact]
    public Task One_row_a_source_is_replaced_when_something_changed_in_PostgreSQL() => InPostgres(ReplacesItsRow);

    [Fact]
    public Task A_database_that_is_away_at_the_start_is_logged_once_and_used_when_it_comes_back() => InFile(BearsAbsenceAtTheStart);

    [PostgresFact]
    public Task A_PostgreSQL_that_is_away_at_the_start_is_logged_once_and_used_when_it_comes_back() => InPostgres(BearsAbsenceAtTheStart);

    [Fact]
    public Task A_database_that_goes_away_later_is_logged_once_and_used_when_it_comes_back() => InFile(BearsAbsenceLater);

    [PostgresFact]
    public Task A_PostgreSQL_that_goes_away_later_is_logged_once_and_used_when_it_comes_back() => InPostgres(BearsAbsenceLater);

    [Fact]
    public Task What_cannot_be_used_is_logged_and_overwritten() => InFile(StartsColdFromDamage);

    [PostgresFact]
    public Task What_cannot_be_used_is_logged_and_overwritten_in_PostgreSQL() => InPostgres(StartsColdFromDamage);

    [Fact]
    public Task A_database_that_was_replaced_by_an_empty_one_is_filled_again() => InFile(async database =>
    {
        await using var run = Start(database, Often);
        Recovered().ShouldBeNull();
        Board.Publish(Applying.WithBaseline().State, EventId.Of("1"));
        await database.Until(stored => stored.LastEventId == EventId.Of("1"));
        File.Delete(((TemporaryDatabase.InFile)database).File);
        Board.Publish(Applying.WithBaseline().State, EventId.Of("2"));
        await database.Until(stored => stored.LastEventId == EventId.Of("2"));
    });

    [Fact]
    public Task A_changed_state_is_saved_at_each_interval_without_being_asked() => InFile(async database =>
    {
        await using var run = Start(database, Often);
        var applying = Applying.WithBaseline();
        for (var i = 0; i < 3; i++)
        {
            var id = $"{i}";
            Board.Publish(applying.Diff($$"""{"a":{{i}}}""", "5").State, EventId.Of(id));
            SavedStates.Describe(await database.Until(stored => stored.LastEventId == EventId.Of(id)))
                .ShouldBe(SavedStates.Describe(new StoredState(applying.State, EventId.Of(id), SavedStates.Origin)));
        }
    });

    [Fact]
    public Task A_source_to_which_nothing_happened_overwrites_nothing() => InFile(async database =>
    {
        await using (var run = Start(database, Never))
        {
            Board.Publish(SavedStates.Full().State, EventId.Of("42"));
            await run.Save();
        }

        await using var next = Start(database, Never);
        Board.Publish(PanelState.Initial.RaiseNeed("operator"));
        await next.Save();
        (await database.Until(_ => true)).LastEventId.ShouldBe(EventId.Of("42"));
    });

    [Fact]
    public Task The_state_of_another_address_is_left_alone() => InFile(async database =>
    {
        await using (var run = Start(database, Never, "another"))
        {
            Board.Publish(SavedStates.Full().State, EventId.Of("42"));
            await run.Save();
        }

        Owner.ExpectMsg<StateRecovered>().Stored.ShouldBeNull();
        await using var next = Start(database, Never);
        Recovered().ShouldBeNull();
        Lines.ExpectMsg<LogLine>().ShouldBe(new LogLine(
            Microsoft.Extensions.Logging.LogLevel.Information,
            "feed has another address than the feed whose state was saved: it starts cold"));
    });

    [Fact]
    public Task A_state_of_another_source_is_not_mistaken() => InFile(async database =>
    {
        await using (var run = Start(database, Never))
        {
            Board.Publish(SavedStates.Full().State, EventId.Of("42"));
            await run.Save();
        }

        Owner.ExpectMsg<StateRecovered>();
        await using var next = Start(database, Never, board: new StoreBoard("feed2"));
        Recovered().ShouldBeNull();
    });

    [Fact]
    public Task Two_that_save_the_same_state_are_logged_once_and_go_on() => InFile(LogsAnother);

    [PostgresFact]
    public Task Two_that_save_the_same_state_are_logged_once_and_go_on_in_PostgreSQL() => InPostgres(LogsAnother);

    [PostgresFact]
    public Task What_cannot_be_written_can_still_be_read() => InPostgres(async database =>
    {
        await using (var run = Start(database, Never))
        {
            Recovered().ShouldBeNull();
            Board.Publish(SavedStates.Full().State, EventId.Of("42"));
            await run.Save();
        }

        await ((TemporaryDatabase.InPostgres)database).SetReadOnly(true);
        await using var next = Start(database, Never);
        Recovered().ShouldNotBeNull().LastEventId.ShouldBe(EventId.Of("42"));
        Lines.HasMessages.ShouldBeFalse();
    });

    private async Task LogsAnother(TemporaryDatabase database)
    {
        await using var run = Start(database, Never);
        Recovered().ShouldBeNull();
        await using var other = Start(database, Never);
        Recovered().ShouldBeNull();
        for (var i = 0; i < 6; i++)
        {
            Board.Publish(SavedStates.Full().State.RaiseNeed($"{i}"), EventId.Of($"{i}"));
            await (i % 2 == 0 ? run : other).Save();
            (await database.Until(_ => true)).LastEventId.ShouldBe(EventId.Of($"{i}"));
        }

        var name = StateDatabase.Of(database.Options).Name;
        Lines.ExpectMsg<LogLine>().Text.ShouldBe(
            $"Another process saves the state of feed into {name}, and a restart restores the one that came last: give each its own");
        Lines.HasMessages.ShouldBeFalse("one line is enough");
        Metrics.PersistenceFailures.ShouldBe(0);
    }

    private async Task RestoresInTheNextRun(TemporaryDatabase database)
    {
        await using (var run = Start(database, Never))
        {
            Recovered().ShouldBeNull();
            Board.Publish(SavedStates.Full().State, EventId.Of("42"));
            await run.Save();
        }

        await using var next = Start(database, Never);
        SavedStates.Describe(Recovered().ShouldNotBeNull()).ShouldBe(SavedStates.Describe(SavedStates.Full()));
        Metrics.PersistenceFailures.ShouldBe(0);
        Lines.HasMessages.ShouldBeFalse();
    }

    private async Task ReplacesItsRow(TemporaryDatabase database)
    {
        await using var run = Start(database, Never);
        await run.Save();
        (await database.Rows()).ShouldBeEmpty();

        Board.Publish(SavedStates.Full().State, EventId.Of("42"));
        await run.Save();
        var first = (await database.Rows()).ShouldHaveSingleItem();
        await run.Save();
        (await database.Rows()).ShouldHaveSingleItem().Created.ShouldBe(first.Created);

        Board.Publish(SavedStates.Full().State.RaiseNeed("operator"), EventId.Of("43"));
        await run.Save();
        var second = (await database.Rows()).ShouldHaveSingleItem();
        (second.Id, second.Created == first.Created).ShouldBe((first.Id, false));
        StateCodec.Decode(second.State, out var stored).ShouldBe(StateFault.None);
        (stored!.LastEventId, stored.State.Need.LastReason).ShouldBe((EventId.Of("43"), "operator"));
    }

    private async Task BearsAbsenceAtTheStart(TemporaryDatabase database)
    {
        await database.GoAway();
        await using var run = Start(database, Often);
        Recovered().ShouldBeNull();
        Lines.ExpectMsg<LogLine>().Text.ShouldStartWith($"The state of feed cannot be read ({StateDatabase.Of(database.Options).Name}: ");
        await run.Save();

        Board.Publish(SavedStates.Full().State, EventId.Of("42"));
        await database.ComeBack();
        await database.Until(stored => stored.LastEventId == EventId.Of("42"));
        Metrics.PersistenceFailures.ShouldBeGreaterThan(0);
        Lines.HasMessages.ShouldBeFalse("one line is enough");
    }

    private async Task BearsAbsenceLater(TemporaryDatabase database)
    {
        await using var run = Start(database, Often);
        Recovered().ShouldBeNull();
        Board.Publish(SavedStates.Full().State, EventId.Of("42"));
        await run.Save();
        await database.GoAway();

        Board.Publish(SavedStates.Full().State.RaiseNeed("operator"), EventId.Of("43"));
        await run.Save();
        await run.Save();
        Metrics.PersistenceFailures.ShouldBeGreaterThanOrEqualTo(2);
        Lines.ExpectMsg<LogLine>().Text.ShouldStartWith($"The state of feed cannot be saved ({StateDatabase.Of(database.Options).Name}: ");
        await database.ComeBack();
        await database.Until(stored => stored.LastEventId == EventId.Of("43"));
        Lines.HasMessages.ShouldBeFalse("one line is enough");
    }

    private async Task StartsColdFromDamage(TemporaryDatabase database)
    {
        await using (var run = Start(database, Never))
        {
            Recovered().ShouldBeNull();
            Board.Publish(SavedStates.Full().State, EventId.Of("42"));
            await run.Save();
        }

        await database.Overwrite([1, 2, 3]);
        await using var next = Start(database, Never);
        Recovered().ShouldBeNull();
        Lines.ExpectMsg<LogLine>().Text.ShouldBe(
            $"The state of feed that {StateDatabase.Of(database.Options).Name} has cannot be used (NotAState): it starts cold");
        await next.Save();
        await database.Until(stored => stored.LastEventId == EventId.Of("42"));
    }
}
