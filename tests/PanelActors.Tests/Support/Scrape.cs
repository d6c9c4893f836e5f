using System.Globalization;

namespace PanelActors.Tests.Support;

/// <summary>A scrape in the text format of Prometheus.</summary>
public sealed class Scrape
{
    private readonly Dictionary<string, double> _values = [];
    private readonly Dictionary<string, string> _kinds = [];

    public Scrape(string text)
    {
        foreach (var line in text.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            var words = line.Split(' ');
            if (line.StartsWith("# TYPE ", StringComparison.Ordinal)) _kinds[words[2]] = words[3];
            if (line.StartsWith('#')) continue;
            var end = line.IndexOf('}') is var brace and >= 0 ? brace + 1 : line.IndexOf(' ');
            var value = line[end..].Split(' ', StringSplitOptions.RemoveEmptyEntries)[0];
            _values[Sorted(line[..end])] = value == "+Inf" ? double.PositiveInfinity : double.Parse(value, CultureInfo.InvariantCulture);
        }
    }

    /// <summary>All series: name and labels, these in order of their names.</summary>
    public IEnumerable<string> Series => _values.Keys;

    /// <summary>Names of the metrics of this daemon, with their kind.</summary>
    public IReadOnlyDictionary<string, string> Kinds => _kinds;

    /// <summary>A series' value, whatever the order of its labels; null when it is absent.</summary>
    public double? this[string series] => _values.TryGetValue(Sorted(series), out var value) ? value : null;

    private static string Sorted(string series)
    {
        var open = series.IndexOf('{', StringComparison.Ordinal);
        return open < 0
            ? series
            : $"{series[..open]}{{{string.Join(',', series[(open + 1)..^1].Split(',').Order(StringComparer.Ordinal))}}}";
    }
}
