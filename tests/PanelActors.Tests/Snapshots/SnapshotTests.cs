using System.Buffers;
using System.Text.Json.Nodes;
using CsCheck;
using Microsoft.Extensions.Time.Testing;
using PanelActors.Snapshots;
using PanelActors.Sources;
using PanelActors.State;
using PanelActors.Stores;
using PanelActors.Tests.Protocol.Decode;
using PanelActors.Tests.State;
using PanelActors.Tree;

namespace PanelActors.Tests.Snapshots;

public class SnapshotTests
{
    private static readonly FreshnessPolicy Freshness = new(TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(30));

    private readonly FakeTimeProvider _time = new(Applying.Start);
    private readonly StoreBoard _board = new("feed");
    private readonly SnapshotRenderer _renderer;
    private readonly Store _store;

    public SnapshotTests()
    {
        _renderer = new SnapshotRenderer(_time);
        _store = StoreOf(_board);
    }

    [Fact]
    public void Before_any_baseline_the_shape_is_the_same_without_panels() => ShouldShow(PanelState.Initial, """
        {
          "panel_push_meta": {
            "sse_events": {"panel_full": 0, "panel_diff_applied": 0, "panel_diff_dropped": 0},
            "ui_generation": 0,
            "sse_heartbeat": {"last_evt": null, "last_full": null, "last_diff": null, "stale_sec": null, "health": "init"},
            "need_full": true, "need_full_reason": "snapshot_required", "need_full_reasons": [],
            "panel_hashes": {}
          },
          "adaptive_stream": {}
        }
        """);

    [Fact]
    public void A_snapshot_without_a_need_says_nothing_of_one()
    {
        _time.Advance(TimeSpan.FromSeconds(1.25));
        var panels = PanelNode.Parse("""{"x":[1]}""");
        ShouldShow(new Applying().Full("""{"indices":{"x":[1]},"loop":7}""", "5").Diff("""{"loop":8}""", "5").State, $$"""
            {
              "indices": {"x": [1]}, "loop": 8,
              "panel_push_meta": {
                "sse_events": {"panel_full": 1, "panel_diff_applied": 1, "panel_diff_dropped": 0},
                "panel_generation": 5,
                "ui_generation": 2,
                "sse_heartbeat": {
                  "last_evt": 1704067201, "last_full": 1704067200, "last_diff": 1704067201, "stale_sec": 0.25, "health": "ok"
                },
                "panel_hashes": {"indices": "{{ContentHash.Of(panels)}}", "loop": "{{ContentHash.Of(PanelLeaf.Of(8))}}"}
              },
              "adaptive_stream": {}
            }
            """);
    }

    [Fact]
    public void A_snapshot_with_a_need_says_why()
    {
        var meta = Show(Applying.WithBaseline().Diff("[]").Diff("{}", "4").State)["panel_push_meta"]!;
        meta["need_full"]!.GetValue<bool>().ShouldBeTrue();
        meta["need_full_reason"]!.GetValue<string>().ShouldBe("generation_mismatch");
        meta["need_full_reasons"]!.ToJsonString().ShouldBe("""["malformed_diff","generation_mismatch"]""");
        meta["sse_events"]!["panel_diff_dropped"]!.GetValue<int>().ShouldBe(2);
    }

    [Fact]
    public void A_reason_from_outside_is_only_text()
    {
        const string Reason = "a\"}\n\u0000é";
        Show(PanelState.Initial.RaiseNeed(Reason))["panel_push_meta"]!["need_full_reason"]!.GetValue<string>().ShouldBe(Reason);
    }

    [Fact]
    public void The_stream_shows_what_it_has_and_follow_ups_newest_first()
    {
        var state = new Applying().Severity("severity_state", """{"alert_type":"IV","active":"warn","counts":{"warn":1}}""")
            .Followup("""{"alert":{"type":"iv","message":"say \"hi\"\n"},"ts":1690000000}""")
            .Followup("""{"index":"N","ts":1690000000.25}""").State;
        JsonNode.DeepEquals(Show(state)["adaptive_stream"], JsonNode.Parse("""
            {
              "severity_counts": {"info": 0, "warn": 1, "critical": 0},
              "severity_state": {"IV": {"active": "warn", "previous_active": null, "last_change_cycle": null, "resolved": null,
                                        "resolved_count": null, "reasons": [], "alert": null}},
              "followup_alerts": [
                {"time": "2023-07-22T04:26:40.25Z", "level": "INFO", "component": "Follow-up N", "message": "followup triggered"},
                {"time": "2023-07-22T04:26:40Z", "level": "INFO", "component": "Follow-up iv", "message": "say \"hi\"\n"}
              ]
            }
            """)).ShouldBeTrue();
    }

