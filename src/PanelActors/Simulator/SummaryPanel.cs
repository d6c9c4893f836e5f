using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace PanelActors.Simulator;

/// <summary>A panel of the market in a summary stream: a title and lines of text.</summary>
internal static class SummaryPanel
{
    private const string NoContent = "…";

    /// <summary>The panel <paramref name="name"/>; <paramref name="content"/> is null where the market has no such panel.</summary>
    public static JsonObject Of(string name, JsonNode? content)
    {
        var lines = Lines(content).DefaultIfEmpty(NoContent).ToList();
        return new JsonObject
        {
            ["hash"] = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', lines)))),
            ["title"] = Title(name),
            ["lines"] = new JsonArray([.. lines.Select(line => (JsonNode)line)]),
        };
    }

    private static IEnumerable<string> Lines(JsonNode? content) => content switch
    {
        JsonObject members => members.Select(member => $"{member.Key}: {Text(member.Value)}"),
        JsonArray items => items.Select(Text).Prepend($"count: {items.Count}"),
        null => [],
        _ => [Text(content)],
    };

    private static string Text(JsonNode? value) => value switch
    {
        null => "—",
        JsonValue text when text.TryGetValue<string>(out var plain) => plain,
        _ => value.ToJsonString(),
    };

    private static string Title(string name) => char.ToUpperInvariant(name[0]) + name[1..].Replace('_', ' ');
}
