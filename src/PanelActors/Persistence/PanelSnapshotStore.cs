using System.Collections.Concurrent;
using System.Data.Common;
using System.Diagnostics.CodeAnalysis;
using Akka.Persistence;
using Akka.Persistence.Snapshot;

namespace PanelActors.Persistence;

/// <summary>
/// The snapshot store over a <see cref="StateDatabase"/>, whose table is made when it is first needed. It replaces the one row of a
/// persistence id and never deletes one. One piece of work at a time, on threads that may wait: SQLite has one writer, and waiting for it
/// blocks a thread.
/// </summary>
[SuppressMessage(
    "Reliability", "CA1001",
    Justification = "Its semaphore holds no handle, and work that is under way releases it after the actor has stopped.")]
internal sealed class PanelSnapshotStore : SnapshotStore
{
    /// <summary>How long one piece of work may take; a save that takes longer may still arrive.</summary>
    public static readonly TimeSpan MaxWork = TimeSpan.FromSeconds(10);

    // A circuit breaker that opens would hide the true reason behind its own, and the base class logs it, stack and all, with each save.
    // There is nothing to protect: each source has one save under way, and they wait for each other.
    /// <summary>What an actor system that saves states has in its configuration, beside the database in its setup.</summary>
    public const string Configuration = """
        akka.persistence {
          journal-plugin-fallback.recovery-event-timeout = 4s
          snapshot-store.plugin = "akka.persistence.snapshot-store.panelactors"
          snapshot-store.panelactors {
            class = "PanelActors.Persistence.PanelSnapshotStore, panelactors"
            circuit-breaker { max-failures = 2147483647, call-timeout = 10s, reset-timeout = 5s }
          }
        }
        """;

    private readonly SemaphoreSlim _gate = new(1);
    private readonly StateDatabase _database;
    private readonly Dictionary<string, RowStamps> _rows = [];
    private readonly ConcurrentDictionary<string, bool> _foreign = new();
    private bool _created;

    /// <summary>Made by Akka.Persistence, with the configuration above.</summary>
    /// <exception cref="InvalidOperationException">The actor system's setup has no <see cref="StateDatabase"/>.</exception>
    public PanelSnapshotStore() => _database = Context.System.Settings.Setup.Get<StateDatabase>().GetOrElse(null!)
        ?? throw new InvalidOperationException("The actor system was set up without a database for states.");

    // There is no history that any criteria could select from.
    /// <inheritdoc/>
    protected override Task<SelectedSnapshot?> LoadAsync(
        string persistenceId, SnapshotSelectionCriteria criteria, CancellationToken cancellationToken) =>
        InTurnAsync(() => LoadAsync(persistenceId, cancellationToken), cancellationToken);

    /// <inheritdoc/>
    protected override Task SaveAsync(SnapshotMetadata metadata, object snapshot, CancellationToken cancellationToken) =>
        InTurnAsync(() => SaveAsync(metadata, (byte[])snapshot, cancellationToken), cancellationToken);

    // The base class cleans up after a save that failed, but the one row has the state that was saved before.
    /// <inheritdoc/>
    protected override Task DeleteAsync(SnapshotMetadata metadata, CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Nothing asks for it.</summary>
    /// <exception cref="NotSupportedException">Always.</exception>
    protected override Task DeleteAsync(string persistenceId, SnapshotSelectionCriteria criteria, CancellationToken cancellationToken) =>
        throw new NotSupportedException("States are replaced, never deleted.");

    // Comes before the same message goes to the sender.
    /// <inheritdoc/>
    protected override bool ReceivePluginInternal(object message)
    {
        var id = message switch
        {
            SaveSnapshotSuccess saved => saved.Metadata.PersistenceId,
            SaveSnapshotFailure failed => failed.Metadata.PersistenceId,
            _ => null,
        };
        if (id is null) return false;
        if (_foreign.TryRemove(id, out _)) Sender.Tell(SavedByAnother.Instance, Self);
        return true;
    }

    private async Task<SelectedSnapshot?> LoadAsync(string id, CancellationToken cancellation)
    {
        var found = await ReadAsync(id, cancellation);
        _rows[id] = _rows.TryGetValue(id, out var row) ? row.Read(found?.Stamp) : RowStamps.Of(found?.Stamp);
        return found is var (stamp, snapshot)
            ? new SelectedSnapshot(new SnapshotMetadata(id, sequenceNr: 0, new DateTime(stamp, DateTimeKind.Utc)), snapshot)
            : null;
    }

    private async Task<(long Stamp, byte[] Snapshot)?> ReadAsync(string id, CancellationToken cancellation)
    {
        try
        {
            return await _database.ReadAsync(id, cancellation);
        }
        catch (DbException)
        {
            // Only now, since what can be read cannot always be written.
            await _database.CreateAsync(cancellation);
            return await _database.ReadAsync(id, cancellation);
        }
    }

    private async Task<bool> SaveAsync(SnapshotMetadata metadata, byte[] snapshot, CancellationToken cancellation)
    {
        if (!_created) await _database.CreateAsync(cancellation);
        // A save may fail because the table is gone, or because the whole database was replaced.
        _created = false;
        var id = metadata.PersistenceId;
        var found = await _database.ReadStampAsync(id, cancellation);
        if (!_rows.TryGetValue(id, out var row)) row = RowStamps.Of(found);
        var isForeign = row.IsForeign(found);
        row = _rows[id] = row.Next(metadata.Timestamp, found);
        var isSaved = await _database.WriteAsync(id, row.Newest, snapshot, cancellation);
        if (isForeign || !isSaved) _foreign[id] = true;
        if (!isSaved) throw new InvalidOperationException("another process saved a newer one meanwhile");
        _rows[id] = row.Saved();
        return _created = true;
    }

    private async Task<T> InTurnAsync<T>(Func<Task<T>> work, CancellationToken cancellation)
    {
        await _gate.WaitAsync(cancellation);
        try
        {
            return await Task.Run(work, cancellation);
        }
        finally
        {
            _gate.Release();
        }
    }
}
