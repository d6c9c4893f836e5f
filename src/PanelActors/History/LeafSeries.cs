namespace PanelActors.History;

/// <summary>
/// One number over time: its value at each step at which it changed, in twelve bytes a sample. Not safe for concurrent use.
/// </summary>
/// <param name="path">The JSON pointer to it.</param>
internal sealed class LeafSeries(string path)
{
    private const int InitialCapacity = 4;

    // What the object, its place in the tree and its two arrays take besides samples.
    private const int Overhead = 320;

    private int[] _steps = new int[InitialCapacity];
    private double[] _values = new double[InitialCapacity];
    private int _start;
    private int _count;

    public string Path => path;

    /// <summary>The latest value; not a number where it is not there any more.</summary>
    public double Last => _count == 0 ? double.NaN : _values[At(_count - 1)];

    /// <summary>The step of the latest change.</summary>
    public int LastStep => _count == 0 ? int.MinValue : _steps[At(_count - 1)];

    /// <summary>How much memory it takes, nearly.</summary>
    public long Bytes => Overhead + (2L * path.Length) + ((sizeof(int) + sizeof(double)) * (long)_steps.Length);

    /// <summary>Neighbours in the order of their latest changes; <see cref="SeriesOrder"/> keeps it.</summary>
    public LeafSeries? Older { get; set; }

    /// <inheritdoc cref="Older"/>
    public LeafSeries? Newer { get; set; }

    /// <summary>Where it is in the tree.</summary>
    public SeriesNode? Node { get; set; }

    /// <summary>
    /// Notes the value at a step. What is more than <paramref name="window"/> steps ago goes, but for the value since then.
    /// </summary>
    /// <returns>Whether it changed.</returns>
    public bool Record(int step, double value, int window)
    {
        if (_count > 0 && Last.Equals(value)) return false;
        if (_count > 0 && LastStep == step)
        {
            _values[At(_count - 1)] = value;
            return true;
        }

        while (_count > 1 && _steps[At(1)] <= step - window) Drop();
        if (_count == _steps.Length) Grow(window);
        _steps[At(_count)] = step;
        _values[At(_count)] = value;
        _count++;
        return true;
    }

    /// <summary>Forgets what was noted after a step, as when the clock is set back.</summary>
    public void Truncate(int step)
    {
        while (_count > 0 && LastStep > step) _count--;
    }

    /// <summary>The value at each step from <paramref name="from"/> on; not a number before the first.</summary>
    public void Read(int from, Span<double> values)
    {
        // The last sample at or before the first step.
        var (low, high) = (0, _count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (_steps[At(middle)] <= from) low = middle + 1;
            else high = middle;
        }

        var (next, value) = (low, low == 0 ? double.NaN : _values[At(low - 1)]);
        for (var i = 0; i < values.Length; i++)
        {
            while (next < _count && _steps[At(next)] <= from + i) value = _values[At(next++)];
            values[i] = value;
        }
    }

    private int At(int index)
    {
        var at = _start + index;
        return at < _steps.Length ? at : at - _steps.Length;
    }

    private void Drop() => (_start, _count) = (At(1), _count - 1);

    private void Grow(int window)
    {
        // Never more than a change at each step, and the value before the first. By a quarter: what is not used yet is memory too.
        var capacity = Math.Max(_count + 1, Math.Min(_steps.Length + Math.Max(_steps.Length / 4, InitialCapacity), window + 2));
        var (steps, values) = (new int[capacity], new double[capacity]);
        for (var i = 0; i < _count; i++) (steps[i], values[i]) = (_steps[At(i)], _values[At(i)]);
        (_steps, _values, _start) = (steps, values, 0);
    }
}
