using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using PanelActors.Configuration;

namespace PanelActors.Tests.Docs;

/// <summary>A piece of configuration that a page shows, and the least configuration around it.</summary>
internal static partial class ConfigurationFragment
{
    private static readonly JsonDocumentOptions Lenient = new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true };
    private static readonly string[] Blocks = ["json", "jsonc"];

    /// <summary>Every one of every page: fenced blocks, and code within a line that begins with a key.</summary>
    public static IEnumerable<(string Place, string Text)> All =>
        DocPage.All.SelectMany(page => Fenced(page).Concat(Inline(page))).Where(fragment => IsConfiguration(fragment.Text));

    /// <summary>
    /// Whether a piece of JSON is configuration and not an answer of the API: it begins with a key, or has a key of the configuration at
    /// its top.
    /// </summary>
    public static bool IsConfiguration(string text) =>
        text.TrimStart().StartsWith('"') || (Parse(text) is JsonObject root && root.Any(member => IsAtTheTop(member.Key)));

    /// <summary>A whole configuration that has <paramref name="text"/> in it, with the stores that it names.</summary>
    public static string Complete(string text)
    {
        var root = Parse(text) as JsonObject ?? throw new InvalidDataException($"This is no configuration: {text}");
        if (root[PanelActorsOptions.Section] is not JsonObject section)
        {
            section = root.All(member => IsKey<PanelActorsOptions>(member.Key)) ? root
                : root.All(member => IsKey<SourceOptions>(member.Key))
                ? new JsonObject { ["Sources"] = new JsonArray(Source("market", root)) }
                : throw new InvalidDataException($"These are keys of neither the configuration nor a source: {text}");
            root = new JsonObject { [PanelActorsOptions.Section] = section };
        }

        section["Sources"] ??= new JsonArray([.. Stores(section).DefaultIfEmpty("market").Select(name => Source(name, []))]);
        return root.ToJsonString();
    }

    private static IEnumerable<(string Place, string Text)> Fenced(DocPage page) =>
        from block in page.Blocks
        where Blocks.Contains(block.Language)
        select ($"{block.Page}:{block.Number}", block.Text);

    private static IEnumerable<(string Place, string Text)> Inline(DocPage page) =>
        from line in page.Prose
        from match in InlineKey().Matches(line.Text)
        select ($"{page.Path}:{line.Number}", match.Groups["text"].Value);

    private static JsonNode? Parse(string text) =>
        JsonNode.Parse(text.TrimStart().StartsWith('"') ? $"{{{text}}}" : text, documentOptions: Lenient);


    private static JsonObject Source(string name, JsonObject keys)
    {
        var source = (JsonObject)keys.DeepClone();
        source.TryAdd("Name", name);
        source.TryAdd("Url", "http://feed.example/events");
        return source;
    }

    private static IEnumerable<string> Stores(JsonObject section)
    {
        var composites = section["Composites"] as JsonArray ?? [];
        var files = section["Outputs"]?["Files"] as JsonArray ?? [];
        return composites.SelectMany(composite => ((JsonArray)composite!["Members"]!).Select(member => (string)member!))
            .Concat(files.Select(file => (string)file!["Store"]!))
            .Except(composites.Select(composite => (string)composite!["Name"]!))
            .Distinct();
    }

    private static bool IsAtTheTop(string name) => name == PanelActorsOptions.Section || IsKey<PanelActorsOptions>(name);

    private static bool IsKey<T>(string name) => typeof(T).GetProperties().Any(property => property.CanWrite && property.Name == name);

    [GeneratedRegex("`(?<text>\"[A-Z][A-Za-z]*\": [^`]*)`")]
    private static partial Regex InlineKey();
}
