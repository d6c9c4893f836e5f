namespace PanelActors.History;

/// <summary>One point of a series: a span of time and the values in it.</summary>
/// <param name="At">When it begins.</param>
/// <param name="Least">The smallest value; not a number where there is none, which is a gap.</param>
/// <param name="Most">The largest one.</param>
/// <param name="Last">The last one.</param>
internal readonly record struct SeriesPoint(DateTimeOffset At, double Least, double Most, double Last)
{
    public bool IsGap => double.IsNaN(Last);

    public static SeriesPoint Gap(DateTimeOffset at) => new(at, double.NaN, double.NaN, double.NaN);
}

/// <summary>Makes few points of many values. Pure.</summary>
internal static class SeriesPoints
{
    /// <summary>
    /// How many steps one point has, so that there are no more than <paramref name="most"/> of them from one step to another, each
    /// beginning at a multiple of that.
    /// </summary>
    public static int WidthOf(long first, long last, int most)
    {
        var width = Math.Max(1, (last - first + most) / most);
        while ((last / width) - (first / width) + 1 > most) width++;
        return (int)width;
    }

    /// <summary>The points of values that follow one another step by step.</summary>
    /// <param name="values">The values; not a number for none.</param>
    /// <param name="first">The step of the first one.</param>
    /// <param name="width">How many steps one point has; points begin at multiples of it.</param>
    /// <param name="timeOf">When a step begins.</param>
    public static List<SeriesPoint> Of(ReadOnlySpan<double> values, int first, int width, Func<int, DateTimeOffset> timeOf)
    {
        var points = new List<SeriesPoint>((values.Length / width) + 2);
        for (var i = 0; i < values.Length;)
        {
            var start = first + i;
            var begin = start - Modulo(start, width);
            var end = Math.Min(values.Length, i + (begin + width - start));
            var point = SeriesPoint.Gap(timeOf(begin));
            for (; i < end; i++) point = With(point, values[i]);
            points.Add(point);
        }

        return points;
    }

    /// <summary>A point with one more value in it.</summary>
    public static SeriesPoint With(SeriesPoint point, double value) => double.IsNaN(value) ? point
        : point.IsGap ? point with { Least = value, Most = value, Last = value }
        : point with { Least = Math.Min(point.Least, value), Most = Math.Max(point.Most, value), Last = value };

    /// <summary>A point with those of a later one in it.</summary>
    public static SeriesPoint With(SeriesPoint point, SeriesPoint later) => later.IsGap ? point
        : point.IsGap ? later with { At = point.At }
        : point with { Least = Math.Min(point.Least, later.Least), Most = Math.Max(point.Most, later.Most), Last = later.Last };

    private static int Modulo(int value, int divisor) => ((value % divisor) + divisor) % divisor;
}
