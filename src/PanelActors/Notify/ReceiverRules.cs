using PanelActors.Configuration;
using PanelActors.History;

namespace PanelActors.Notify;

/// <summary>
/// Decides what one receiver is notified of: of each condition that becomes one of those it wants, holds long enough and is not what the
/// receiver was notified of last. What is good again ends that, also where the receiver does not want to know; what an Alertmanager shows
/// is ended by anything else too. Not safe for concurrent use.
/// </summary>
/// <param name="receiver">What it wants.</param>
/// <param name="known">What it was notified of last.</param>
internal sealed class ReceiverRules(NotifyOptions receiver, IEnumerable<NotifiedRow> known)
{
    private readonly Dictionary<(string Store, string Name), NotifiedRow> _known = known.ToDictionary(static row => (row.Store, row.Name));
    private readonly Dictionary<(string Store, string Name), Pending> _pending = [];
    private readonly List<NotifiedRow> _changes = [];

    /// <summary>What it wants. What it was notified of stays known when that changes.</summary>
    public NotifyOptions Receiver { get; set; } = receiver;

    /// <summary>What the receiver was notified of, wants to know, and is not good again.</summary>
    public IEnumerable<NotifiedRow> Active =>
        _known.Values.Where(row => IsAlert(row) && Condition.IsStoreOf(Receiver, new StoreName(row.Store)));

    /// <summary>Takes what happened. Answers with what is due at once.</summary>
    public IEnumerable<Notification> Take(HistoryEntry entry, DateTimeOffset now)
    {
        if (!Condition.IsStoreOf(Receiver, entry.Store)) yield break;
        var condition = Condition.Of(entry);
        if (condition.Name.Length == 0)
        {
            if (condition.IsWantedBy(Receiver)) yield return new Notification(entry, condition, null);
            yield break;
        }

        var key = (HistoryTable.KeyOf(entry.Store), condition.Name);
        // It holds since it was so first, however often that is said.
        if (_pending.TryGetValue(key, out var pending) && pending.Condition.Value == condition.Value) yield break;
        _pending.Remove(key);
        var before = _known.GetValueOrDefault(key);
        if (before?.Value == condition.Value) yield break;
        var ends = condition.IsGood || (IsAlertmanager && condition.IsKnown && before is not null && IsAlert(before));
        if (!ends && !condition.IsWantedBy(Receiver)) yield break;
        // A store that is well from the beginning is as expected.
        if (before is null && condition.IsGood)
        {
            Know(key, condition, entry);
            yield break;
        }

        _pending[key] = new Pending(entry, condition);
        foreach (var due in Due(now, key)) yield return due;
    }

    /// <summary>What has held for long enough by now.</summary>
    public IReadOnlyList<Notification> Due(DateTimeOffset now) => [.. _pending.Keys.ToArray().SelectMany(key => Due(now, key))];

    /// <summary>What the receiver was notified of since the last call.</summary>
    public IReadOnlyList<NotifiedRow> TakeChanges()
    {
        NotifiedRow[] changes = [.. _changes];
        _changes.Clear();
        return changes;
    }

    private IEnumerable<Notification> Due(DateTimeOffset now, (string Store, string Name) key)
    {
        if (!_pending.TryGetValue(key, out var pending)) yield break;
        // A clock that was set back must not hold it for longer.
        var held = now - pending.Entry.At;
        if (held >= TimeSpan.Zero && held < (Receiver.After ?? TimeSpan.Zero)) yield break;
        _pending.Remove(key);
        var before = _known.GetValueOrDefault(key);
        Know(key, pending.Condition, pending.Entry);
        var isDue = IsAlertmanager
            ? (before is not null && IsAlert(before)) || pending.Condition.IsAlertFor(Receiver)
            : pending.Condition.IsWantedBy(Receiver);
        if (isDue) yield return new Notification(pending.Entry, pending.Condition, before);
    }

    private bool IsAlertmanager => Receiver.Format == NotifyFormat.Alertmanager;

    private bool IsAlert(NotifiedRow row) => new Condition(row.Name, row.Value).IsAlertFor(Receiver);

    private void Know((string Store, string Name) key, Condition condition, HistoryEntry entry)
    {
        var row = new NotifiedRow(Receiver.Name, key.Store, key.Name, condition.Value, entry.At, entry.Title, entry.Detail);
        _known[key] = row;
        _changes.Add(row);
    }

    private sealed record Pending(HistoryEntry Entry, Condition Condition);
}

/// <summary>What a receiver is to be notified of.</summary>
/// <param name="Entry">What happened.</param>
/// <param name="Condition">What it says of which condition.</param>
/// <param name="Before">What the receiver was notified of before; null for nothing.</param>
internal sealed record Notification(HistoryEntry Entry, Condition Condition, NotifiedRow? Before);
