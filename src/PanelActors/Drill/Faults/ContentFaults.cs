using System.Text.Json.Nodes;

namespace PanelActors.Drill.Faults;

/// <summary>Events that are not as they should be.</summary>
internal static class ContentFaults
{
    private const string Page = "The feed's content | ";
    private const int TooLong = 70_000;

    /// <summary>All of them.</summary>
    public static DrillFault[] All { get; } =
    [
        Lost("oversized", "An event is larger than MaxEventBytes: in one line, in many, and in its id.",
            "an event over `MaxEventBytes`: one line, many lines, or a giant id", 3,
            FeedText.Frame("panel_diff", new string('x', TooLong)),
            FeedText.Frame("panel_diff", string.Join("\ndata: ", Enumerable.Repeat(new string('y', 1000), TooLong / 1000))),
            $"id: {new string('7', TooLong)}\ndata: {{}}\n\n") with { IsShort = true },
        new("oversized-again", "Every baseline is larger than MaxEventBytes.",
            [Page + "the same event over `MaxEventBytes`, `MaxDepth` or `MaxStateBytes` again and again"], AgainAsync)
        {
            Promise = new() { MayLose = 30, Recover = TimeSpan.FromSeconds(8) },
        },
        new("bad-utf8", "The data of an event is not UTF-8.", [Page + "not UTF-8"], scene => LoseAsync(
            scene, "bad_utf8", 1, () => scene.Feed.SendAsync(
                [.. "data: {\"type\":\"panel_diff\",\"payload\":\""u8, 0xFF, 0xFE, .. "\"}\n\n"u8])))
        {
            Promise = new() { MayLose = 1 },
        },
        Lost("bad_json", "An event is not JSON, and one has half a surrogate pair.", "not JSON, half a surrogate pair", 2,
            FeedText.Frame("panel_diff", "{\"type\":"),
            FeedText.Frame("panel_diff", "{\"type\":\"panel_diff\",\"payload\":{\"diff\":{\"a\":\"\\ud800\"}}}")) with
        {
            IsShort = true,
            Rows = [Page + "not JSON, half a surrogate pair", "Getting a new baseline | `reconnect` (default)"],
        },
        Lost("too_deep", "An event is nested deeper than MaxDepth.", "nested deeper than `MaxDepth`", 1,
            FeedText.Event("panel_diff", null, null,
                $"{{\"diff\":{string.Concat(Enumerable.Repeat("{\"a\":", 20))}1{new string('}', 20)}}}")),
        Lost("duplicate_key", "An object names a member twice.", "an object that names a member twice", 1,
            FeedText.Event("panel_diff", null, null, "{\"diff\":{\"a\":1,\"a\":2}}")),
        Lost("bad_envelope", "An event is a JSON array.", "JSON, but not an object", 1, FeedText.Frame("panel_diff", "[1]")),
        Lost("no_payload", "An event has no body.", "without a body, or without what its type needs", 1,
            FeedText.Frame("panel_diff", "{\"type\":\"panel_diff\"}")),
        Lost("bad_payload", "The body of an event lacks what its type needs.", "without a body, or without what its type needs", 1,
            FeedText.Event("panel_full", null, null, "{\"other\":1}")),
        Dropped("unknown", "An event has an unknown type.", "an unknown type", "unknown", needs: false,
            static _ => FeedText.Event("weather", null, null, "{}")),
        new("no-baseline", "The first event ever is a diff.", [Page + "a diff before any baseline"], BeforeAsync)
        {
            IsAlone = true,
            IsStarted = false,
            Promise = new() { MayLose = 1 },
        },
        Dropped("other-generation", "A diff belongs to another generation.", "a diff of another generation",
        "generation_mismatch", needs: true,
            static scene => FeedText.Event("panel_diff", null, scene.Feed.Generation + 98, "{\"diff\":{\"drill\":{\"number\":1}}}")) with
        {
            IsShort = true,
        },
        Dropped("incomplete", "A diff is marked as incomplete.", "a diff that is marked as incomplete", "incomplete_diff", needs: true,
            static scene => FeedText.Event("panel_diff", null, scene.Feed.Generation,
                "{\"diff\":{\"drill\":{\"number\":1}},\"truncated\":true}")),
        Dropped("malformed", "A diff cannot be merged.", "a diff that cannot be merged", "malformed_diff", needs: true,
            static scene => FeedText.Event(
                "panel_diff", null, scene.Feed.Generation, "{\"diff\":{\"panel\":\"drill\",\"op\":\"bend\",\"data\":{\"number\":1}}}")),
        Dropped("state-limit", "A diff would make the state larger than MaxStateBytes.",
            "a diff that would grow the state past `MaxStateBytes`; a thousand and first kind of alert", "state_limit", needs: true,
            static scene => FeedText.Event("panel_diff", null, scene.Feed.Generation,
                $"{{\"diff\":{{\"pad\":\"{new string('z', 64_900)}\"}}}}")),
        Dropped("followup-again", "A follow-up comes a second time.", "a follow-up that is in the list already", "replay", needs: false,
            static _ => string.Concat(Enumerable.Repeat(
                FeedText.Event("followup_alert", null, null,
                    "{\"alert\":{\"type\":\"drill\",\"severity\":\"info\",\"message\":\"once\"},\"ts\":1790000000}"),
                2))),
        Dropped("guard-baseline", "A guard of the feed forces a baseline.",
            "a baseline that a guard of the feed forced (`forced_reason`, its status nested as `status.status`), where the store has one",
            "guard_baseline", needs: true,
            static scene => FeedText.Event("panel_full", null, scene.Feed.Generation,
                "{\"forced_reason\":\"drill\",\"status\":{\"status\":{\"a\":1}}}")),
        new("diverged", "A structured diff believes old values that the state does not have.",
            [Page + "a `structured` diff whose `old` values differ from the state's"], DivergeAsync),
        new("baseline-diverged", "A baseline has a panel that no diff brought.",
            [Page + "a baseline that differs from what diffs had made of the one before"], OtherBaselineAsync),
    ];

    private static DrillFault Lost(string reason, string causes, string row, int count, params string[] frames) =>
        new(reason.Replace('_', '-'), causes, [Page + row], scene => LoseAsync(scene, reason, count, async () =>
        {
            // At once: the first makes the daemon connect anew, and both connections would get the second.
            await scene.Feed.SendAsync(string.Concat(frames));
        }))
        {
            Promise = new() { MayLose = count },
        };

    private static DrillFault Dropped(string name, string causes, string row, string reason, bool needs, Func<DrillScene, string> frames) =>
        new(name, causes, [Page + row], async scene =>
        {
            await NoteAsync(scene, "events_dropped_total", reason);
            scene.Cause();
            await scene.Feed.SendAsync(frames(scene), fresh: !needs);
            await scene.CountedAsync("events_dropped_total", $"reason=\"{reason}\"");
            await AskedAsync(scene, reason, needs);
        })
        {
            Promise = new() { MayLose = 1 },
        };

    private static async Task LoseAsync(DrillScene scene, string reason, int count, Func<Task> send)
    {
        await NoteAsync(scene, "ingest_errors_total", reason);
        scene.Cause();
        await send();
        await scene.CountedAsync("ingest_errors_total", $"reason=\"{reason}\"", count);
        await AskedAsync(scene, reason, needs: true);
    }

    private static async Task NoteAsync(DrillScene scene, string metric, string reason)
    {
        await scene.NoteAsync(metric, $"reason=\"{reason}\"");
        await scene.NoteAsync("full_requests_total", "outcome=\"fulfilled\"");
    }

    // The need itself can be over before a look finds it.
    private static async Task AskedAsync(DrillScene scene, string reason, bool needs)
    {
        if (needs)
        {
            await scene.LoggedAsync(scene.Name, "needs a new baseline", reason);
            await scene.CountedAsync("full_requests_total", "outcome=\"fulfilled\"");
        }

        await scene.EndAsync();
        if (!needs) scene.Check(await scene.CountAsync("full_requests_total", "outcome=\"fulfilled\"") == 0, "a baseline was asked for");
    }

    private static async Task AgainAsync(DrillScene scene)
    {
        await scene.NoteAsync("ingest_errors_total", "reason=\"oversized\"");
        scene.Feed.Script = Scripts.Where(static connection => connection.WantsBaseline, async connection =>
        {
            await connection.AcceptAsync();
            await connection.SendAsync(FeedText.Frame("panel_full", new string('x', TooLong)));
            await scene.Feed.HoldAsync(connection);
        });
        scene.Cause();
        await scene.Feed.SendAsync(FeedText.Frame("panel_full", new string('x', TooLong)));
        await scene.CountedAsync("ingest_errors_total", "reason=\"oversized\"", 3);
        await scene.SaysAsync("last_error", "MaxEventBytes");
        scene.Feed.Script = null;
        await scene.Feed.CutAsync(reset: true);
        await scene.EndAsync();
    }

    private static async Task BeforeAsync(DrillScene scene)
    {
        var isFirst = true;
        scene.Feed.Script = Scripts.Where(_ => isFirst, async connection =>
        {
            isFirst = false;
            await connection.AcceptAsync();
            await connection.SendAsync(FeedText.Event("panel_diff", 1, 1, "{\"diff\":{\"drill\":{\"number\":1}}}"));
        });
        await scene.Daemon.StartAsync(scene.Token);
        scene.Cause();
        await scene.CountedAsync("events_dropped_total", "reason=\"no_baseline\"");
        await scene.EndAsync();
    }

    private static async Task DivergeAsync(DrillScene scene)
    {
        await NoteAsync(scene, "divergence_total", "diff");
        await scene.NoteAsync("divergence_total", "kind=\"diff\"");
        scene.Feed.IsBeating = false;
        await scene.Feed.NextAsync();
        var number = scene.Feed.Number;
        scene.Cause();
        await scene.Feed.SendAsync(
            FeedText.Event("panel_diff", null, scene.Feed.Generation, FeedText.Diff(new()
            {
                ["added"] = new JsonObject(),
                ["removed"] = new JsonArray(),
                ["changed"] = new JsonObject(),
                ["nested"] = new JsonObject
                {
                    ["drill"] = new JsonObject
                    {
                        ["added"] = new JsonObject(),
                        ["removed"] = new JsonArray(),
                        ["changed"] = new JsonObject { ["number"] = new JsonObject { ["old"] = -1, ["new"] = number } },
                    },
                },
            })),
            fresh: true);
        await scene.CountedAsync("divergence_total", "kind=\"diff\"");
        await scene.LoggedAsync(scene.Name, "needs a new baseline", "diverged");
        scene.Feed.IsBeating = true;
        await scene.EndAsync();
    }

    private static async Task OtherBaselineAsync(DrillScene scene)
    {
        await scene.NoteAsync("divergence_total", "kind=\"baseline\"");
        scene.Feed.IsExact = false;
        scene.Cause();
        await scene.Feed.BaselineAsync("surplus");
        await scene.CountedAsync("divergence_total", "kind=\"baseline\"");
        await scene.Feed.BaselineAsync();
        await scene.EndAsync();
        scene.Feed.IsExact = true;
    }
}
