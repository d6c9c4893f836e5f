using System.Text.Json;
using PanelActors.Tree;

namespace PanelActors.Watch;

/// <summary>What the daemon knows of one number over time.</summary>
/// <param name="Panel">The panel that it is in.</param>
/// <param name="Pointer">The JSON pointer from there.</param>
/// <param name="Points">Unix seconds and values; null for a gap.</param>
internal sealed record NumberSeries(PanelKey Panel, string Pointer, IReadOnlyList<(double At, double? Value)> Points)
{
    /// <summary>Reads the answer to a question for several paths. What is of another form is left out.</summary>
    public static IReadOnlyList<NumberSeries> Read(JsonElement answer)
    {
        if (answer.ValueKind != JsonValueKind.Object || !answer.TryGetProperty("items", out var items)
            || items.ValueKind != JsonValueKind.Array)
        {
            return [];
        }

        return [.. items.EnumerateArray().Select(ReadOne).OfType<NumberSeries>()];
    }

    private static NumberSeries? ReadOne(JsonElement item)
    {
        if (item.ValueKind != JsonValueKind.Object || !item.TryGetProperty("path", out var path) || path.ValueKind != JsonValueKind.String
            || !item.TryGetProperty("points", out var points) || points.ValueKind != JsonValueKind.Array
            || path.GetString() is not ['/', ..] text)
        {
            return null;
        }

        var end = text.IndexOf('/', 1);
        var panel = end < 0 ? text[1..] : text[1..end];
        var key = panel.Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal);
        return new NumberSeries(PanelKey.Of(key), end < 0 ? "" : text[end..], [.. points.EnumerateArray().SelectMany(Point)]);
    }

    private static IEnumerable<(double At, double? Value)> Point(JsonElement point)
    {
        if (point.ValueKind != JsonValueKind.Array || point.GetArrayLength() < 4) yield break;
        if (point[0].ValueKind == JsonValueKind.Number && point[0].TryGetDouble(out var at) && double.IsFinite(at))
            yield return (at, ValueOf(point[3]));
    }

    private static double? ValueOf(JsonElement value) =>
        value.ValueKind == JsonValueKind.Number && value.TryGetDouble(out var number) && double.IsFinite(number) ? number : null;
}
