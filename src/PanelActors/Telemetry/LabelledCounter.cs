using System.Collections.Concurrent;
using System.Diagnostics.Metrics;

namespace PanelActors.Telemetry;

/// <summary>
/// A counter that keeps its sums and is read at each scrape: counting costs one addition, not a walk through the metrics pipeline. The
/// caller keeps the number of distinct label values small.
/// </summary>
/// <param name="labels">One or two label names.</param>
internal sealed class LabelledCounter(params string[] labels)
{
    private readonly ConcurrentDictionary<(string First, string? Second), Cell> _cells = new();

    /// <summary>The sum under these label values.</summary>
    public long this[string first, string? second = null] =>
        _cells.TryGetValue((first, second), out var cell) ? Interlocked.Read(ref cell.Value) : 0;

    /// <summary>Adds to the sum under these label values.</summary>
    public void Add(string first, string? second = null, long amount = 1) =>
        Interlocked.Add(ref _cells.GetOrAdd((first, second), static _ => new Cell()).Value, amount);

    /// <summary>Forgets the sums under this first label value.</summary>
    public void Forget(string first)
    {
        foreach (var key in _cells.Keys.Where(key => key.First == first)) _cells.TryRemove(key, out _);
    }

    /// <summary>All sums with their labels, after the label of <paramref name="owner"/> where it has one.</summary>
    public IEnumerable<Measurement<long>> Read(KeyValuePair<string, object?>? owner = null)
    {
        foreach (var ((first, second), cell) in _cells)
        {
            var tags = new List<KeyValuePair<string, object?>>(3);
            if (owner is { } known) tags.Add(known);
            tags.Add(new(labels[0], first));
            if (second is not null) tags.Add(new(labels[1], second));
            yield return new Measurement<long>(Interlocked.Read(ref cell.Value), tags);
        }
    }

    private sealed class Cell
    {
        public long Value;
    }
}
