using System.Text.Json.Nodes;

namespace PanelActors.Tests.Support;

/// <summary>A second, naive reading of a summary stream over mutable nodes: what a client of the feed would hold.</summary>
public sealed class SummaryModel
{
    /// <summary>The panels; null before the first snapshot.</summary>
    public JsonObject? Panels { get; private set; }

    public static SummaryModel Of(string stream)
    {
        var model = new SummaryModel();
        foreach (var block in stream.Split("\n\n", StringSplitOptions.RemoveEmptyEntries))
        {
            var lines = block.Split('\n');
            var type = Array.Find(lines, line => line.StartsWith("event: ", StringComparison.Ordinal))?[7..];
            var data = Array.Find(lines, line => line.StartsWith("data: ", StringComparison.Ordinal))?[6..];
            if (type is not null && data is not null) model.Apply(type, JsonNode.Parse(data)!);
        }

        return model;
    }

    public void Apply(string type, JsonNode data)
    {
        if (type == "full_snapshot")
        {
            Panels = data["panels"]!.DeepClone().AsObject();
        }
        else if (type == "panel_update" && Panels is not null)
        {
            foreach (var update in data["updates"]!.AsArray())
            {
                var panel = update!.DeepClone().AsObject();
                var key = (string)panel["key"]!;
                panel.Remove("key");
                Panels[key] = panel;
            }
        }
        else if (type == "panel_diff" && Panels is not null)
        {
            foreach (var (key, panel) in data["panels"]!.AsObject()) Panels[key] = panel!.DeepClone();
        }
    }

    /// <summary>Fails unless <paramref name="json"/> is these panels.</summary>
    public void ShouldBe(string? json)
    {
        json.ShouldNotBeNull();
        JsonNode.DeepEquals(JsonNode.Parse(json), Panels).ShouldBeTrue($"{json} is not {Panels}");
    }
}
