using PanelActors.Configuration;

namespace PanelActors.History;

/// <summary>What is written to the database together: all of it or nothing.</summary>
internal sealed class HistoryBatch
{
    public List<HistoryEntry> Entries { get; } = [];

    /// <summary>Later ones of the same subject replace those before them.</summary>
    public List<StorePeriodRow> Periods { get; } = [];

    /// <summary>Notifications to be sent.</summary>
    public List<OutboxRow> Outbox { get; } = [];

    /// <summary>What receivers were notified of last. Later ones of the same subject replace those before them.</summary>
    public List<NotifiedRow> Notified { get; } = [];

    /// <summary>Numbers that are kept.</summary>
    public List<SampleRow> Samples { get; } = [];

    public bool IsEmpty => Entries.Count + Periods.Count + Outbox.Count + Notified.Count + Samples.Count == 0;

    /// <summary>
    /// Lets go of what is more than that of anything: of notifications the oldest, whose order says what came last, else the newest.
    /// </summary>
    /// <param name="most">How many of each are kept.</param>
    /// <param name="lost">Called for each entry that goes.</param>
    /// <param name="missed">Called for each number that goes.</param>
    /// <param name="unsent">Called for each notification that goes.</param>
    public void Bound(int most, Action<HistoryEntry> lost, Action<SampleRow> missed, Action<OutboxRow> unsent)
    {
        Shorten(Entries, most, lost);
        Shorten(Samples, most, missed);
        if (Outbox.Count > most)
        {
            foreach (var row in Outbox.Take(Outbox.Count - most)) unsent(row);
            Outbox.RemoveRange(0, Outbox.Count - most);
        }

        if (Notified.Count > most || Periods.Count > most) KeepLatest();
    }

    /// <summary>Adds all of another batch.</summary>
    public void Add(HistoryBatch other)
    {
        Entries.AddRange(other.Entries);
        Periods.AddRange(other.Periods);
        Outbox.AddRange(other.Outbox);
        Notified.AddRange(other.Notified);
        Samples.AddRange(other.Samples);
    }

    /// <summary>Drops of the periods, and of what receivers know, all that later ones replace: none of these add up.</summary>
    public void KeepLatest()
    {
        KeepLatest(Periods, static row => (row.Store, row.Kind, row.Name));
        KeepLatest(Notified, static row => (row.Receiver, row.Store, row.Name));
    }

    private static void KeepLatest<T, TKey>(List<T> rows, Func<T, TKey> keyOf)
        where TKey : notnull
    {
        if (rows.Count < 2) return;
        var latest = new Dictionary<TKey, T>();
        foreach (var row in rows) latest[keyOf(row)] = row;
        if (latest.Count == rows.Count) return;
        rows.Clear();
        rows.AddRange(latest.Values);
    }

    private static void Shorten<T>(List<T> list, int most, Action<T> lost)
    {
        if (list.Count <= most) return;
        foreach (var item in list.Skip(most)) lost(item);
        list.RemoveRange(most, list.Count - most);
    }
}

/// <summary>A notification that waits for its receiver.</summary>
/// <param name="Receiver">The name of the receiver.</param>
/// <param name="Number">Its place in the order of the receiver's notifications.</param>
/// <param name="Store">What it is about.</param>
/// <param name="Id">By which the receiver recognises it when it comes again.</param>
/// <param name="Created">When it was made.</param>
/// <param name="Body">What is sent.</param>
internal sealed record OutboxRow(string Receiver, long Number, string Store, string Id, DateTimeOffset Created, string Body);

/// <summary>What a receiver knows of one condition of a store.</summary>
/// <param name="Receiver">The name of the receiver.</param>
/// <param name="Store">The store.</param>
/// <param name="Name">The condition.</param>
/// <param name="Value">What it was when the receiver was notified of it last.</param>
/// <param name="Since">Since when.</param>
/// <param name="Title">What happened then, in a word or two; empty where an earlier version wrote the row.</param>
/// <param name="Detail">Why; empty where there was nothing to say.</param>
internal sealed record NotifiedRow(
    string Receiver, string Store, string Name, string Value, DateTimeOffset Since, string Title = "", string Detail = "");

/// <summary>A number that is kept.</summary>
/// <param name="Id">By which its samples name it.</param>
/// <param name="Store">The store.</param>
/// <param name="Path">The JSON pointer to it.</param>
/// <param name="Keep">How long its samples are kept.</param>
internal sealed record SeriesRow(long Id, StoreName Store, string Path, TimeSpan Keep);

/// <summary>One number over one step of a kept series.</summary>
/// <param name="Series">Which number.</param>
/// <param name="At">When the step began.</param>
/// <param name="Least">The smallest value.</param>
/// <param name="Most">The largest one.</param>
/// <param name="Last">The last one.</param>
internal sealed record SampleRow(SeriesRow Series, DateTimeOffset At, double Least, double Most, double Last);