    [Theory]
    [InlineData("severity_counts", """{"counts":{"info":"none"}}""", "")]
    [InlineData("severity_counts", """{"counts":{}}""", "severity_counts")]
    [InlineData("severity_state", """{"alert_type":"A"}""", "severity_state")]
    [InlineData("followup_alert", "{}", "followup_alerts")]
    public void A_stream_key_is_there_only_with_content(string type, string body, string keys) =>
        string.Join(",", StreamOf(new Applying().Send(Feed.Envelope(type, body)).State).Select(member => member.Key)).ShouldBe(keys);

    [Fact]
    public void What_the_feed_put_under_our_names_is_kept_but_for_the_keys_that_are_ours()
    {
        var shown = Show(new Applying().Full("""
            {"p":1,
             "panel_push_meta":{"theirs":{"a":[1]},"need_full":true,"need_full_reason":"x","need_full_reasons":["x"],"ui_generation":99,
                                "panel_generation":98,"sse_events":5,"sse_heartbeat":{},"panel_hashes":{"p":"x"}},
             "adaptive_stream":{"also theirs":true,"severity_counts":{"info":9},"severity_state":{},"followup_alerts":[]}}
            """, "3").Followup("{}").State);
        var meta = shown["panel_push_meta"]!.AsObject();
        meta.Select(member => member.Key).ShouldBe(
            ["theirs", "sse_events", "panel_generation", "ui_generation", "sse_heartbeat", "panel_hashes"], ignoreOrder: true);
        meta["theirs"]!.ToJsonString().ShouldBe("""{"a":[1]}""");
        (meta["panel_generation"]!.GetValue<int>(), meta["ui_generation"]!.GetValue<int>()).ShouldBe((3, 2));
        meta["panel_hashes"]!.AsObject().Select(member => member.Key).ShouldBe(["p"]);
        shown["adaptive_stream"]!.AsObject().Select(member => member.Key).ShouldBe(["also theirs", "followup_alerts"], ignoreOrder: true);
    }

    [Theory]
    [InlineData("[1]")]
    [InlineData("null")]
    [InlineData("\"x\"")]
    public void What_is_no_object_under_our_names_makes_room(string value)
    {
        var shown = Show(new Applying().Full($$"""{"panel_push_meta":{{value}},"adaptive_stream":{{value}}}""").State);
        shown["panel_push_meta"]!["ui_generation"]!.GetValue<int>().ShouldBe(1);
        shown["adaptive_stream"]!.ToJsonString().ShouldBe("{}");
    }

    [Fact]
    public void Whatever_the_feed_sends_the_snapshot_is_one_line_of_json_around_its_panels() => Feed.AnyEnvelope.Array[0, 20].Sample(feed =>
    {
        var applying = new Applying();
        foreach (var data in feed) applying.Send(data);
        var board = new StoreBoard("any");
        board.Publish(applying.State);
        var json = Json(new SnapshotRenderer(_time).View(StoreOf(board)));
        json.ShouldNotContain("\n");
        json.ShouldNotContain("\r");
        var shown = JsonNode.Parse(json)!.AsObject();
        foreach (var (name, panel) in JsonNode.Parse(applying.State.Status?.ToString() ?? "{}")!.AsObject())
            JsonNode.DeepEquals(shown[name], panel).ShouldBeTrue(name);
        shown.Count.ShouldBe(2 + (applying.State.Status?.Count ?? 0));
        shown["panel_push_meta"]!["panel_hashes"]!.AsObject().Count.ShouldBe(applying.State.Status?.Count ?? 0);
    });

    private void ShouldShow(PanelState state, string expected)
    {
        var shown = Show(state);
        JsonNode.DeepEquals(shown, JsonNode.Parse(expected)).ShouldBeTrue(shown.ToJsonString());
    }

    private JsonObject StreamOf(PanelState state) => Show(state)["adaptive_stream"]!.AsObject();

    private JsonObject Show(PanelState state)
    {
        _board.Publish(state);
        return JsonNode.Parse(Json(_renderer.View(_store)))!.AsObject();
    }

    internal static string Json(SnapshotView view)
    {
        var output = new ArrayBufferWriter<byte>();
        foreach (var part in view.Parts) output.Write(part.Span);
        return System.Text.Encoding.UTF8.GetString(output.WrittenSpan);
    }

    internal static Store StoreOf(StoreBoard board) =>
        new SourceStore(board, Freshness, true, null!, new SourceConnection(TimeProvider.System));
}
