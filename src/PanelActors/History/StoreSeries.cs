using PanelActors.Tree;

namespace PanelActors.History;

/// <summary>
/// The numbers of one store over time. A sample costs what changed since the one before. One thread samples; any may read.
/// </summary>
/// <param name="window">How many steps are kept.</param>
/// <param name="maxLeaves">How many numbers are kept.</param>
internal sealed class StoreSeries(int window, int maxLeaves)
{
    // A place with its table of places below.
    private const long NodeBytes = 256;

    private readonly Lock _gate = new();
    private readonly SeriesNode _root = new(null, null);
    private readonly Dictionary<string, LeafSeries> _leaves = [];
    private readonly FreshSteps _fresh = new(window);
    private readonly SeriesOrder _order = new();
    private SeriesWalk? _walk;
    private PanelObject? _status;
    private int _step = int.MinValue;
    private long _evicted;

    /// <summary>
    /// The latest step of which it is certain whether the data was fresh: of a later one, silence may still show that it was not.
    /// </summary>
    public int SettledStep { get; private set; } = int.MinValue;

    /// <summary>How many numbers found no room, or had to make room, so far.</summary>
    public long Evicted { get; private set; }

    /// <summary>How much memory it takes, nearly.</summary>
    public long Bytes { get; private set; }

    /// <summary>How many numbers are kept.</summary>
    public int Count => _leaves.Count;

    /// <summary>Grows whenever a number comes or goes.</summary>
    public int Edition { get; private set; }

    /// <summary>The step at which the number changed that changed longest ago.</summary>
    public int OldestStep => _order.Oldest?.LastStep ?? int.MaxValue;

    /// <summary>Notes what the store shows at a step. Answers with how many numbers were let go of for want of room.</summary>
    /// <param name="status">The panels; null where there are none.</param>
    /// <param name="step">The step.</param>
    /// <param name="silentSince">The step after which the data is not fresh any more; null where it is.</param>
    /// <param name="unsettled">After how many steps of silence that is known.</param>
    public long Sample(PanelObject? status, int step, int? silentSince, int unsettled = 0)
    {
        lock (_gate)
        {
            if (step < _step) SetBack(step);
            (_step, _evicted) = (step, 0);
            SettledStep = step - Math.Min(unsettled, window - 1);
            _fresh.Mark(step, silentSince);
            if (ReferenceEquals(status, _status)) return 0;
            (_walk ??= new SeriesWalk(this)).Walk(_root, _status, status);
            _status = status;
            Evicted += _evicted;
            return _evicted;
        }
    }

    /// <summary>Lets go of the number that changed longest ago.</summary>
    public void Evict()
    {
        lock (_gate)
        {
            if (_order.Oldest is not { } leaf) return;
            Remove(leaf);
            Evicted++;
        }
    }

    /// <summary>Lets go of numbers that were gone before the window began.</summary>
    public void Sweep()
    {
        lock (_gate)
        {
            for (var leaf = _order.Oldest; leaf is not null && leaf.LastStep < _step - window;)
            {
                var next = leaf.Newer;
                if (double.IsNaN(leaf.Last)) Remove(leaf);
                leaf = next;
            }
        }
    }

    /// <summary>The numbers that a path stands for, in order; at most <paramref name="most"/>.</summary>
    public IReadOnlyList<string> Find(SeriesPath path, int most)
    {
        lock (_gate)
        {
            if (!path.IsPattern) return _leaves.ContainsKey(path.Text) ? [path.Text] : [];
            return [.. _leaves.Keys.Where(path.Matches).Order(StringComparer.Ordinal).Take(most)];
        }
    }

    /// <summary>
    /// The value of a number at each step from <paramref name="from"/> on; not a number where it, or news of it, is missing.
    /// </summary>
    /// <returns>False where the number is not kept.</returns>
    public bool Read(string path, int from, Span<double> values)
    {
        lock (_gate)
        {
            if (!_leaves.TryGetValue(path, out var leaf)) return false;
            leaf.Read(from, values);
            for (var i = 0; i < values.Length; i++)
            {
                if (!_fresh[from + i]) values[i] = double.NaN;
            }

            return true;
        }
    }

    private void SetBack(int step)
    {
        foreach (var leaf in _leaves.Values) leaf.Truncate(step - 1);
        _fresh.Truncate(step);
        // What was truncated may have to be noted again.
        _status = null;
    }

    /// <summary>Takes what a <see cref="SeriesWalk"/> finds: the value of a place, not a number where it has none any more.</summary>
    internal void Record(SeriesNode node, double value)
    {
        if (node.Leaf is not { } leaf)
        {
            // That it is not there says nothing of a number that never was.
            if (double.IsNaN(value) || (leaf = Add(node)) is null) return;
        }

        Bytes -= leaf.Bytes;
        var isChanged = leaf.Record(_step, value, window);
        Bytes += leaf.Bytes;
        if (!isChanged) return;
        _order.Remove(leaf);
        _order.Add(leaf);
    }

    private LeafSeries? Add(SeriesNode node)
    {
        if (!node.HasShortPath)
        {
            _evicted++;
            return null;
        }

        if (_leaves.Count >= maxLeaves)
        {
            _evicted++;
            // Where all of them change all the time, the first ones stay.
            if (_order.Oldest is not { } oldest || oldest.LastStep >= _step - 1) return null;
            Remove(oldest);
        }

        var leaf = new LeafSeries(node.Path) { Node = node };
        node.Leaf = leaf;
        Bytes += leaf.Bytes + (NodeBytes * node.Keep());
        _leaves.Add(leaf.Path, leaf);
        Edition++;
        _order.Add(leaf);
        return leaf;
    }

    private void Remove(LeafSeries leaf)
    {
        _order.Remove(leaf);
        _leaves.Remove(leaf.Path);
        Bytes -= leaf.Bytes;
        Edition++;
        leaf.Node!.Leaf = null;
        Bytes -= NodeBytes * leaf.Node.Prune();
    }
}
