using System.Collections.Immutable;

namespace PanelActors.Watch;

/// <summary>One number over the last steps, as the values at which it changed. Immutable.</summary>
internal sealed class NumberTrend
{
    public static readonly NumberTrend None = new([]);

    // Ascending; not a number from where on there was none.
    private readonly ImmutableArray<(long Step, double Value)> _values;

    private NumberTrend(ImmutableArray<(long Step, double Value)> values) => _values = values;

    /// <summary>The first step of which something is known.</summary>
    public long First => _values.IsEmpty ? long.MaxValue : _values[0].Step;

    /// <summary>The last step in which it changed.</summary>
    public long Latest => _values.IsEmpty ? long.MinValue : _values[^1].Step;

    /// <summary>After <paramref name="value"/> was seen in a step; null where the number was not there.</summary>
    public NumberTrend With(long step, double? value)
    {
        var next = value ?? double.NaN;
        if (!_values.IsEmpty && _values[^1].Value.Equals(next)) return this;
        var values = _values.Length > 0 && _values[^1].Step >= step ? _values[..^1] : _values;
        values = values.Add((step, next));
        // One that is older than the steps is what their first one begins with.
        return new NumberTrend(values.Length > TrendBook.Steps + 1 ? values[^(TrendBook.Steps + 1)..] : values);
    }

    /// <summary>With earlier values, from before the first that is known.</summary>
    public NumberTrend After(IEnumerable<(long Step, double? Value)> earlier)
    {
        var trend = None;
        foreach (var (step, value) in earlier.Where(point => point.Step < First).OrderBy(static point => point.Step))
            trend = trend.With(step, value);
        foreach (var (step, value) in _values) trend = trend.With(step, double.IsNaN(value) ? null : value);
        return trend;
    }

    /// <summary>The value in a step; null where there was none, or none is known.</summary>
    public double? At(long step)
    {
        for (var i = _values.Length - 1; i >= 0; i--)
        {
            if (_values[i].Step <= step) return double.IsNaN(_values[i].Value) ? null : _values[i].Value;
        }

        return null;
    }
}
