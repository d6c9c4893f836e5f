using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace PanelActors.Drill;

/// <summary>What a drill prints at its end, as a table or as JSON.</summary>
internal static class DrillReport
{
    private static readonly JsonSerializerOptions Indented = new()
    { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>A table for people, which is one of Markdown too, and what was broken below it.</summary>
    public static string Table(IReadOnlyCollection<DrillResult> results)
    {
        ArgumentNullException.ThrowIfNull(results);
        string[] head = ["fault", "detect", "recover", "lost", "promise"];
        List<string[]> rows = [head, .. results.Select(Row)];
        var widths = head.Select((_, column) => rows.Max(row => row[column].Length)).ToArray();
        var lines = rows.Select(row => Line(row, widths)).ToList();
        lines.Insert(1, $"|{string.Join('|', widths.Select(static width => new string('-', width + 2)))}|");
        lines.Add("");
        foreach (var result in results)
            lines.AddRange(result.Broken.Select(text => $"{result.Fault.Name}: {text}"));
        var broken = results.Count(static result => !result.IsKept);
        lines.Add($"{DrillJudge.Count(results.Count - broken, "promise")} kept, {broken} broken.");
        return string.Join('\n', lines) + "\n";
    }

    /// <summary>One JSON object with all that is known.</summary>
    public static string Json(IReadOnlyCollection<DrillResult> results)
    {
        ArgumentNullException.ThrowIfNull(results);
        var report = new JsonObject
        {
            ["kept"] = results.All(static result => result.IsKept),
            ["faults"] = new JsonArray([.. results.Select(Fault)]),
            ["not_caused"] = new JsonArray([.. OutOfReach.Rows.Select(static row =>
                new JsonObject { ["row"] = row.Key, ["reason"] = row.Value })]),
        };
        return report.ToJsonString(Indented) + "\n";
    }

    private static JsonObject Fault(DrillResult result) => new()
    {
        ["name"] = result.Fault.Name,
        ["causes"] = result.Fault.Causes,
        ["rows"] = new JsonArray([.. result.Fault.Rows.Select(static row => JsonValue.Create(row))]),
        ["kept"] = result.IsKept,
        ["detect_seconds"] = Seconds(result.Measure.Detect),
        ["detect_deadline_seconds"] = Seconds(result.Fault.Promise.Detect),
        ["recover_seconds"] = Seconds(result.Measure.Recover),
        ["recover_deadline_seconds"] = Seconds(result.Fault.Promise.Recover),
        ["lost_events"] = result.Measure.LostEvents,
        ["lost_panels"] = result.Measure.LostPanels,
        ["broken"] = new JsonArray([.. result.Broken.Select(static text => JsonValue.Create(text))]),
    };

    private static string[] Row(DrillResult result) =>
    [
        result.Fault.Name,
        Text(result.Fault.Promise.Detect, result.Measure.Detect),
        Text(result.Fault.Promise.Recover, result.Measure.Recover),
        Lost(result),
        result.IsKept ? "kept" : "BROKEN",
    ];

    private static string Lost(DrillResult result)
    {
        if (result.Fault.Promise.Recover is null) return "-";
        if (result.Measure is not { LostEvents: { } events, LostPanels: { } panels }) return "?";
        if (events == 0 && panels == 0) return "nothing";
        return panels == 0 ? DrillJudge.Count(events, "event")
            : $"{DrillJudge.Count(events, "event")}, {DrillJudge.Count(panels, "panel")}";
    }

    private static string Text(TimeSpan? promised, TimeSpan? measured) =>
        measured is { } time ? string.Create(CultureInfo.InvariantCulture, $"{time.TotalSeconds:0.00} s")
            : promised is null ? "-" : "never";

    private static double? Seconds(TimeSpan? time) => time is { } known ? Math.Round(known.TotalSeconds, 3) : null;

    private static string Line(string[] cells, int[] widths) =>
        $"| {string.Join(" | ", cells.Select((cell, column) => cell.PadRight(widths[column])))} |";
}
