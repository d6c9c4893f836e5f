using System.Text;
using System.Text.Json.Nodes;
using PanelActors.Simulator;

namespace PanelActors.Tests.Simulator;

/// <summary>A second, naive reading of specification 1 and 2 over mutable nodes: what a client of the feed would hold.</summary>
internal sealed class FeedApplier
{
    public JsonObject Status { get; private set; } = [];

    public long Generation { get; private set; }

    public static JsonObject EnvelopeOf(string frame) =>
        JsonNode.Parse(frame.Split('\n').Single(l => l.StartsWith("data: ", StringComparison.Ordinal))[6..])!.AsObject();

    public static JsonObject EnvelopeOf(FeedEvent source) => EnvelopeOf(Encoding.UTF8.GetString(source.Frame.Span));

    public static string FormOf(JsonObject diff) =>
        diff.ContainsKey("op") ? "panel_op"
        : diff["added"] is JsonObject && diff["removed"] is JsonArray && diff["changed"] is JsonObject ? "structured"
        : "merge_patch";

    public void Apply(JsonObject envelope)
    {
        var payload = envelope["payload"]!.AsObject();
        switch ((string)envelope["type"]!)
        {
            case "panel_full":
                Status = payload["status"]!.DeepClone().AsObject();
                Generation = (long)envelope["generation"]!;
                break;
            case "panel_diff":
                ((long)envelope["generation"]!).ShouldBe(Generation);
                ApplyDiff(payload["diff"]!.AsObject());
                break;
        }
    }

    private void ApplyDiff(JsonObject diff)
    {
        switch (FormOf(diff))
        {
            case "structured":
                Structured(Status, diff);
                break;
            case "merge_patch":
                Patch(Status, diff);
                break;
            default:
                var panel = (string)diff["panel"]!;
                if ((string)diff["op"]! == "full")
                {
                    Status[panel] = diff["data"]?.DeepClone();
                    break;
                }

                if (Status[panel] is not JsonObject) Status[panel] = new JsonObject();
                Merge(Status[panel]!.AsObject(), diff["data"]!.AsObject());
                break;
        }
    }

    private static void Structured(JsonObject target, JsonObject diff)
    {
        foreach (var key in diff["removed"]!.AsArray()) target.Remove((string)key!).ShouldBeTrue();
        foreach (var (key, value) in diff["added"]!.AsObject()) target.TryAdd(key, value?.DeepClone()).ShouldBeTrue();
        foreach (var (key, change) in diff["changed"]!.AsObject())
        {
            target.ContainsKey(key).ShouldBeTrue();
            JsonNode.DeepEquals(target[key], change!["old"]).ShouldBeTrue($"old value of {key}");
            target[key] = change["new"]?.DeepClone();
        }

        foreach (var (key, inner) in diff["nested"]?.AsObject() ?? []) Structured(target[key]!.AsObject(), inner!.AsObject());
    }

    private static void Patch(JsonObject target, JsonObject patch)
    {
        foreach (var (key, value) in patch)
        {
            if (value is null)
            {
                target.Remove(key);
            }
            else if (value is JsonObject members)
            {
                if (target[key] is not JsonObject) target[key] = new JsonObject();
                Patch(target[key]!.AsObject(), members);
            }
            else
            {
                target[key] = value.DeepClone();
            }
        }
    }

    private static void Merge(JsonObject target, JsonObject data)
    {
        foreach (var (key, value) in data)
        {
            if (value is JsonObject { Count: 1 } removal && removal["__remove__"]?.GetValueKind() == System.Text.Json.JsonValueKind.True)
            {
                target.Remove(key);
            }
            else if (value is JsonObject members)
            {
                if (target[key] is not JsonObject) target[key] = new JsonObject();
                Merge(target[key]!.AsObject(), members);
            }
            else
            {
                target[key] = value?.DeepClone();
            }
        }
    }
}
