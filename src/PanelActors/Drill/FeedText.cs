using System.Text.Json.Nodes;

namespace PanelActors.Drill;

/// <summary>Events of a feed as text, in both dialects.</summary>
internal static class FeedText
{
    /// <summary>A frame with one event of the panels dialect.</summary>
    /// <param name="type">The type of the event.</param>
    /// <param name="id">Its id; null = none.</param>
    /// <param name="generation">The baseline it belongs to; null = not said.</param>
    /// <param name="payload">The body.</param>
    /// <param name="more">Further members of the envelope, each with a comma before it.</param>
    public static string Event(string type, long? id, long? generation, string payload, string more = "")
    {
        var envelope = $"{{\"type\":\"{type}\"{(generation is { } known ? $",\"generation\":{known}" : "")}{more},\"payload\":{payload}}}";
        return Frame(type, envelope, id);
    }

    /// <summary>A frame with any data.</summary>
    public static string Frame(string type, string data, long? id = null) =>
        $"event: {type}\n{(id is { } known ? $"id: {known}\n" : "")}data: {data}\n\n";

    /// <summary>A <c>panel_full</c> body.</summary>
    public static string Full(JsonObject panels, string more = "") => $"{{\"status\":{Text(panels)}{more}}}";

    /// <summary>A <c>panel_diff</c> body.</summary>
    public static string Diff(JsonObject diff, string more = "") => $"{{\"diff\":{Text(diff)}{more}}}";

    /// <summary>The summary dialect's greeting of a publisher's run.</summary>
    public static string Hello(int run) =>
        Frame(
            "hello", $"{{\"cycle\":1,\"version\":\"{run}\",\"schema_version\":1,\"panels\":[{{\"key\":\"drill\",\"hash\":\"{run}\"}}]}}");

    /// <summary>The summary dialect's baseline.</summary>
    public static string Snapshot(JsonObject panels, long cycle) =>
        Frame("full_snapshot", $"{{\"cycle\":{cycle},\"panels\":{Text(panels)}}}");

    /// <summary>The summary dialect's change of whole panels.</summary>
    public static string Update(JsonObject panels, long cycle)
    {
        ArgumentNullException.ThrowIfNull(panels);
        var updates = new JsonArray();
        foreach (var (key, value) in panels)
        {
            var update = value!.DeepClone().AsObject();
            update["key"] = key;
            updates.Add(update);
        }

        return Frame("panel_update", $"{{\"cycle\":{cycle},\"updates\":{updates.ToJsonString()}}}");
    }

    private static string Text(JsonObject value)
    {
        ArgumentNullException.ThrowIfNull(value);
        return value.ToJsonString();
    }
}
