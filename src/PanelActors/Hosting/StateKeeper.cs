using System.Collections.Concurrent;
using Akka.Actor;
using Akka.Hosting;
using PanelActors.Configuration;
using PanelActors.Persistence;
using PanelActors.State;
using PanelActors.Telemetry;

namespace PanelActors.Hosting;

/// <summary>
/// Keeps the states of all sources across restarts, where the configuration says so, and saves the last ones at the stop.
/// </summary>
internal sealed class StateKeeper(PanelActorsOptions options, TimeProvider time, PanelActorsMetrics metrics, ILoggerFactory logs)
    : IHostedLifecycleService
{
    // Together with what the web server and the actor system take it has to stay below five seconds.
    private static readonly TimeSpan LongestLastSave = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan LogInterval = TimeSpan.FromMinutes(5);

    private readonly StateDatabase? _database = options.Persistence.Enabled ? StateDatabase.Of(options.Persistence) : null;
    private readonly ILogger _log = logs.CreateLogger<StateKeeper>();
    // One for all sources: what a database does to one of them it does to all.
    private readonly LogThrottle _throttle = new(time, LogInterval);
    private readonly ConcurrentDictionary<StoreName, IActorRef> _keepers = new();

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

    /// <summary>
    /// Starts to keep what <paramref name="board"/> shows; <paramref name="owner"/> is told what was kept before. Null where
    /// nothing is kept.
    /// </summary>
    public IActorRef? Keep(ActorSystem system, SourceOptions source, StoreBoard board, IActorRef owner, string ownerName)
    {
        if (_database is null) return null;
        var keeping = new StateKeeping(board, StoredState.OriginOf(source.Url), options.Persistence.Interval, _database.Name);
        var log = logs.CreateLogger<StatePersistenceActor>();
        // Not below the source's actor: what goes wrong here must not touch what runs there.
        return _keepers[source.Name] = system.ActorOf(
            StatePersistenceActor.PropsOf(keeping, owner, metrics.ForSource(source.Name.Text), _throttle, log), $"state-{ownerName}");
    }

    /// <summary>Saves a last time what is kept of a source, and stops keeping it. Done when another may keep it.</summary>
    public async Task ReleaseAsync(StoreName source)
    {
        if (!_keepers.TryRemove(source, out var keeper)) return;
        await SaveAsync([keeper], CancellationToken.None);
        try
        {
            await keeper.GracefulStop(LongestLastSave);
        }
        catch (TaskCanceledException)
        {
            _log.LogWarning("Who keeps the state of {Source} takes its time to stop; going on without it", source);
        }
    }

    // Before anything stops: what the web server's last requests take does not count against this.
    public Task StoppingAsync(CancellationToken cancellationToken) => SaveAsync(_keepers.Values, cancellationToken);

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private async Task SaveAsync(IEnumerable<IActorRef> keepers, CancellationToken cancellation)
    {
        try
        {
            await Task.WhenAll(keepers.Select(keeper => keeper.Ask<SaveDone>(SaveNow.Instance, LongestLastSave, cancellation)));
        }
        catch (Exception late) when (late is AskTimeoutException or OperationCanceledException)
        {
            _log.LogWarning("Not every state could be saved within {Seconds} s; the ones saved before remain", LongestLastSave.TotalSeconds);
        }
    }
}
