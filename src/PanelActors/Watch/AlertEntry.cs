using System.Text.Json;
using PanelActors.State;
using PanelActors.Tree;

namespace PanelActors.Watch;

/// <summary>One kind of alert as people read it. All texts are clean.</summary>
/// <param name="Type">Its name.</param>
/// <param name="Level">Its severity; empty where it has none.</param>
/// <param name="Reasons">Why.</param>
/// <param name="IsActive">Whether it is on.</param>
internal sealed record AlertEntry(string Type, string Level, string Reasons, bool IsActive)
{
    /// <summary>Its message; empty where it has none. What it says may change while the alert is the same.</summary>
    public string Message { get; init; } = "";

    /// <summary>All kinds of alert of a state, those that are on first.</summary>
    public static IReadOnlyList<AlertEntry> Of(PanelState state)
    {
        var entries = new List<AlertEntry>();
        foreach (var (key, value) in state.SeverityStates.Members) entries.Add(Read(key.ToString(), value));
        return [.. entries.OrderBy(static entry => entry.IsActive ? 0 : 1).ThenBy(static entry => Rank(entry.Level))];
    }

    /// <summary>How a level looks.</summary>
    public static Tone ToneOf(string level) => Rank(level) switch { 0 => Tone.Bad, 1 => Tone.Warn, _ => Tone.Plain };

    /// <summary>Alerts by severity, in the feed's order.</summary>
    public static IReadOnlyList<(string Severity, string Count)> Counts(PanelState state)
    {
        var counts = new List<(string, string)>();
        if (state.SeverityCounts is not { } known) return counts;
        foreach (var (key, value) in known.Members) counts.Add((SafeText.Clean(key.ToString()), SafeText.Clean(value.ToString())));
        return counts;
    }

    /// <summary>One kind of alert.</summary>
    public static AlertEntry Read(string type, PanelNode value)
    {
        using var document = JsonDocument.Parse(value.ToString(), new JsonDocumentOptions { MaxDepth = int.MaxValue });
        var root = document.RootElement;
        if (root.ValueKind != JsonValueKind.Object) return new AlertEntry(SafeText.Clean(type), "", "", false);
        var level = Text(root, "active");
        var isResolved = root.TryGetProperty("resolved", out var resolved) && resolved.ValueKind == JsonValueKind.True;
        var reasons = root.TryGetProperty("reasons", out var list) && list.ValueKind == JsonValueKind.Array
            ? string.Join("; ", list.EnumerateArray().Take(8).Select(static reason =>
                reason.ValueKind == JsonValueKind.String ? reason.GetString() : reason.GetRawText()))
            : "";
        return new AlertEntry(SafeText.Clean(type), level, SafeText.Clean(reasons), level.Length > 0 && level != "false" && !isResolved)
        {
            Message = root.TryGetProperty("alert", out var alert) && alert.ValueKind == JsonValueKind.Object ? Text(alert, "message") : "",
        };
    }

    private static string Text(JsonElement entry, string name) => entry.TryGetProperty(name, out var value)
        ? value.ValueKind switch
        {
            JsonValueKind.String => SafeText.Clean(value.GetString()!),
            JsonValueKind.True => "active",
            JsonValueKind.False => "false",
            JsonValueKind.Number => SafeText.Clean(value.GetRawText()),
            _ => "",
        }
        : "";

    private static int Rank(string level) => level.ToUpperInvariant() switch
    {
        "CRITICAL" or "CRIT" or "ERROR" => 0,
        "WARN" or "WARNING" or "ACTIVE" => 1,
        _ => 2,
    };
}
