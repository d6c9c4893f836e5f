using System.Globalization;
using System.Text;

namespace PanelActors.Tests.Support;

/// <summary>Frames as a real feed writes them.</summary>
public static class Sse
{
    /// <summary>One frame: id and type where given, and the data, line by line.</summary>
    public static string Event(string? id, string json, string? type = null)
    {
        var frame = new StringBuilder();
        if (id is not null)
            frame.Append(CultureInfo.InvariantCulture, $"id: {id}\n");
        if (type is not null)
            frame.Append(CultureInfo.InvariantCulture, $"event: {type}\n");
        foreach (var line in json.ReplaceLineEndings("\n").Split('\n'))
            frame.Append(CultureInfo.InvariantCulture, $"data: {line}\n");
        return frame.Append('\n').ToString();
    }

    /// <inheritdoc cref="Event(string?, string, string?)"/>
    public static string Event(long id, string json, string? type = null) =>
        Event(id.ToString(CultureInfo.InvariantCulture), json, type);

    /// <summary>A frame with a whole envelope around a body.</summary>
    public static string Envelope(long id, string type, string payload, long? generation = null)
    {
        var known = generation is null ? "" : string.Create(CultureInfo.InvariantCulture, $",\"generation\":{generation}");
        return Event(id, $"{{\"id\":{id},\"type\":\"{type}\",\"payload\":{payload}{known}}}", type);
    }

    /// <summary>A <c>panel_full</c> with this status.</summary>
    public static string Full(long id, long? generation, string status) =>
        Envelope(id, "panel_full", $"{{\"status\":{status}}}", generation);

    /// <summary>A <c>panel_diff</c> with this diff.</summary>
    public static string Diff(long id, long? generation, string diff) =>
        Envelope(id, "panel_diff", $"{{\"diff\":{diff}}}", generation);

    /// <summary>A <c>panel_diff</c> whose data was this old already when it was sent.</summary>
    public static string OldDiff(long id, long generation, int seconds, string diff) => Event(
        id,
        string.Create(
            CultureInfo.InvariantCulture,
            $$"""{"id":{{id}},"type":"panel_diff","payload":{"diff":{{diff}}},"generation":{{generation}},"age_seconds":{{seconds}}}"""),
        "panel_diff");

    /// <summary>A <c>severity_counts</c> with all three counts.</summary>
    public static string Counts(long id, int info, int warn, int critical) =>
        Envelope(id, "severity_counts", $"{{\"counts\":{{\"info\":{info},\"warn\":{warn},\"critical\":{critical}}}}}");

    /// <summary>A comment, as feeds send to keep a line open.</summary>
    public static string Comment(string text = "keep-alive") => $": {text}\n\n";
}
