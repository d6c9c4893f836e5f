using Akka.Actor;
using Akka.Actor.Setup;
using Akka.Persistence;
using Akka.TestKit;
using Akka.TestKit.Xunit2;
using PanelActors.Persistence;
using PanelActors.Sources;
using PanelActors.State;
using PanelActors.Telemetry;
using PanelActors.Tests.Support;

namespace PanelActors.Tests.Persistence;

/// <summary>The actor that saves a state, over the real snapshot store and a real database, in one run after another.</summary>
public abstract class StatePersistenceTest : TestKit
{
    protected static readonly TimeSpan Never = TimeSpan.FromHours(1);
    protected static readonly TimeSpan Often = TimeSpan.FromMilliseconds(20);

    private const string Quiet = "akka.loglevel = OFF\nakka.stdout-loglevel = OFF\n";

    private readonly LogThrottle _throttle = new(TimeProvider.System, Never);

    protected StatePersistenceTest()
        : base(Quiet) => (Owner, Lines) = (CreateTestProbe(), CreateTestProbe());

    private protected StoreBoard Board { get; } = new("feed");

    private protected SourceMetrics Metrics { get; } = new("feed", null);

    protected TestProbe Owner { get; }

    protected TestProbe Lines { get; }

    private protected static async Task InFile(Func<TemporaryDatabase, Task> test)
    {
        await using var database = TemporaryDatabase.InFile.Create();
        await test(database);
    }

    private protected static async Task InPostgres(Func<TemporaryDatabase, Task> test)
    {
        await using var database = await TemporaryDatabase.InPostgres.CreateAsync();
        await test(database);
    }

    private protected StoredState? Recovered() => Owner.ExpectMsg<StateRecovered>(ScriptedUpstream.Patience).Stored;

    private protected Run Start(TemporaryDatabase database, TimeSpan interval, string origin = SavedStates.Origin, StoreBoard? board = null)
    {
        var states = StateDatabase.Of(database.Options);
        var setup = BootstrapSetup.Create()
            .WithConfig(Akka.Configuration.ConfigurationFactory.ParseString(Quiet + PanelSnapshotStore.Configuration));
        var system = ActorSystem.Create("run", ActorSystemSetup.Create([setup, .. states.Setups]));
        var settings = new StatePersistenceSettings(board ?? Board, origin, interval, states.Name);
        var (owner, log) = (Owner.Ref, new ProbeLog(Lines.Ref));
        return new Run(system, system.ActorOf(StatePersistenceActor.PropsOf(settings, owner, Metrics, _throttle, log)));
    }

    /// <summary>A run of the process, as far as a state's persistence can tell.</summary>
    protected sealed class Run(ActorSystem system, IActorRef persistence) : IAsyncDisposable
    {
        /// <summary>Has the state saved that the board shows now; done when that was tried.</summary>
        internal Task<SaveDone> Save() => persistence.Ask<SaveDone>(SaveNow.Instance).WaitAsync(ScriptedUpstream.Patience);

        /// <summary>Done when the store has done all that it was asked for before.</summary>
        public Task Settle() => Akka.Persistence.Persistence.Instance.Apply(system).SnapshotStoreFor(null)
            .Ask<object>(new LoadSnapshot("another", SnapshotSelectionCriteria.Latest, long.MaxValue)).WaitAsync(ScriptedUpstream.Patience);

        public async ValueTask DisposeAsync() => await system.Terminate().WaitAsync(ScriptedUpstream.Patience);
    }
}
