using System.Text.Json.Nodes;
using PanelActors.Configuration;

namespace PanelActors.Fuzz.Targets;

/// <summary>The diff forms of specification 1.5, applied to a mutable document, which knows nothing of patches and sharing.</summary>
internal static class DiffModel
{
    private static readonly string[] StructuredKeys = ["added", "removed", "changed", "nested", "_truncated", "truncated_reasons"];

    /// <summary>The status after the diff; null where the diff cannot be merged. <paramref name="status"/> is not changed.</summary>
    public static JsonObject? Apply(JsonObject status, JsonObject diff, DiffForm form)
    {
        var result = status.DeepClone().AsObject();
        switch (form == DiffForm.Auto ? FormOf(diff) : form)
        {
            case DiffForm.PanelOp: return ApplyPanelOp(result, diff) ? result : null;
            case DiffForm.Structured: return ApplyStructured(result, diff) ? result : null;
            default: return Merge(result, diff, static value => value is null);
        }
    }

    private static DiffForm FormOf(JsonObject diff) =>
        diff.ContainsKey("panel") && diff.ContainsKey("op") ? DiffForm.PanelOp
        : IsStructured(diff) ? DiffForm.Structured : DiffForm.MergePatch;

    private static bool IsStructured(JsonNode? diff) => diff is JsonObject members
        && members.All(static member => StructuredKeys.Contains(member.Key))
        && members["added"] is JsonObject && members["removed"] is JsonArray && members["changed"] is JsonObject
        && (!members.ContainsKey("nested") || members["nested"] is JsonObject);

    private static bool ApplyPanelOp(JsonObject status, JsonObject diff)
    {
        if (!diff.TryGetPropertyValue("data", out var data) || TextOf(diff["panel"]) is not { Length: > 0 } panel) return false;
        switch (TextOf(diff["op"]))
        {
            case "full":
                status[panel] = data?.DeepClone();
                return true;
            case "diff" when data is JsonObject members:
                status[panel] = Merge(status[panel] as JsonObject, members, IsRemoval);
                return true;
            default:
                return false;
        }
    }

    private static JsonObject Merge(JsonObject? target, JsonObject patch, Func<JsonNode?, bool> removes)
    {
        var result = target?.DeepClone().AsObject() ?? [];
        foreach (var (name, value) in patch)
        {
            if (removes(value)) result.Remove(name);
            else result[name] = value is JsonObject inner ? Merge(result[name] as JsonObject, inner, removes) : value?.DeepClone();
        }

        return result;
    }

    private static bool IsRemoval(JsonNode? value) =>
        value is JsonObject { Count: 1 } members && members["__remove__"] is JsonValue mark && mark.TryGetValue(out bool isTrue) && isTrue;

    private static bool ApplyStructured(JsonObject target, JsonNode? diff)
    {
        if (!IsStructured(diff)) return false;
        foreach (var name in diff!["removed"]!.AsArray())
        {
            if (TextOf(name) is not { } removed) return false;
            target.Remove(removed);
        }

        foreach (var (name, value) in diff["added"]!.AsObject()) target[name] = value?.DeepClone();
        foreach (var (name, value) in diff["changed"]!.AsObject())
        {
            if (value is not JsonObject change || !change.TryGetPropertyValue("new", out var now)) return false;
            target[name] = now?.DeepClone();
        }

        foreach (var (name, value) in diff["nested"]?.AsObject() ?? [])
        {
            if (target[name] is not JsonObject inner || !ApplyStructured(inner, value)) return false;
        }

        return true;
    }

    private static string? TextOf(JsonNode? node) => node is JsonValue value && value.TryGetValue(out string? text) ? text : null;
}
