using Akka.Actor;
using Akka.Actor.Setup;
using Akka.TestKit;
using Akka.TestKit.Xunit2;
using PanelActors.Persistence;
using PanelActors.State;
using PanelActors.Telemetry;
using PanelActors.Tests.State;
using PanelActors.Tests.Support;

namespace PanelActors.Tests.Persistence;

/// <summary>The actor that keeps a state, over the real snapshot store and a real database.</summary>
public sealed class KeepingTests : TestKit
{
    private static readonly TimeSpan Never = TimeSpan.FromHours(1);
    private static readonly TimeSpan Often = TimeSpan.FromMilliseconds(20);

    private readonly StoreBoard _board = new("feed");
    private readonly SourceMetrics _metrics = new("feed", null);
    private readonly TestProbe _owner;
    private readonly TestProbe _log;

    public KeepingTests()
        : base("akka.loglevel = OFF\nakka.stdout-loglevel = OFF") => (_owner, _log) = (CreateTestProbe(), CreateTestProbe());

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
        _board.Publish(Applying.WithBaseline().State, "1");
        await database.Until(stored => stored.LastEventId == "1");
        File.Delete(((TemporaryDatabase.InFile)database).File);
        _board.Publish(Applying.WithBaseline().State, "2");
        await database.Until(stored => stored.LastEventId == "2");
    });

    [Fact]
    public Task A_changed_state_is_saved_at_each_interval_without_being_asked() => InFile(async database =>
    {
        await using var life = Live(database, Often);
        var applying = Applying.WithBaseline();
        for (var i = 0; i < 3; i++)
        {
            var id = $"{i}";
            _board.Publish(applying.Diff($$"""{"a":{{i}}}""", "5").State, id);
            Kept.Describe(await database.Until(stored => stored.LastEventId == id)).ShouldBe(Kept.Describe(new StoredState(applying.State, id, Kept.Origin)));
        }
    });

    [Fact]
    public Task A_source_to_which_nothing_happened_overwrites_nothing() => InFile(async database =>
    {
        await using (var life = Live(database, Never))
        {
            _board.Publish(Kept.Full().State, "42");
            await life.Save();
        }

        await using var next = Live(database, Never);
        _board.Publish(PanelState.Initial.RaiseNeed("operator"));
        await next.Save();
        (await database.Until(_ => true)).LastEventId.ShouldBe("42");
    });

    [Fact]
    public Task The_state_of_another_address_is_left_alone() => InFile(async database =>
    {
        await using (var life = Live(database, Never, "another"))
        {
            _board.Publish(Kept.Full().State, "42");
            await life.Save();
        }

        _owner.ExpectMsg<StateRecovered>().Stored.ShouldBeNull();
        await using var next = Live(database, Never);
        Recovered().ShouldBeNull();
        _log.ExpectMsg<LogLine>().ShouldBe(new LogLine(
            Microsoft.Extensions.Logging.LogLevel.Information, "feed has another address than the feed whose state was kept: it starts cold"));
    });

    [Fact]
    public Task A_state_of_another_source_is_not_mistaken() => InFile(async database =>
    {
        await using (var life = Live(database, Never))
        {
            _board.Publish(Kept.Full().State, "42");
            await life.Save();
        }

        _owner.ExpectMsg<StateRecovered>();
        await using var next = Live(database, Never, board: new StoreBoard("feed2"));
        Recovered().ShouldBeNull();
    });

    private async Task KeepsFromLifeToLife(TemporaryDatabase database)
    {
        await using (var life = Live(database, Never))
        {
            Recovered().ShouldBeNull();
            _board.Publish(Kept.Full().State, "42");
            await life.Save();
        }

        await using var next = Live(database, Never);
        Kept.Describe(Recovered().ShouldNotBeNull()).ShouldBe(Kept.Describe(Kept.Full()));
        _metrics.PersistenceFailures.ShouldBe(0);
        _log.HasMessages.ShouldBeFalse();
    }

    private async Task ReplacesItsRow(TemporaryDatabase database)
    {
        await using var life = Live(database, Never);
        await life.Save();
        (await database.Rows()).ShouldBeEmpty();

        _board.Publish(Kept.Full().State, "42");
        await life.Save();
        var first = (await database.Rows()).ShouldHaveSingleItem();
        await life.Save();
        (await database.Rows()).ShouldHaveSingleItem().Created.ShouldBe(first.Created);

        _board.Publish(Kept.Full().State.RaiseNeed("operator"), "43");
        await life.Save();
        var second = (await database.Rows()).ShouldHaveSingleItem();
        (second.Id, second.Created == first.Created).ShouldBe((first.Id, false));
        StateCodec.Decode(second.State, out var stored).ShouldBe(StateFault.None);
        (stored!.LastEventId, stored.State.Need.LastReason).ShouldBe(("43", "operator"));
    }

    private async Task BearsAbsenceAtTheStart(TemporaryDatabase database)
    {
        await database.GoAway();
        await using var life = Live(database, Often);
        Recovered().ShouldBeNull();
        _log.ExpectMsg<LogLine>().Text.ShouldStartWith($"The state of feed cannot be read ({StateDatabase.Of(database.Options).Name}: ");
        await life.Save();

        _board.Publish(Kept.Full().State, "42");
        await database.ComeBack();
        await database.Until(stored => stored.LastEventId == "42");
        _metrics.PersistenceFailures.ShouldBeGreaterThan(0);
        _log.HasMessages.ShouldBeFalse("one line is enough");
    }

    private async Task BearsAbsenceLater(TemporaryDatabase database)
    {
        await using var life = Live(database, Often);
        Recovered().ShouldBeNull();
        _board.Publish(Kept.Full().State, "42");
        await life.Save();
        await database.GoAway();

        _board.Publish(Kept.Full().State.RaiseNeed("operator"), "43");
        await life.Save();
        await life.Save();
        _metrics.PersistenceFailures.ShouldBeGreaterThanOrEqualTo(2);
        _log.ExpectMsg<LogLine>().Text.ShouldStartWith($"The state of feed cannot be saved ({StateDatabase.Of(database.Options).Name}: ");
        await database.ComeBack();
        await database.Until(stored => stored.LastEventId == "43");
        _log.HasMessages.ShouldBeFalse("one line is enough");
    }

    private async Task StartsColdFromDamage(TemporaryDatabase database)
    {
        await using (var life = Live(database, Never))
        {
            Recovered().ShouldBeNull();
            _board.Publish(Kept.Full().State, "42");
            await life.Save();
        }

        await database.Overwrite([1, 2, 3]);
        await using var next = Live(database, Never);
        Recovered().ShouldBeNull();
        _log.ExpectMsg<LogLine>().Text.ShouldBe($"What {StateDatabase.Of(database.Options).Name} keeps of feed cannot be used (NotAState): it starts cold");
        await next.Save();
        await database.Until(stored => stored.LastEventId == "42");
    }

    private static async Task InFile(Func<TemporaryDatabase, Task> test)
    {
        await using var database = TemporaryDatabase.InFile.Create();
        await test(database);
    }

    private static async Task InPostgres(Func<TemporaryDatabase, Task> test)
    {
        await using var database = await TemporaryDatabase.InPostgres.CreateAsync();
        await test(database);
    }

    private StoredState? Recovered() => _owner.ExpectMsg<StateRecovered>(ScriptedUpstream.Patience).Stored;

    private Life Live(TemporaryDatabase database, TimeSpan interval, string origin = Kept.Origin, StoreBoard? board = null)
    {
        var states = StateDatabase.Of(database.Options);
        var setup = BootstrapSetup.Create()
            .WithConfig(Akka.Configuration.ConfigurationFactory.ParseString("akka.loglevel = OFF\nakka.stdout-loglevel = OFF\n" + PanelSnapshotStore.Configuration));
        var system = ActorSystem.Create("life", ActorSystemSetup.Create([setup, .. states.Setups]));
        var keeping = new StateKeeping(board ?? _board, origin, interval, states.Name);
        var (owner, log, throttle) = (_owner.Ref, new ProbeLog(_log.Ref), new LogThrottle(TimeProvider.System, Never));
        return new Life(system, system.ActorOf(StatePersistenceActor.PropsOf(keeping, owner, _metrics, throttle, log)));
    }

    /// <summary>A life of the process, as far as the state's keeper can tell.</summary>
    private sealed class Life(ActorSystem system, IActorRef keeper) : IAsyncDisposable
    {
        /// <summary>Has the state saved that the board shows now; done when that was tried.</summary>
        public Task<SaveDone> Save() => keeper.Ask<SaveDone>(SaveNow.Instance).WaitAsync(ScriptedUpstream.Patience);

        public async ValueTask DisposeAsync() => await system.Terminate().WaitAsync(ScriptedUpstream.Patience);
    }
}
