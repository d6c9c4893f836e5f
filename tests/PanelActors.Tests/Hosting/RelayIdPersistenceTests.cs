using Akka.TestKit.Xunit2;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using PanelActors.Configuration;
using PanelActors.Hosting;
using PanelActors.Persistence;
using PanelActors.Relay;
using PanelActors.Tests.Support;
using LogLevel = Microsoft.Extensions.Logging.LogLevel;

namespace PanelActors.Tests.Hosting;

/// <summary>Ids that grow over restarts, whatever became of the clock.</summary>
public sealed class RelayIdPersistenceTests : TestKit
{
    private static readonly DateTimeOffset Start = new(2024, 1, 1, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task Ids_grow_over_runs_whose_clock_was_set_back()
    {
        await using var database = TemporaryDatabase.InFile.Create();
        await GrowOverRuns(database);
    }

    [PostgresFact]
    public async Task Ids_grow_over_runs_whose_clock_was_set_back_in_PostgreSQL()
    {
        await using var database = await TemporaryDatabase.InPostgres.CreateAsync();
        await GrowOverRuns(database);
    }

    [Fact]
    public async Task What_is_reserved_is_never_less_than_before()
    {
        await using var database = TemporaryDatabase.InFile.Create();
        var reservation = new IdReservation(StateDatabase.Of(database.Options));
        (await reservation.ReadAsync(CancellationToken.None)).ShouldBe(0);
        foreach (var (written, kept) in new[] { (5L, 5L), (3L, 5L), (long.MaxValue, long.MaxValue) })
        {
            await reservation.WriteAsync(written, CancellationToken.None);
            (await reservation.ReadAsync(CancellationToken.None)).ShouldBe(kept);
        }
    }

    [Fact]
    public async Task To_look_makes_no_file()
    {
        await using var database = TemporaryDatabase.InFile.Create();
        (await new IdReservation(StateDatabase.Of(database.Options)).ReadAsync(CancellationToken.None)).ShouldBe(0);
        Directory.Exists(database.Folder).ShouldBeFalse();
    }

    [Fact]
    public async Task The_file_is_still_one_with_states_and_its_check_finds_nothing()
    {
        await using var database = TemporaryDatabase.InFile.Create();
        await Run(database.Options, Start);
        StateFile.Check(StateDatabase.Of(database.Options), Start).Text.ShouldBeNull();
        (await database.Rows()).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_database_that_does_not_answer_is_logged_once_and_ids_go_by_the_clock()
    {
        await using var database = TemporaryDatabase.InFile.Create();
        await database.GoAway();
        (await Run(database.Options, Start, new ProbeLog(TestActor))).ShouldBe(IdClock.Of(Start) + 1);
        ExpectMsg<LogLine>().ShouldSatisfyAllConditions(
            line => line.Level.ShouldBe(LogLevel.Warning), line => line.Text.ShouldStartWith("The ids of events cannot be reserved ("));
        ExpectNoMsg(TimeSpan.Zero);
    }

    [Fact]
    public async Task Where_nothing_is_saved_they_go_by_the_clock_and_nothing_is_logged()
    {
        (await Run(new PersistenceOptions { Enabled = false }, Start, new ProbeLog(TestActor))).ShouldBe(IdClock.Of(Start) + 1);
        ExpectNoMsg(TimeSpan.Zero);
    }

    private static async Task GrowOverRuns(TemporaryDatabase database)
    {
        var highest = 0L;
        foreach (var hours in new[] { 0, 0, -1, -1000, 1, -5 })
        {
            var start = await Run(database.Options, Start.AddHours(hours));
            start.ShouldBeGreaterThan(highest);
            // As far as a run may get before it has to reserve more.
            highest = start + (IdClock.Block / 2);
        }
    }

    // Where a log begins in a run of the daemon.
    private static async Task<long> Run(PersistenceOptions settings, DateTimeOffset now, ILogger? log = null)
    {
        var ids = new RelayIds();
        var options = new PanelActorsOptions { Persistence = settings };
        await using var persistence = new RelayIdPersistence(options, ids, new SetClock(now), new TypedLog(log ?? NullLogger.Instance));
        await persistence.StartAsync();
        return ids.Take().Begin(now) >> 12;
    }

    private sealed class TypedLog(ILogger inner) : ILogger<RelayIdPersistence>
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => inner.BeginScope(state);

        public bool IsEnabled(LogLevel logLevel) => inner.IsEnabled(logLevel);

        public void Log<TState>(
            LogLevel logLevel, Microsoft.Extensions.Logging.EventId eventId, TState state, Exception? exception,
            Func<TState, Exception?, string> formatter) =>
            inner.Log(logLevel, eventId, state, exception, formatter);
    }
}
