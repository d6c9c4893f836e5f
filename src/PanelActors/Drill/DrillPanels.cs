using System.Globalization;
using System.Text.Json.Nodes;

namespace PanelActors.Drill;

/// <summary>
/// The panels of a drill's feed. They are a function of the number of the latest event, so that each state that a daemon shows can be
/// compared with the one state that the feed had at that number: nothing skipped, nothing half applied.
/// </summary>
internal static class DrillPanels
{
    /// <summary>The number that a feed begins with; all panels are there by then.</summary>
    public const long First = 100;

    private const int Ring = 64;
    private const int SummaryRing = 8;

    /// <summary>The panels after event <paramref name="number"/>.</summary>
    public static JsonObject At(long number, bool summary)
    {
        if (summary)
        {
            var panels = new JsonObject { ["drill"] = Lines(number) };
            for (var i = 0; i < SummaryRing; i++) panels[Key("p", i)] = Lines(Latest(number, i, SummaryRing));
            return panels;
        }

        var values = new JsonObject();
        for (var i = 0; i < Ring; i++) values[Key("k", i)] = Latest(number, i, Ring);
        return new() { ["drill"] = new JsonObject { ["number"] = number }, ["values"] = values };
    }

    /// <summary>What event <paramref name="number"/> changes, as a merge patch.</summary>
    public static JsonObject Diff(long number) => new()
    {
        ["drill"] = new JsonObject { ["number"] = number },
        ["values"] = new JsonObject { [Key("k", (int)(number % Ring))] = number },
    };

    /// <summary>The panels that event <paramref name="number"/> replaces in the summary dialect, by key.</summary>
    public static JsonObject Update(long number) => new()
    {
        ["drill"] = Lines(number),
        [Key("p", (int)(number % SummaryRing))] = Lines(number),
    };

    /// <summary>The number in panels that a daemon shows; null where there are none.</summary>
    public static long? NumberIn(JsonObject panels, bool summary)
    {
        ArgumentNullException.ThrowIfNull(panels);
        if (panels["drill"] is not JsonObject drill) return null;
        if (!summary) return (long?)drill["number"];
        return long.TryParse((string?)drill["title"], NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
    }

    /// <summary>How many top-level panels differ.</summary>
    public static int Differing(JsonObject shown, JsonObject expected)
    {
        ArgumentNullException.ThrowIfNull(shown);
        ArgumentNullException.ThrowIfNull(expected);
        return shown.Select(static panel => panel.Key).Union(expected.Select(static panel => panel.Key))
            .Count(key => !JsonNode.DeepEquals(shown[key], expected[key]));
    }

    private static JsonObject Lines(long number)
    {
        var text = number.ToString(CultureInfo.InvariantCulture);
        return new() { ["hash"] = $"h{text}", ["title"] = text, ["lines"] = new JsonArray($"after event {text}") };
    }

    private static long Latest(long number, int place, int ring) => number - ((number - place) % ring);

    private static string Key(string prefix, int place) => string.Create(CultureInfo.InvariantCulture, $"{prefix}{place}");
}
