using PanelActors.Persistence;
using PanelActors.Sources;
using PanelActors.State;
using PanelActors.Tests.State;
using PanelActors.Tests.Support;


namespace PanelActors.Tests.Persistence;

public sealed class KeepingTests : KeepingTest
{
    [Fact]
    public Task A_state_is_kept_from_one_life_to_the_next() => InFile(KeepsFromLifeToLife);

    [PostgresFact]
    public Task A_state_is_kept_from_one_life_to_the_next_in_PostgreSQL() => InPostgres(KeepsFromLifeToLife);

    [Fact]
    public Task One_row_a_source_is_replaced_when_something_changed() => InFile(ReplacesItsRow);

    [PostgresFact]
    public Task One_row_a_source_is_replaced_when_something_changed_in_PostgreSQL() => InPostgres(ReplacesItsRow);

    [Fact]
    public Task A_database_that_is_away_at_the_start_is_told_once_and_used_when_it_comes_back() => InFile(BearsAbsenceAtTheStart);

    [PostgresFact]
    public Task A_PostgreSQL_that_is_away_at_the_start_is_told_once_and_used_when_it_comes_back() => InPostgres(BearsAbsenceAtTheStart);

    [Fact]
    public Task A_database_that_goes_away_later_is_told_once_and_used_when_it_comes_back() => InFile(BearsAbsenceLater);

    [PostgresFact]
    public Task A_PostgreSQL_that_goes_away_later_is_told_once_and_used_when_it_comes_back() => InPostgres(BearsAbsenceLater);

    [Fact]
    public Task What_cannot_be_used_is_told_and_overwritten() => InFile(StartsColdFromDamage);

    [PostgresFact]
    public Task What_cannot_be_used_is_told_and_overwritten_in_PostgreSQL() => InPostgres(StartsColdFromDamage);

    [Fact]
    public Task A_database_that_was_replaced_by_an_empty_one_is_filled_again() => InFile(async database =>
    {
        await using var life = Live(database, Often);
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
        await using var life = Live(database, Often);
        var applying = Applying.WithBaseline();
        for (var i = 0; i < 3; i++)
        {
            var id = $"{i}";
            Board.Publish(applying.Diff($$"""{"a":{{i}}}""", "5").State, EventId.Of(id));
            Kept.Describe(await database.Until(stored => stored.LastEventId == EventId.Of(id))).ShouldBe(Kept.Describe(new StoredState(applying.State, EventId.Of(id), Kept.Origin)));
        }
    });

    [Fact]
    public Task A_source_to_which_nothing_happened_overwrites_nothing() => InFile(async database =>
    {
        await using (var life = Live(database, Never))
        {
            Board.Publish(Kept.Full().State, EventId.Of("42"));
            await life.Save();
        }

        await using var next = Live(database, Never);
        Board.Publish(PanelState.Initial.RaiseNeed("operator"));
        await next.Save();
        (await database.Until(_ => true)).LastEventId.ShouldBe(EventId.Of("42"));
    });

    [Fact]
    public Task The_state_of_another_address_is_left_alone() => InFile(async database =>
    {
        await using (var life = Live(database, Never, "another"))
        {
            Board.Publish(Kept.Full().State, EventId.Of("42"));
            await life.Save();
        }

        Owner.ExpectMsg<StateRecovered>().Stored.ShouldBeNull();
        await using var next = Live(database, Never);
        Recovered().ShouldBeNull();
        Lines.ExpectMsg<LogLine>().ShouldBe(new LogLine(
            Microsoft.Extensions.Logging.LogLevel.Information, "feed has another address than the feed whose state was kept: it starts cold"));
    });

    [Fact]
    public Task A_state_of_another_source_is_not_mistaken() => InFile(async database =>
    {
        await using (var life = Live(database, Never))
        {
            Board.Publish(Kept.Full().State, EventId.Of("42"));
            await life.Save();
        }

        Owner.ExpectMsg<StateRecovered>();
        await using var next = Live(database, Never, board: new StoreBoard("feed2"));
        Recovered().ShouldBeNull();
    });

    [Fact]
    public Task Two_that_keep_the_same_state_are_told_once_and_go_on() => InFile(TellsOfAnother);

    [PostgresFact]
    public Task Two_that_keep_the_same_state_are_told_once_and_go_on_in_PostgreSQL() => InPostgres(TellsOfAnother);

    [PostgresFact]
    public Task What_cannot_be_written_can_still_be_read() => InPostgres(async database =>
    {
        await using (var life = Live(database, Never))
        {
            Recovered().ShouldBeNull();
            Board.Publish(Kept.Full().State, EventId.Of("42"));
            await life.Save();
        }

        await ((TemporaryDatabase.InPostgres)database).SetReadOnly(true);
        await using var next = Live(database, Never);
        Recovered().ShouldNotBeNull().LastEventId.ShouldBe(EventId.Of("42"));
        Lines.HasMessages.ShouldBeFalse();
    });

