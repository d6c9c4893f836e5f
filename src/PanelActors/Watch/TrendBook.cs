using System.Collections.Immutable;
using PanelActors.Tree;

namespace PanelActors.Watch;

/// <summary>
/// The numbers of the panels over the last two minutes, looked at once a second at most, in steps of ten. Immutable, and bounded.
/// </summary>
internal sealed record TrendBook
{
    /// <summary>How many steps are shown.</summary>
    public const int Steps = 12;

    public static readonly TrendBook Empty = new();

    private const int StepSeconds = 10;
    private const int MaxPanels = 2000;
    private const int MaxNumbers = 5000;

    private static readonly ImmutableDictionary<string, NumberTrend> NoNumbers =
        ImmutableDictionary.Create<string, NumberTrend>(StringComparer.Ordinal);

    private ImmutableDictionary<PanelKey, ImmutableDictionary<string, NumberTrend>> Panels { get; init; } =
        ImmutableDictionary<PanelKey, ImmutableDictionary<string, NumberTrend>>.Empty;

    private int Numbers { get; init; }

    // In which steps there was fresh data: one bit each, the lowest for the latest step.
    private ulong Fresh { get; init; }

    private long LatestStep { get; init; }

    private PanelObject? Seen { get; init; }

    private long SeenSecond { get; init; }

    /// <summary>How long the steps are that are shown.</summary>
    public static TimeSpan Span => TimeSpan.FromSeconds(Steps * StepSeconds);

    /// <summary>After <paramref name="status"/>, which is fresh, was looked at.</summary>
    public TrendBook Look(PanelObject status, DateTimeOffset now)
    {
        var second = now.ToUnixTimeSeconds();
        if (second <= SeenSecond) return this;
        var step = StepOf(now);
        var book = FreshIn(step) with { SeenSecond = second, Seen = status };
        if (ReferenceEquals(status, Seen)) return book;
        foreach (var key in status.Members.ChangedKeys((Seen ?? PanelObject.Empty).Members).Take(MaxPanels))
            book = book.WithPanel(key, status.Find(key), step);
        return book;
    }

    /// <summary>With what the daemon knows of the time before. Its clock may be another one: its latest point is of now.</summary>
    public TrendBook Primed(IReadOnlyList<NumberSeries> series, DateTimeOffset now)
    {
        var latest = series.SelectMany(static one => one.Points).Select(static point => point.At).DefaultIfEmpty().Max();
        var book = this;
        foreach (var one in series)
        {
            (long Step, double? Value)[] points =
                [.. one.Points.Select(point => (StepOf(now - Ago(latest - point.At)), point.Value))];
            foreach (var (step, _) in points.Where(static point => point.Value is not null)) book = book.FreshIn(step);
            book = book.With(one.Panel, one.Pointer, trend => trend.After(points));
        }

        return book;
    }

    /// <summary>The latest <paramref name="count"/> steps of a number up to now; null where it did not change in them.</summary>
    /// <param name="panel">The panel's key.</param>
    /// <param name="pointer">The JSON pointer from the panel to the number.</param>
    /// <param name="count">How many steps.</param>
    /// <param name="now">The present.</param>
    public IReadOnlyList<double?>? Of(PanelKey panel, string pointer, int count, DateTimeOffset now)
    {
        if (!Panels.TryGetValue(panel, out var numbers) || !numbers.TryGetValue(pointer, out var trend)) return null;
        var last = StepOf(now);
        var values = new double?[count];
        for (var i = 0; i < count; i++)
        {
            var step = last - count + 1 + i;
            values[i] = IsFresh(step) ? trend.At(step) : null;
        }

        return values.Where(static value => value is not null).Distinct().Skip(1).Any() ? values : null;
    }

    private static TimeSpan Ago(double seconds) => TimeSpan.FromSeconds(Math.Clamp(seconds, 0, 1e9));

    private static long StepOf(DateTimeOffset at) => at.ToUnixTimeSeconds() / StepSeconds;

    private bool IsFresh(long step) => LatestStep - step is >= 0 and < 64 and var back && (Fresh >> (int)back & 1) != 0;

    private TrendBook FreshIn(long step)
    {
        if (step <= LatestStep)
            return LatestStep - step is < 64 and var back ? this with { Fresh = Fresh | (1UL << (int)back) } : this;
        var moved = step - LatestStep < 64 ? Fresh << (int)(step - LatestStep) : 0;
        return this with { Fresh = moved | 1, LatestStep = step };
    }

    private TrendBook WithPanel(PanelKey key, PanelNode? panel, long step)
    {
        var known = Panels.GetValueOrDefault(key);
        if (panel is null)
            return known is null ? this : this with { Panels = Panels.Remove(key), Numbers = Numbers - known.Count };
        var trends = (known ?? NoNumbers).ToBuilder();
        var met = new HashSet<string>(StringComparer.Ordinal);
        var room = MaxNumbers - Numbers;
        foreach (var (pointer, value) in PanelContent.Of(panel).Numbers)
        {
            met.Add(pointer);
            if (trends.TryGetValue(pointer, out var trend)) trends[pointer] = trend.With(step, value);
            else if (room-- > 0) trends[pointer] = NumberTrend.None.With(step, value);
        }

        foreach (var (pointer, trend) in known ?? NoNumbers)
        {
            if (met.Contains(pointer)) continue;
            if (trend.Latest < step - Steps) trends.Remove(pointer);
            else trends[pointer] = trend.With(step, null);
        }

        return this with
        {
            Panels = trends.Count > 0 ? Panels.SetItem(key, trends.ToImmutable()) : Panels.Remove(key),
            Numbers = Numbers - (known?.Count ?? 0) + trends.Count,
        };
    }

    private TrendBook With(PanelKey panel, string pointer, Func<NumberTrend, NumberTrend> change)
    {
        var numbers = Panels.GetValueOrDefault(panel) ?? NoNumbers;
        var known = numbers.GetValueOrDefault(pointer);
        if (known is null && Numbers >= MaxNumbers) return this;
        var next = change(known ?? NumberTrend.None);
        if (ReferenceEquals(next, known)) return this;
        return this with { Panels = Panels.SetItem(panel, numbers.SetItem(pointer, next)), Numbers = Numbers + (known is null ? 1 : 0) };
    }
}
