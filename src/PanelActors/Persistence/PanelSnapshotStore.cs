using System.Diagnostics.CodeAnalysis;
using Akka.Configuration;
using Akka.Persistence;
using Akka.Persistence.Sql.Snapshot;

namespace PanelActors.Persistence;

/// <summary>
/// The snapshot store of Akka.Persistence.Sql over a <see cref="StateDatabase"/>, whose table is made when it is first
/// needed. One piece of work at a time: SQLite has one writer, and whoever has to wait for it blocks a thread.
/// </summary>
[SuppressMessage("Reliability", "CA1001", Justification = "Its semaphore holds no handle, and work that is under way releases it after the actor has stopped.")]
public sealed class PanelSnapshotStore : SqlSnapshotStore
{
    /// <summary>The lines that make an actor system keep states, beside the database in its setup.</summary>
    public const string Configuration = $$"""
        akka.persistence {
          journal-plugin-fallback.recovery-event-timeout = 4s
          snapshot-store.plugin = "akka.persistence.snapshot-store.sql"
          snapshot-store.sql {
            class = "PanelActors.Persistence.PanelSnapshotStore, panelactors"
            auto-initialize = off
            default.snapshot.table-name = {{StateDatabase.Table}}
            circuit-breaker { max-failures = 5, call-timeout = 10s, reset-timeout = 5s }
          }
        }
        """;

    private readonly SemaphoreSlim _gate = new(1);
    private readonly StateDatabase _database;
    private bool _created;

    /// <summary>Made by Akka.Persistence, with the configuration above.</summary>
    /// <exception cref="InvalidOperationException">The actor system's setup has no <see cref="StateDatabase"/>.</exception>
    public PanelSnapshotStore(Config config)
        : base(config)
    {
        _database = Context.System.Settings.Setup.Get<StateDatabase>().GetOrElse(null!)
            ?? throw new InvalidOperationException("The actor system was set up without a database for states.");
    }

    // One plain query: to compile the one of the base class takes as long as the rest of the start, and the start waits
    // for it. There is no history that any criteria could select from.
    /// <inheritdoc/>
    protected override Task<SelectedSnapshot?> LoadAsync(
        string persistenceId, SnapshotSelectionCriteria criteria, CancellationToken cancellationToken) =>
        InTurnAsync(
            async () => await _database.ReadAsync(persistenceId, cancellationToken).ConfigureAwait(false) is { } found
                ? new SelectedSnapshot(new SnapshotMetadata(persistenceId, found.SequenceNumber, new DateTime(found.Created, DateTimeKind.Utc)), found.Snapshot)
                : null,
            cancellationToken);

    /// <inheritdoc/>
    protected override Task SaveAsync(SnapshotMetadata metadata, object snapshot, CancellationToken cancellationToken) =>
        InTurnAsync(
            async () =>
            {
                await base.SaveAsync(metadata, snapshot, cancellationToken).ConfigureAwait(false);
                return true;
            },
            cancellationToken);

    private async Task<T> InTurnAsync<T>(Func<Task<T>> work, CancellationToken cancellation)
    {
        await _gate.WaitAsync(cancellation).ConfigureAwait(false);
        try
        {
            if (!_created) await _database.CreateAsync(cancellation).ConfigureAwait(false);
            // What fails may do so because the table is gone, or the whole database was replaced.
            _created = false;
            var result = await work().ConfigureAwait(false);
            _created = true;
            return result;
        }
        finally
        {
            _gate.Release();
        }
    }
}
