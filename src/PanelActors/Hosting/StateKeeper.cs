using Akka.Actor;
using Akka.Hosting;
using PanelActors.Configuration;
using PanelActors.Persistence;
using PanelActors.State;
using PanelActors.Telemetry;

namespace PanelActors.Hosting;

/// <summary>Keeps the states of all sources across restarts, where the configuration says so, and saves the last ones at the stop.</summary>
internal sealed class StateKeeper(PanelActorsOptions options, TimeProvider time, PanelActorsMetrics metrics, ILoggerFactory logs) : IHostedLifecycleService
{
    // Together with what the web server and the actor system take it has to stay below five seconds.
    private static readonly TimeSpan LongestLastSave = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan LogInterval = TimeSpan.FromMinutes(5);

    private readonly StateDatabase? _database = options.Persistence.Enabled ? StateDatabase.Of(options.Persistence) : null;
    private readonly ILogger _log = logs.CreateLogger<StateKeeper>();
    private readonly List<IActorRef> _keepers = [];

    /// <summary>Whether states are kept.</summary>
    public bool IsEnabled => _database is not null;

    /// <summary>Makes the actor system able to keep states.</summary>
    public void Configure(AkkaConfigurationBuilder akka)
    {
        if (_database is null) return;
        foreach (var setup in _database.Setups) akka.AddSetup(setup);
        akka.AddHocon(PanelSnapshotStore.Configuration, HoconAddMode.Prepend);
        if (_database.File is not null && StateFile.Check(_database, time.GetUtcNow()).Text is { } text) _log.LogWarning("{Text:l}", text);
    }

    /// <summary>Starts to keep what <paramref name="board"/> shows; <paramref name="source"/> is told what was kept before.</summary>
    public void Keep(ActorSystem system, SourceOptions source, StoreBoard board, IActorRef owner)
    {
        var keeping = new StateKeeping(board, StoredState.OriginOf(source.Url), options.Persistence.Interval, _database!.Name);
        var log = logs.CreateLogger<StatePersistenceActor>();
        // Not below the source's actor: what goes wrong here must not touch what runs there.
        _keepers.Add(system.ActorOf(
            StatePersistenceActor.PropsOf(keeping, owner, metrics.ForSource(source.Name), new LogThrottle(time, LogInterval), log), $"state-{source.Name}"));
    }

    // Before anything stops: what the web server's last requests take does not count against this.
    public async Task StoppingAsync(CancellationToken cancellationToken)
    {
        try
        {
            await Task.WhenAll(_keepers.Select(keeper => keeper.Ask<SaveDone>(SaveNow.Instance, LongestLastSave, cancellationToken)));
        }
        catch (Exception late) when (late is AskTimeoutException or OperationCanceledException)
        {
            _log.LogWarning("Not every state could be saved within {Seconds} s; the ones saved before remain", LongestLastSave.TotalSeconds);
        }
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
