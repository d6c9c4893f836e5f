using System.Collections.Concurrent;
using Akka.Actor;
using Akka.Hosting;
using PanelActors.Configuration;
using PanelActors.Persistence;
using PanelActors.State;
using PanelActors.Telemetry;

namespace PanelActors.Hosting;

/// <summary>The states of all sources across restarts, where the configuration says so.</summary>
internal sealed class StatePersistence(PanelActorsOptions options, TimeProvider time, PanelActorsMetrics metrics, ILoggerFactory logs)
{
    private static readonly TimeSpan MaxSave = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan LogInterval = TimeSpan.FromMinutes(5);

    private readonly StateDatabase? _database = options.Persistence.Enabled ? StateDatabase.Of(options.Persistence) : null;
    private readonly ILogger _log = logs.CreateLogger<StatePersistence>();
    // One for all sources: what a database does to one of them it does to all.
    private readonly LogThrottle _throttle = new(time, LogInterval);
    private readonly ConcurrentDictionary<StoreName, IActorRef> _actors = new();

    /// <summary>Whether states are saved.</summary>
    public bool IsEnabled => _database is not null;

    /// <summary>Makes the actor system able to save states.</summary>
    public void Configure(AkkaConfigurationBuilder akka)
    {
        if (_database is null) return;
        foreach (var setup in _database.Setups) akka.AddSetup(setup);
        akka.AddHocon(PanelSnapshotStore.Configuration, HoconAddMode.Prepend);
        if (_database.File is not null && StateFile.Check(_database, time.GetUtcNow()).Text is { } text)
            _log.LogWarning("{Text:l}", text);
    }

    /// <summary>
    /// Sends <paramref name="owner"/> the state that the previous run saved, and from then on saves what <paramref name="board"/> shows.
    /// Null where nothing is saved.
    /// </summary>
    public IActorRef? Start(ActorSystem system, SourceOptions source, StoreBoard board, IActorRef owner, string ownerName)
    {
        if (_database is null) return null;
        var settings = new StatePersistenceSettings(board, StoredState.OriginOf(source.Url), options.Persistence.Interval, _database.Name);
        var log = logs.CreateLogger<StatePersistenceActor>();
        // Not below the source's actor: what goes wrong here must not touch what runs there.
        return _actors[source.Name] = system.ActorOf(
            StatePersistenceActor.PropsOf(settings, owner, metrics.ForSource(source.Name.Text), _throttle, log), $"state-{ownerName}");
    }

    /// <summary>Saves a source's state a last time. When this is done, another actor may save the states of that source.</summary>
    public async Task StopAsync(StoreName source)
    {
        if (!_actors.TryRemove(source, out var actor)) return;
        try
        {
            await actor.Ask<SaveDone>(SaveNow.Instance, MaxSave);
        }
        catch (AskTimeoutException)
        {
            _log.LogWarning(
                "The state of {Source} could not be saved within {Seconds} s; the one before it remains", source, MaxSave.TotalSeconds);
        }

        try
        {
            await actor.GracefulStop(MaxSave);
        }
        catch (TaskCanceledException)
        {
            _log.LogWarning("The actor that saves the state of {Source} takes its time to stop; going on without it", source);
        }
    }

    /// <summary>Saves the states of all sources.</summary>
    /// <exception cref="OperationCanceledException">Not every state could be saved in time; the ones saved before remain.</exception>
    public Task SaveAllAsync(CancellationToken cancellation) =>
        Task.WhenAll(_actors.Values.Select(actor => actor.Ask<SaveDone>(SaveNow.Instance, cancellation)));
}