    private async Task TellsOfAnother(TemporaryDatabase database)
    {
        await using var life = Live(database, Never);
        Recovered().ShouldBeNull();
        await using var other = Live(database, Never);
        Recovered().ShouldBeNull();
        for (var i = 0; i < 6; i++)
        {
            Board.Publish(Kept.Full().State.RaiseNeed($"{i}"), EventId.Of($"{i}"));
            await (i % 2 == 0 ? life : other).Save();
            (await database.Until(_ => true)).LastEventId.ShouldBe(EventId.Of($"{i}"));
        }

        var name = StateDatabase.Of(database.Options).Name;
        Lines.ExpectMsg<LogLine>().Text.ShouldBe(
            $"Another process saves the state of feed into {name}, and a restart takes up whichever came last: give each its own");
        Lines.HasMessages.ShouldBeFalse("one line is enough");
        Metrics.PersistenceFailures.ShouldBe(0);
    }

    private async Task KeepsFromLifeToLife(TemporaryDatabase database)
    {
        await using (var life = Live(database, Never))
        {
            Recovered().ShouldBeNull();
            Board.Publish(Kept.Full().State, EventId.Of("42"));
            await life.Save();
        }

        await using var next = Live(database, Never);
        Kept.Describe(Recovered().ShouldNotBeNull()).ShouldBe(Kept.Describe(Kept.Full()));
        Metrics.PersistenceFailures.ShouldBe(0);
        Lines.HasMessages.ShouldBeFalse();
    }

    private async Task ReplacesItsRow(TemporaryDatabase database)
    {
        await using var life = Live(database, Never);
        await life.Save();
        (await database.Rows()).ShouldBeEmpty();

        Board.Publish(Kept.Full().State, EventId.Of("42"));
        await life.Save();
        var first = (await database.Rows()).ShouldHaveSingleItem();
        await life.Save();
        (await database.Rows()).ShouldHaveSingleItem().Created.ShouldBe(first.Created);

        Board.Publish(Kept.Full().State.RaiseNeed("operator"), EventId.Of("43"));
        await life.Save();
        var second = (await database.Rows()).ShouldHaveSingleItem();
        (second.Id, second.Created == first.Created).ShouldBe((first.Id, false));
        StateCodec.Decode(second.State, out var stored).ShouldBe(StateFault.None);
        (stored!.LastEventId, stored.State.Need.LastReason).ShouldBe((EventId.Of("43"), "operator"));
    }

    private async Task BearsAbsenceAtTheStart(TemporaryDatabase database)
    {
        await database.GoAway();
        await using var life = Live(database, Often);
        Recovered().ShouldBeNull();
        Lines.ExpectMsg<LogLine>().Text.ShouldStartWith($"The state of feed cannot be read ({StateDatabase.Of(database.Options).Name}: ");
        await life.Save();

        Board.Publish(Kept.Full().State, EventId.Of("42"));
        await database.ComeBack();
        await database.Until(stored => stored.LastEventId == EventId.Of("42"));
        Metrics.PersistenceFailures.ShouldBeGreaterThan(0);
        Lines.HasMessages.ShouldBeFalse("one line is enough");
    }

    private async Task BearsAbsenceLater(TemporaryDatabase database)
    {
        await using var life = Live(database, Often);
        Recovered().ShouldBeNull();
        Board.Publish(Kept.Full().State, EventId.Of("42"));
        await life.Save();
        await database.GoAway();

        Board.Publish(Kept.Full().State.RaiseNeed("operator"), EventId.Of("43"));
        await life.Save();
        await life.Save();
        Metrics.PersistenceFailures.ShouldBeGreaterThanOrEqualTo(2);
        Lines.ExpectMsg<LogLine>().Text.ShouldStartWith($"The state of feed cannot be saved ({StateDatabase.Of(database.Options).Name}: ");
        await database.ComeBack();
        await database.Until(stored => stored.LastEventId == EventId.Of("43"));
        Lines.HasMessages.ShouldBeFalse("one line is enough");
    }

    private async Task StartsColdFromDamage(TemporaryDatabase database)
    {
        await using (var life = Live(database, Never))
        {
            Recovered().ShouldBeNull();
            Board.Publish(Kept.Full().State, EventId.Of("42"));
            await life.Save();
        }

        await database.Overwrite([1, 2, 3]);
        await using var next = Live(database, Never);
        Recovered().ShouldBeNull();
        Lines.ExpectMsg<LogLine>().Text.ShouldBe($"What {StateDatabase.Of(database.Options).Name} keeps of feed cannot be used (NotAState): it starts cold");
        await next.Save();
        await database.Until(stored => stored.LastEventId == EventId.Of("42"));
    }
}
