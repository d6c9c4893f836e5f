using System.Buffers.Binary;
using System.IO.Hashing;
using System.Text;
using PanelActors.Configuration;
using PanelActors.Telemetry;

namespace PanelActors.History;

/// <summary>
/// The numbers that go to the database: sums each up over its own steps, and offers those that are whole to the writer. It follows behind
/// the present, so that what turns out to be silence is a gap here too. One thread samples.
/// </summary>
internal sealed class KeptSeries(SeriesOptions options, SeriesBook book, HistoryWriter writer, HistoryMetrics metrics)
{
    private readonly KeptRule[] _rules = [.. options.Keep.Select(kept => new KeptRule(kept, options.MaxLeaves))];

    /// <summary>
    /// The entry of the configuration by which a number is read from a time on; null for none. Of those that reach as far back, the finest;
    /// else the one that reaches furthest.
    /// </summary>
    public KeptSeriesOptions? Find(StoreName store, string path, DateTimeOffset from, DateTimeOffset now)
    {
        KeptSeriesOptions[] keeping = [.. Of(store).Where(rule => rule.Path.Matches(path)).Select(static rule => rule.Options)];
        return keeping.Where(kept => now - kept.Keep <= from).MinBy(static kept => kept.Step)
            ?? keeping.OrderByDescending(static kept => kept.Keep).ThenBy(static kept => kept.Step).FirstOrDefault();
    }

    /// <summary>Whether anything of a store is kept.</summary>
    public bool Keeps(StoreName store) => Of(store).Any();

    /// <summary>The number by which the database knows a kept series.</summary>
    public static long IdOf(StoreName store, string path, TimeSpan step)
    {
        var identity = FormattableString.Invariant($"{HistoryTable.KeyOf(store)}\n{path}\n{step.Ticks}");
        return BinaryPrimitives.ReadInt64BigEndian(XxHash3.Hash(Encoding.UTF8.GetBytes(identity))) & long.MaxValue;
    }

    /// <summary>When the step of a kept series begins that a time is in.</summary>
    public static DateTimeOffset StepAt(DateTimeOffset at, TimeSpan step)
    {
        var since = at.UtcTicks - DateTimeOffset.UnixEpoch.Ticks;
        return DateTimeOffset.UnixEpoch.AddTicks(since / step.Ticks * step.Ticks);
    }

    /// <summary>Takes the numbers as far as it is certain what they were.</summary>
    public void Sample() => Sample(isLast: false);

    /// <summary>Takes all that there is, also of steps that are not over: the next run goes on with them.</summary>
    public void End() => Sample(isLast: true);

    private void Sample(bool isLast)
    {
        if (_rules.Length == 0) return;
        var batch = new HistoryBatch();
        foreach (var rule in _rules)
        {
            if (book.Find(rule.Options.Store) is not { } series) continue;
            var refused = rule.Sample(series, book, isLast ? book.StepNow : series.SettledStep, batch);
            if (refused > 0) metrics.Evicted.Add(rule.Options.Store.Text, amount: refused);
            if (isLast) rule.CloseAll(batch);
        }

        if (!batch.IsEmpty) writer.Offer(batch);
    }

    private IEnumerable<KeptRule> Of(StoreName store) => _rules.Where(rule => rule.Options.Store == store);
}
