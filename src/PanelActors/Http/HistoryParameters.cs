using System.Globalization;
using PanelActors.Configuration;
using PanelActors.History;
using PanelActors.Telemetry;

namespace PanelActors.Http;

/// <summary>Reads what a request asks of the history (specification 10.2).</summary>
internal static class HistoryParameters
{
    /// <summary>The most entries of one page.</summary>
    public const int MaxLimit = 1000;

    private const int DefaultLimit = 100;
    private const int MaxText = 200;
    private const int MaxLevels = 16;

    private static readonly string[] Known = ["kind", "level", "from", "to", "q", "limit", "before", "store"];

    /// <summary>The query of a request over some stores; null, and why, where something in it is not allowed.</summary>
    public static (HistoryQuery? Query, string? Fault) Read(IQueryCollection query, IReadOnlyList<StoreName> stores)
    {
        foreach (var key in query.Keys)
        {
            if (!Known.Contains(key)) return Refuse($"There is no parameter '{Shown(key)}'; there are {string.Join(", ", Known)}.");
        }

        foreach (var once in (string[])["from", "to", "q", "limit", "before"])
        {
            if (query[once].Count > 1) return Refuse($"{once}: expected once.");
        }

        var kinds = new List<HistoryKind>();
        foreach (var word in Words(query, "kind"))
        {
            var kind = Array.IndexOf([.. HistoryKinds.Words], word.ToLowerInvariant());
            if (kind < 0) return Refuse($"kind '{Shown(word)}': expected {string.Join(", ", HistoryKinds.Words)}.");
            if (!kinds.Contains((HistoryKind)kind)) kinds.Add((HistoryKind)kind);
        }

        string[] levels = [.. Words(query, "level").Select(HistoryLevel.Of).Distinct()];
        if (levels.Length > MaxLevels) return Refuse($"level: expected at most {MaxLevels} of them.");
        var (from, to) = (Single(query, "from"), Single(query, "to"));
        if (from is not null && QueryTime.Parse(from) is null) return Refuse($"from '{Shown(from)}': expected {QueryTime.Allowed}.");
        if (to is not null && QueryTime.Parse(to) is null) return Refuse($"to '{Shown(to)}': expected {QueryTime.Allowed}.");
        if (from is not null && to is not null && QueryTime.Parse(from) > QueryTime.Parse(to))
            return Refuse("from: expected not after to.");
        var text = Single(query, "q");
        if (text?.Length > MaxText) return Refuse($"q: expected at most {MaxText} characters.");
        var limit = DefaultLimit;
        if (Single(query, "limit") is { } most
            && !(int.TryParse(most, NumberStyles.None, CultureInfo.InvariantCulture, out limit) && limit is >= 1 and <= MaxLimit))
        {
            return Refuse($"limit '{Shown(most)}': expected a number from 1 to {MaxLimit}.");
        }

        HistoryCursor? cursor = null;
        if (Single(query, "before") is { } before && (cursor = HistoryCursor.Parse(before)) is null)
            return Refuse($"before '{Shown(before)}': expected {HistoryCursor.Allowed}.");
        return (new HistoryQuery
        {
            Stores = stores,
            Kinds = kinds,
            Levels = levels,
            From = from is null ? null : QueryTime.Parse(from),
            To = to is null ? null : QueryTime.Parse(to),
            Text = text,
            Limit = limit,
            Before = cursor,
        }, null);
    }

    /// <summary>The words of a parameter, which may be given several times, or once with commas.</summary>
    public static IEnumerable<string> Words(IQueryCollection query, string name) => query[name].SelectMany(static value =>
        (value ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries));

    /// <summary>A parameter that is given once; null where it is absent or empty.</summary>
    public static string? Single(IQueryCollection query, string name) => query[name] is [.., { Length: > 0 } value] ? value : null;

    /// <summary>A text of the client's, for an answer to it.</summary>
    public static string Shown(string text) => LogText.Printable(text);

    private static (HistoryQuery?, string?) Refuse(string why) => (null, why);
}
