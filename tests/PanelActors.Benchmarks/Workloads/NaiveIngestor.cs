using System.Net.ServerSentEvents;
using System.Text.Json.Nodes;

namespace PanelActors.Benchmarks.Workloads;

/// <summary>
/// What one writes in an afternoon, to compare with: the runtime's parser, a document per event, one mutable tree under a lock,
/// a deep copy of it for the readers once in a while.
/// </summary>
public sealed class NaiveIngestor
{
    private const int EventsPerSnapshot = 100;

    private readonly Lock _gate = new();
    private readonly JsonObject _severity = [];
    private readonly List<JsonObject> _followups = [];
    private JsonObject _status = [];
    private JsonNode? _counts;

    /// <summary>Events taken so far.</summary>
    public int Events { get; private set; }

    /// <summary>The latest copy of the state.</summary>
    public JsonNode? Snapshot { get; private set; }

    /// <summary>Reads a whole stream.</summary>
    public void Read(Stream stream)
    {
        foreach (var item in SseParser.Create(stream).Enumerate())
        {
            var payload = JsonNode.Parse(item.Data)!["payload"]!.AsObject();
            lock (_gate)
            {
                Apply(item.EventType, payload);
                if (++Events % EventsPerSnapshot == 0) Snapshot = _status.DeepClone();
            }
        }
    }

    private void Apply(string type, JsonObject payload)
    {
        switch (type)
        {
            case "panel_full":
                _status = payload["status"]!.DeepClone().AsObject();
                break;
            case "panel_diff":
                var diff = payload["diff"]!.AsObject();
                if (diff.ContainsKey("changed")) Merge(_status, diff);
                else MergePatch(_status, diff);
                break;
            case "severity_counts":
                _counts = payload["counts"]!.DeepClone();
                break;
            case "severity_state":
                _severity[(string)payload["alert_type"]!] = payload.DeepClone();
                break;
            case "followup_alert":
                _followups.Insert(0, payload["alert"]!.DeepClone().AsObject());
                if (_followups.Count > 50) _followups.RemoveAt(50);
                break;
        }
    }

    private static void Merge(JsonObject target, JsonObject diff)
    {
        foreach (var name in diff["removed"]!.AsArray()) target.Remove((string)name!);
        foreach (var (name, value) in diff["added"]!.AsObject()) target[name] = value?.DeepClone();
        foreach (var (name, value) in diff["changed"]!.AsObject()) target[name] = value!["new"]?.DeepClone();
        if (diff["nested"] is not JsonObject nested) return;
        foreach (var (name, value) in nested) Merge(target[name]!.AsObject(), value!.AsObject());
    }

    private static void MergePatch(JsonObject target, JsonObject patch)
    {
        foreach (var (name, value) in patch)
        {
            if (value is null)
            {
                target.Remove(name);
            }
            else if (value is JsonObject inner)
            {
                if (target[name] is not JsonObject) target[name] = new JsonObject();
                MergePatch(target[name]!.AsObject(), inner);
            }
            else
            {
                target[name] = value.DeepClone();
            }
        }
    }
}
