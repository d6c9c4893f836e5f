using System.Text.Json.Nodes;

namespace PanelActors.Simulator;

/// <summary>
/// The change between two statuses, in each of the three diff forms of specification 1.5. Both may be reduced to the panels that could have
/// changed. The outputs share nothing with the inputs.
/// </summary>
internal static class StatusDiff
{
    /// <summary>The <c>structured</c> form, which can express every change.</summary>
    public static JsonObject Structured(JsonObject before, JsonObject after)
    {
        var added = new JsonObject();
        var removed = new JsonArray();
        var changed = new JsonObject();
        var nested = new JsonObject();
        foreach (var (key, _) in before)
        {
            if (!after.ContainsKey(key)) removed.Add((JsonNode)key);
        }

        foreach (var (key, value) in after)
        {
            if (!before.TryGetPropertyValue(key, out var old))
                added[key] = value?.DeepClone();
            else if (JsonNode.DeepEquals(old, value))
                continue;
            else if (old is JsonObject oldObject && value is JsonObject newObject)
                nested[key] = Structured(oldObject, newObject);
            else
                changed[key] = new JsonObject { ["old"] = old?.DeepClone(), ["new"] = value?.DeepClone() };
        }

        var diff = new JsonObject { ["added"] = added, ["removed"] = removed, ["changed"] = changed };
        if (nested.Count > 0) diff["nested"] = nested;
        return diff;
    }

    /// <summary>The <c>merge_patch</c> form (RFC 7396); null where that cannot express the change, because it sets a <c>null</c>.</summary>
    public static JsonObject? MergePatch(JsonObject before, JsonObject after)
    {
        var patch = new JsonObject();
        foreach (var (key, _) in before)
        {
            if (!after.ContainsKey(key)) patch[key] = null;
        }

        foreach (var (key, value) in after)
        {
            var existed = before.TryGetPropertyValue(key, out var old);
            if (existed && JsonNode.DeepEquals(old, value)) continue;
            if (old is JsonObject oldObject && value is JsonObject newObject)
            {
                if (MergePatch(oldObject, newObject) is not { } inner) return null;
                patch[key] = inner;
            }
            else
            {
                if (SetsNull(value)) return null;
                patch[key] = value!.DeepClone();
            }
        }

        return patch;
    }

    /// <summary>
    /// The <c>panel_op</c> form: for each changed panel the shorter of <c>diff</c> and <c>full</c>. Null where that cannot express the
    /// change, because it removes a panel.
    /// </summary>
    public static IReadOnlyList<JsonObject>? PanelOps(JsonObject before, JsonObject after)
    {
        var operations = new List<JsonObject>();
        foreach (var (panel, _) in before)
        {
            if (!after.ContainsKey(panel)) return null;
        }

        foreach (var (panel, value) in after)
        {
            var existed = before.TryGetPropertyValue(panel, out var old);
            if (existed && JsonNode.DeepEquals(old, value)) continue;
            var merge = old is JsonObject oldPanel && value is JsonObject newPanel ? Merge(oldPanel, newPanel) : null;
            var small = merge is not null && merge.ToJsonString().Length < value!.ToJsonString().Length;
            operations.Add(new JsonObject
            {
                ["panel"] = panel,
                ["op"] = small ? "diff" : "full",
                ["data"] = small ? merge : value?.DeepClone(),
            });
        }

        return operations;
    }

    private static JsonObject Merge(JsonObject before, JsonObject after)
    {
        var data = new JsonObject();
        foreach (var (key, _) in before)
        {
            if (!after.ContainsKey(key)) data[key] = new JsonObject { ["__remove__"] = true };
        }

        foreach (var (key, value) in after)
        {
            var existed = before.TryGetPropertyValue(key, out var old);
            if (existed && JsonNode.DeepEquals(old, value)) continue;
            data[key] = old is JsonObject oldObject && value is JsonObject newObject ? Merge(oldObject, newObject) : value?.DeepClone();
        }

        return data;
    }

    // A null removes only a member of an object; inside an array it is a value.
    private static bool SetsNull(JsonNode? value) =>
        value is null || (value is JsonObject members && members.Any(m => SetsNull(m.Value)));
}
