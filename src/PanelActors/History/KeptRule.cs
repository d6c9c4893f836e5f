using PanelActors.Configuration;

namespace PanelActors.History;

/// <summary>One entry of <c>Series.Keep</c>: the numbers that it stands for, each with the step that is being summed up.</summary>
internal sealed class KeptRule(KeptSeriesOptions options, int most)
{
    private readonly Dictionary<string, Summed> _open = [];

    // Those that are gone too: a feed with new ones without end fills the database no further.
    private readonly Dictionary<string, DateTimeOffset> _known = [];
    private int? _done;
    private int _edition = -1;

    public KeptSeriesOptions Options => options;

    public SeriesPath Path { get; } = SeriesPath.Parse(options.Path)!;

    /// <summary>Sums up to a step. Answers with how many numbers are new and found no room.</summary>
    public int Sample(StoreSeries series, SeriesBook book, int until, HistoryBatch batch)
    {
        var refused = _edition == series.Edition ? 0 : Refresh(series, book.TimeOf(until), batch);
        // A clock that was set back leads over the same steps again, and the database puts both together.
        var first = _done is { } done && done < until ? Math.Max(done + 1, until - book.Window + 1) : until;
        if (_done == until) return refused;
        _done = until;
        Span<double> values = new double[until - first + 1];
        foreach (var (path, summed) in _open)
        {
            if (!series.Read(path, first, values)) continue;
            for (var i = 0; i < values.Length; i++)
            {
                var begin = KeptSeries.StepAt(book.TimeOf(first + i), options.Step);
                if (summed.Point.At != begin)
                {
                    Close(summed, batch);
                    summed.Point = SeriesPoint.Gap(begin);
                }

                summed.Point = SeriesPoints.With(summed.Point, values[i]);
            }
        }

        return refused;
    }

    /// <summary>Ends all steps, whole or not.</summary>
    public void CloseAll(HistoryBatch batch)
    {
        foreach (var summed in _open.Values) Close(summed, batch);
    }

    private int Refresh(StoreSeries series, DateTimeOffset now, HistoryBatch batch)
    {
        _edition = series.Edition;
        var (paths, refused) = (series.Find(Path, most).ToHashSet(), 0);
        foreach (var gone in _open.Keys.Where(path => !paths.Contains(path)).ToArray())
        {
            Close(_open[gone], batch);
            _open.Remove(gone);
        }

        if (paths.Count + _known.Count > most)
        {
            foreach (var (old, at) in _known)
            {
                if (at < now - options.Keep) _known.Remove(old);
            }
        }

        foreach (var path in paths)
        {
            if (_open.ContainsKey(path)) continue;
            if (!_known.ContainsKey(path) && _known.Count >= most)
            {
                refused++;
                continue;
            }

            _known[path] = now;
            var row = new SeriesRow(KeptSeries.IdOf(options.Store, path, options.Step), options.Store, path, options.Keep);
            _open[path] = new Summed(row);
        }

        return refused;
    }

    private void Close(Summed summed, HistoryBatch batch)
    {
        var point = summed.Point;
        if (point.IsGap) return;
        _known[summed.Series.Path] = point.At;
        batch.Samples.Add(new SampleRow(summed.Series, point.At, point.Least, point.Most, point.Last));
        summed.Point = SeriesPoint.Gap(default);
    }

    private sealed class Summed(SeriesRow series)
    {
        public SeriesRow Series => series;

        public SeriesPoint Point { get; set; } = SeriesPoint.Gap(default);
    }
}
