using System.Text.Json.Nodes;
using PanelActors.Tests.Support;

namespace PanelActors.Tests.Deploy;

/// <summary>The dashboard that is shipped, as Grafana would ask a Prometheus for it.</summary>
internal sealed class Dashboard
{
    public const string File = "deploy/grafana/panelactors.json";

    // What Grafana puts in, for a page that shows all of a Prometheus that scrapes each second.
    private static readonly (string Variable, string Value)[] Variables =
    [
        ("$__rate_interval", "10s"), ("$job", ".*"), ("$instance", ".*"), ("$store", ".*"), ("$source", ".*"),
    ];

    private Dashboard(JsonNode root)
    {
        Panels = [.. root["panels"]!.AsArray().Where(static panel => (string?)panel!["type"] != "row")!];
        Variable = [.. root["templating"]!["list"]!.AsArray()!];
        Annotations = [.. root["annotations"]!["list"]!.AsArray()!];
    }

    public static Dashboard Shipped { get; } = new(JsonNode.Parse(Checkout.Read(File))!);

    public IReadOnlyList<JsonNode> Panels { get; }

    public IReadOnlyList<JsonNode> Variable { get; }

    public IReadOnlyList<JsonNode> Annotations { get; }

    /// <summary>Every query of every panel as it stands there.</summary>
    public IEnumerable<(string Panel, string Query)> Queries =>
        from panel in Panels
        from target in panel["targets"]!.AsArray()
        select ((string)panel["title"]!, (string)target["expr"]!);

    /// <summary>The values that each variable has are those of a label of some series: both, by the variable.</summary>
    public IEnumerable<(string Variable, string Series, string Label)> Values =>
        from variable in Variable
        where (string?)variable["type"] == "query"
        let parts = ((string)variable["definition"]!)["label_values(".Length..^1]
        let comma = parts.LastIndexOf(',')
        select ((string)variable["name"]!, Filled(parts[..comma]), parts[(comma + 1)..].Trim());

    /// <summary>A query with its variables filled in.</summary>
    public static string Filled(string query) =>
        Variables.Aggregate(query, static (text, pair) => text.Replace(pair.Variable, pair.Value, StringComparison.Ordinal));
}
