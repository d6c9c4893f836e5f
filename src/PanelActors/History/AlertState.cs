using System.Text.Json;
using PanelActors.Tree;

namespace PanelActors.History;

/// <summary>What the entry of one kind of alert says (specification 1.4).</summary>
/// <param name="Level">In upper case; of one that is not active, the level that the feed left it at.</param>
/// <param name="IsActive">Whether there is an alert.</param>
internal readonly record struct AlertState(string Level, bool IsActive)
{
    private const int MaxReasons = 20;

    private static readonly PanelKey Active = PanelKey.Of("active");
    private static readonly PanelKey Resolved = PanelKey.Of("resolved");
    private static readonly PanelKey Alert = PanelKey.Of("alert");
    private static readonly PanelKey Severity = PanelKey.Of("severity");
    private static readonly PanelKey Message = PanelKey.Of("message");
    private static readonly PanelKey Reasons = PanelKey.Of("reasons");

    /// <summary>In lower case: the level, or <c>resolved</c>.</summary>
    public string Word => IsActive ? Level.ToLowerInvariant() : "resolved";

    /// <summary>Reads an entry of <c>severity_state</c>; a feed may have put anything into it.</summary>
    public static AlertState Of(PanelObject entry)
    {
        var (active, severity) = (entry.Find(Active), (entry.Find(Alert) as PanelObject)?.Find(Severity));
        var word = TextOf(active) ?? TextOf(severity);
        var isActive = !IsWord(entry.Find(Resolved), "true"u8) && active is not null && !IsWord(active, "null"u8)
            && !IsWord(active, "false"u8) && TextOf(active) is not ("" or "resolved" or "none");
        return new AlertState(word is { Length: > 0 } ? HistoryLevel.Of(word) : isActive ? HistoryLevel.Warn : HistoryLevel.Info, isActive);
    }

    /// <summary>Why the alert is as it is; of a list that is longer than that, the first ones.</summary>
    public static IReadOnlyList<string> ReasonsOf(PanelObject entry)
    {
        if (entry.Find(Reasons) is not PanelLeaf { Json: [(byte)'[', ..] } leaf) return [];
        var reasons = new List<string>();
        using var list = JsonDocument.Parse(leaf.Json.ToArray(), new JsonDocumentOptions { MaxDepth = 512 });
        foreach (var reason in list.RootElement.EnumerateArray().Take(MaxReasons))
        {
            var text = reason.ValueKind == JsonValueKind.String ? reason.GetString()! : reason.GetRawText();
            reasons.Add(HistoryText.Clamp(text, HistoryText.MaxTitle));
        }

        return reasons;
    }

    /// <summary>The message of the alert; null where it has none.</summary>
    public static string? MessageOf(PanelObject entry) =>
        (entry.Find(Alert) as PanelObject)?.Find(Message) is PanelLeaf message ? TextOf(message) : null;

    private static bool IsWord(PanelNode? node, ReadOnlySpan<byte> word) => node is PanelLeaf leaf && leaf.Json.SequenceEqual(word);

    private static string? TextOf(PanelNode? node) =>
        node is PanelLeaf { Json: [(byte)'"', ..] } leaf ? JsonText.Decode(leaf.Json[1..^1], leaf.Json.Contains((byte)'\\')) : null;
}
