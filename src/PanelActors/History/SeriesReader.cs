using PanelActors.Configuration;

namespace PanelActors.History;

/// <summary>One number over time, as it is asked for.</summary>
/// <param name="Path">The JSON pointer to it.</param>
/// <param name="Step">How much time a point stands for.</param>
/// <param name="Points">The points, oldest first.</param>
internal sealed record SeriesSpan(string Path, TimeSpan Step, IReadOnlyList<SeriesPoint> Points);

/// <summary>Reads numbers over time: from memory, and from the database what is older and kept.</summary>
internal sealed class SeriesReader(SeriesBook book, KeptSeries kept, HistoryDatabase database, TimeProvider time)
{
    /// <summary>A number over a span of time; null where it is not known.</summary>
    /// <param name="store">The store.</param>
    /// <param name="path">The JSON pointer to the number.</param>
    /// <param name="from">Not before this; null = from the first that is in memory.</param>
    /// <param name="to">Not after this; null = now.</param>
    /// <param name="most">At most so many points.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <exception cref="System.Data.Common.DbException">The database is needed and does not answer.</exception>
    public async Task<SeriesSpan?> ReadAsync(
        StoreName store, string path, DateTimeOffset? from, DateTimeOffset? to, int most, CancellationToken cancellation)
    {
        var now = time.GetUtcNow();
        var first = book.FirstStepAt(now);
        var until = to < now ? to.Value : now;
        if (from < book.TimeOf(first) && kept.Find(store, path, from.Value, now) is { } rule)
            return await ReadKeptAsync(store, path, rule, from.Value, until, most, cancellation);
        if (book.Find(store) is not { } series) return null;
        var begin = from is { } asked && book.StepAt(asked) > first ? book.StepAt(asked) : first;
        var values = new double[Math.Max(0, book.StepAt(until) - begin + 1)];
        if (!series.Read(path, begin, values)) return null;
        if (from is null)
        {
            // There is no use in a gap before the first value, unless it was asked for.
            var known = Array.FindIndex(values, static value => !double.IsNaN(value));
            (values, begin) = known < 0 ? ([], begin) : (values[known..], begin + known);
        }

        var width = SeriesPoints.WidthOf(begin, begin + Math.Max(0, values.Length - 1), most);
        return new SeriesSpan(path, book.Step * width, SeriesPoints.Of(values, begin, width, book.TimeOf));
    }

    /// <summary>The numbers of a store that a pattern stands for, those too that the database alone has from a time on.</summary>
    public async Task<IReadOnlyList<string>> FindAsync(
        StoreName store, SeriesPath path, DateTimeOffset? from, CancellationToken cancellation)
    {
        var found = book.Find(store)?.Find(path, int.MaxValue) ?? [];
        if (from is null || from >= book.TimeOf(book.FirstStepAt(time.GetUtcNow())) || !kept.Keeps(store)) return found;
        var stored = await database.AnswerAsync(
            (connection, patience) => SeriesTable.PathsAsync(connection, store, patience), cancellation);
        return [.. found.Union(stored.Where(path.Matches)).Order(StringComparer.Ordinal)];
    }

    private async Task<SeriesSpan?> ReadKeptAsync(
        StoreName store, string path, KeptSeriesOptions rule, DateTimeOffset from, DateTimeOffset to, int most,
        CancellationToken cancellation)
    {
        var (id, step) = (KeptSeries.IdOf(store, path, rule.Step), rule.Step);
        from = KeptSeries.StepAt(from, step);
        var known = await database.AnswerAsync(
            (connection, patience) => SeriesTable.SpanAsync(connection, id, from, to, patience), cancellation);
        var recent = Recent(store, path, step, known?.Last ?? from, to);
        if (known is null && recent.Count == 0) return book.Find(store)?.Read(path, 0, []) == true ? new SeriesSpan(path, step, []) : null;
        var begin = known?.First ?? recent[0].At;
        var width = SeriesPoints.WidthOf(NumberOf(begin, step), NumberOf(to, step), most);
        var span = step * width;
        var stored = known is null ? [] : await database.AnswerAsync(
            (connection, patience) => SeriesTable.ReadAsync(connection, id, from, to, span, patience), cancellation);
        var points = new List<SeriesPoint>();
        foreach (var row in stored.Concat(recent))
        {
            var at = KeptSeries.StepAt(row.At, span);
            Fill(points, span, at);
            if (points.Count > 0 && points[^1].At == at) points[^1] = SeriesPoints.With(points[^1], row);
            else points.Add(row with { At = at });
        }

        // Up to the present: what is silent now is a gap too.
        Fill(points, span, KeptSeries.StepAt(to, span) + span);
        return new SeriesSpan(path, span, points);
    }

    private static long NumberOf(DateTimeOffset at, TimeSpan step) => (at.UtcTicks - DateTimeOffset.UnixEpoch.Ticks) / step.Ticks;

    private static void Fill(List<SeriesPoint> points, TimeSpan span, DateTimeOffset until)
    {
        while (points.Count > 0 && points[^1].At + span < until) points.Add(SeriesPoint.Gap(points[^1].At + span));
    }

    // What is not written yet is in memory; the latest row may have a part of its step alone.
    private List<SeriesPoint> Recent(StoreName store, string path, TimeSpan step, DateTimeOffset from, DateTimeOffset to)
    {
        var points = new List<SeriesPoint>();
        if (book.Find(store) is not { } series) return points;
        var start = Math.Max(book.StepAt(from), book.FirstStepAt(to));
        var values = new double[Math.Max(0, book.StepAt(to) - start + 1)];
        if (values.Length == 0 || !series.Read(path, start, values)) return points;
        for (var i = 0; i < values.Length; i++)
        {
            if (double.IsNaN(values[i])) continue;
            var at = KeptSeries.StepAt(book.TimeOf(start + i), step);
            if (points.Count == 0 || points[^1].At != at) points.Add(SeriesPoint.Gap(at));
            points[^1] = SeriesPoints.With(points[^1], values[i]);
        }

        return points;
    }
}
