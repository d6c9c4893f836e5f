using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using PanelActors.Tests.Support;

namespace PanelActors.Tests.EndToEnd;

/// <summary>
/// A feed whose events are numbered from 1 and whose state after each of them is a function of its number. A reader that applied every
/// event up to some number just once, and nothing of any later one, shows exactly that.
/// </summary>
internal static class CountingFeed
{
    private const int FullEvery = 250;
    private const int FollowupsKept = 50;

    private enum Kind
    {
        Full,
        Diff,
        Counts,
        Followup,
    }

    /// <summary>The frames of the events after <paramref name="last"/>.</summary>
    public static string Frames(long last, int count)
    {
        var frames = new StringBuilder();
        for (var id = last + 1; id <= last + count; id++) frames.Append(Frame(id));
        return frames.ToString();
    }

    /// <summary>The snapshot after event <paramref name="id"/>, without what time and hashing add.</summary>
    public static JsonNode Expected(long id)
    {
        var fulls = Enumerable.Range(1, (int)id).Where(n => KindOf(n) == Kind.Full).ToList();
        var expected = new JsonObject();
        if (fulls.Count > 0)
        {
            var diffs = Enumerable.Range(fulls[^1] + 1, (int)id - fulls[^1]).Where(n => KindOf(n) == Kind.Diff).ToList();
            var latest = diffs.LastOrDefault(fulls[^1]);
            expected["n"] = latest;
            expected["deep"] = new JsonObject { ["er"] = new JsonObject { ["n"] = latest, ["base"] = fulls[^1] } };
            foreach (var group in diffs.GroupBy(n => n % 7)) expected[$"k{group.Key}"] = group.Last();
        }

        expected["counts"] = Enumerable.Range(1, (int)id).LastOrDefault(n => KindOf(n) == Kind.Counts);
        expected["followups"] = string.Join(
            ' ', Enumerable.Range(1, (int)id).Where(n => KindOf(n) == Kind.Followup).Reverse().Take(FollowupsKept));
        expected["generation"] = fulls.Count;
        expected["ui_generation"] = id;
        expected["applied"] = fulls.Count + Enumerable.Range(1, (int)id).Count(n => KindOf(n) == Kind.Diff);
        return JsonNode.Parse(expected.ToJsonString())!;
    }

    /// <summary>The same of a snapshot that the daemon served.</summary>
    public static JsonNode Observed(JsonNode snapshot)
    {
        var observed = snapshot.DeepClone().AsObject();
        observed.Remove("panel_push_meta");
        observed.Remove("adaptive_stream");
        var meta = snapshot["panel_push_meta"]!;
        var stream = snapshot["adaptive_stream"]!;
        observed["counts"] = stream["severity_counts"]?["warn"]?.DeepClone() ?? 0;
        observed["followups"] = string.Join(
            ' ', (stream["followup_alerts"]?.AsArray() ?? []).Select(followup => (string?)followup!["message"]));
        observed["generation"] = meta["panel_generation"]?.DeepClone() ?? 0;
        observed["ui_generation"] = meta["ui_generation"]!.DeepClone();
        observed["applied"] = (long)meta["sse_events"]!["panel_full"]! + (long)meta["sse_events"]!["panel_diff_applied"]!;
        return JsonNode.Parse(observed.ToJsonString())!;
    }

    private static Kind KindOf(long id) =>
        id % FullEvery == 1 ? Kind.Full : (id % 10) switch { 5 => Kind.Counts, 7 => Kind.Followup, _ => Kind.Diff };

    private static string Frame(long id)
    {
        var generation = ((id - 1) / FullEvery) + 1;
        return KindOf(id) switch
        {
            Kind.Full => Sse.Full(id, generation, Invariant($$$"""{"n":{{{id}}},"deep":{"er":{"n":{{{id}}},"base":{{{id}}} } } }""")),
            Kind.Counts => Sse.Counts(id, 0, (int)id, 0),
            Kind.Followup => Sse.Envelope(id, "followup_alert", Invariant($$"""{"ts":{{id}},"message":"{{id}}"}""")),
            _ => Sse.Diff(id, generation, Invariant($$$"""{"n":{{{id}}},"deep":{"er":{"n":{{{id}}} } },"k{{{id % 7}}}":{{{id}}} }""")),
        };
    }

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
