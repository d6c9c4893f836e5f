using System.Globalization;
using PanelActors.History;

namespace PanelActors.Http;

/// <summary>What a request asks of the series (specification 10.5).</summary>
/// <param name="Paths">Which numbers.</param>
/// <param name="From">Not before this; null = from the first that is in memory.</param>
/// <param name="To">Not after this; null = now.</param>
/// <param name="Points">At most so many points of each.</param>
internal sealed record SeriesParameters(IReadOnlyList<SeriesPath> Paths, DateTimeOffset? From, DateTimeOffset? To, int Points)
{
    /// <summary>The most points of one number.</summary>
    public const int MaxPoints = 5000;

    private const int DefaultPoints = 300;
    private const int MaxPaths = 100;
    private const int MaxPathLength = 2 * SeriesPath.MaxLength;

    private static readonly string[] Known = ["path", "from", "to", "points"];

    /// <summary>Whether the answer is one number, and not a list of them.</summary>
    public bool IsSingle => Paths is [{ IsPattern: false }];

    /// <summary>The parameters of a request; null, and why, where something in them is not allowed.</summary>
    public static (SeriesParameters? Parameters, string? Fault) Read(IQueryCollection query)
    {
        foreach (var key in query.Keys)
        {
            if (!Known.Contains(key))
                return (null, $"There is no parameter '{HistoryParameters.Shown(key)}'; there are {string.Join(", ", Known)}.");
        }

        foreach (var once in (string[])["from", "to", "points"])
        {
            if (query[once].Count > 1) return (null, $"{once}: expected once.");
        }

        var paths = new List<SeriesPath>();
        foreach (var text in query["path"])
        {
            if (text is null || text.Length > MaxPathLength || SeriesPath.Parse(text) is not { } path)
                return (null, $"path '{HistoryParameters.Shown(text ?? "")}': expected {Configuration.HistoryRules.PathAllowed}.");
            paths.Add(path);
        }

        if (paths.Count is 0 or > MaxPaths) return (null, $"path: expected 1 to {MaxPaths} of them.");
        var (from, to) = (HistoryParameters.Single(query, "from"), HistoryParameters.Single(query, "to"));
        if (from is not null && QueryTime.Parse(from) is null)
            return (null, $"from '{HistoryParameters.Shown(from)}': expected {QueryTime.Allowed}.");
        if (to is not null && QueryTime.Parse(to) is null)
            return (null, $"to '{HistoryParameters.Shown(to)}': expected {QueryTime.Allowed}.");
        if (from is not null && to is not null && QueryTime.Parse(from) > QueryTime.Parse(to))
            return (null, "from: expected not after to.");
        var points = DefaultPoints;
        if (HistoryParameters.Single(query, "points") is { } most
            && !(int.TryParse(most, NumberStyles.None, CultureInfo.InvariantCulture, out points) && points is >= 1 and <= MaxPoints))
        {
            return (null, $"points '{HistoryParameters.Shown(most)}': expected a number from 1 to {MaxPoints}.");
        }

        return (new SeriesParameters(
            paths, from is null ? null : QueryTime.Parse(from), to is null ? null : QueryTime.Parse(to), points), null);
    }
}
