using CsCheck;
using PanelActors.Configuration;
using PanelActors.Protocol;
using PanelActors.Protocol.Decode;
using PanelActors.Protocol.Sse;
using PanelActors.Tests.Tree;
using PanelActors.Tree;

namespace PanelActors.Tests.Protocol.Decode;

/// <summary>What a feed sends, as frames and as the events they mean.</summary>
internal static class Feed
{
    public static SseFrame Frame(string data, string type = "message") => new(SseFrameKind.Event, JsonGen.Utf8(data), type, default);

    public static PanelEvent Decode(string data, string type = "message", DiffForm form = DiffForm.Auto, int maxDepth = 64) =>
        new PanelEventDecoder(form, maxDepth).Decode(Frame(data, type));

    public static T Decode<T>(string data, string type = "message", DiffForm form = DiffForm.Auto) =>
        Decode(data, type, form).ShouldBeOfType<T>();

    public static string Envelope(string type, string payload, string more = "") => $"{{\"type\":\"{type}\",\"payload\":{payload}{more}}}";

    /// <summary>Envelopes of every kind with parts of every kind in them; some of them even make sense.</summary>
    public static readonly Gen<string> AnyEnvelope = Gen.Select(
        Gen.OneOf(
            "panel_full", "panel_diff", "panel_diff", "panel_diff", "severity_counts", "severity_state", "followup_alert",
            "FULL", "hello", ""),
        Gen.OneOf<string>(JsonGen.Object, JsonGen.Object, Body()),
        Gen.OneOf("1", "2", "2", "3", "\"2\"", "null", "[]"),
        Gen.OneOf("0", "0", "12.5", "-1", "1e300", "\"x\"", "null"))
        .Select((type, body, generation, age) =>
            Envelope(type, type == "panel_full" ? $"{{\"status\":{body}}}" : type == "panel_diff" ? $"{{\"diff\":{body}}}" : body,
                $",\"generation\":{generation},\"age_seconds\":{age}"));

    /// <summary>The JSON of <paramref name="status"/> after <paramref name="diff"/>; null where the diff cannot be merged.</summary>
    public static string? Merge(string status, string diff, DiffForm form = DiffForm.Auto)
    {
        var before = PanelObject.Parse(status);
        var after = Decode<PanelDiffEvent>(Envelope("panel_diff", $"{{\"diff\":{diff}}}"), form: form).Patch?.Apply(before)?.ToString();
        before.ToString().ShouldBe(status, "a diff must not change an older snapshot");
        return after;
    }

    private static Gen<string> Body()
    {
        var values = Gen.OneOf<string>(
            JsonGen.Value, JsonGen.Object, Gen.OneOf("\"full\"", "\"diff\"", "\"a\"", "1690000000.25", "true", """{"info":1}"""));
        var names = Gen.OneOf(
            "status", "diff", "panel", "op", "data", "added", "removed", "changed", "nested", "_truncated", "truncated", "degraded",
            "counts", "alert", "alert_type", "severity", "index", "message", "ts", "reasons", "resolved", "_generation");
        return JsonGen.ObjectOf(values, names);
    }
}
