using System.Collections;

namespace PanelActors.History;

/// <summary>At which of the latest steps a store's data was fresh. Not safe for concurrent use.</summary>
internal sealed class FreshSteps(int window)
{
    // A timer that is late by a step has missed nothing.
    private const int MaxSkipped = 2;

    private readonly BitArray _bits = new(window);
    private int _last = int.MinValue;

    public bool this[int step] => step <= _last && step > (long)_last - window && _bits[At(step)];

    /// <summary>
    /// Notes whether the data is fresh at a step; where it is not, it has not been since the one after which nothing came.
    /// </summary>
    public void Mark(int step, int? silentSince)
    {
        if (step <= _last && _last != int.MinValue)
        {
            if (silentSince is { } quiet) Clear(quiet + 1, _last);
            return;
        }

        var wasFresh = this[_last];
        var skipped = _last == int.MinValue ? window : (long)step - _last - 1;
        var first = Math.Max(_last == int.MinValue ? step : _last + 1L, step - window + 1L);
        for (var i = first; i < step; i++) _bits[At((int)i)] = wasFresh && silentSince is null && skipped <= MaxSkipped;
        _last = step;
        _bits[At(step)] = silentSince is null;
        if (silentSince is { } since) Clear(since + 1, step);
    }

    /// <summary>Forgets a step and those after it.</summary>
    public void Truncate(int step)
    {
        Clear(step, _last);
        _last = step - 1;
    }

    private void Clear(int from, int to)
    {
        for (var i = Math.Max(from, to - window + 1L); i <= to; i++) _bits[At((int)i)] = false;
    }

    private int At(int step) => (int)((uint)step % (uint)window);
}
