using System.Text;
using PanelActors.Protocol;
using PanelActors.Protocol.Encode;
using PanelActors.Relay;
using PanelActors.State;
using PanelActors.Tests.State;

namespace PanelActors.Tests.Relay;

/// <summary>What a change of state leaves as.</summary>
public class StateChangesTests
{
    [Fact]
    public void The_first_baseline_leaves_whole() =>
        Changes(new Applying(), feed => feed.Full("""{"a":1}""")).ShouldBe(["""PanelFull {"status":{"a":1}}"""]);

    [Fact]
    public void A_diff_leaves_as_a_merge_patch_whatever_form_it_had()
    {
        var feed = new Applying().Full("""{"a":1,"p":{"x":1,"y":2}}""");
        Changes(feed, f => f.Diff("""{"a":2}""")).ShouldBe(["""PanelDiff {"diff":{"a":2}}"""]);
        Changes(feed, f => f.Diff("""{"panel":"p","op":"diff","data":{"x":5}}""")).ShouldBe(["""PanelDiff {"diff":{"p":{"x":5}}}"""]);
        Changes(feed, f => f.Diff("""{"added":{"n":[1]},"removed":["a"],"changed":{}}""")).ShouldBe(
            ["""PanelDiff {"diff":{"n":[1],"a":null}}"""]);
    }

    [Fact]
    public void What_a_merge_patch_cannot_say_leaves_panel_by_panel()
    {
        var feed = new Applying().Full("""{"a":1,"b":{"x":1},"c":1}""");
        Changes(feed, f => f.Diff("""
            {
              "added": {}, "removed": [], "changed": {"a": {"new": null}, "c": {"new": 2}},
              "nested": {"b": {"added": {"n": null}, "removed": [], "changed": {}}}
            }
            """)).ShouldBe(
        [
            """PanelDiff {"diff":{"c":2}}""",
            """PanelDiff {"diff":{"panel":"a","op":"full","data":null}}""",
            """PanelDiff {"diff":{"panel":"b","op":"full","data":{"x":1,"n":null}}}""",
        ], ignoreOrder: true);
    }

    [Fact]
    public void What_the_feed_repeats_is_no_change()
    {
        var feed = new Applying().Full("""{"a":1}""")
            .Severity("severity_state", """{"alert_type":"iv","active":"warn","counts":{"warn":2}}""");
        (string What, Func<Applying, Applying> Repeat)[] repetitions =
        [
            ("""PanelDiff {"diff":{}}""", f => f.Diff("""{"a":1}""")),
            ("""PanelDiff {"diff":{}}""", f => f.Diff("{}")),
            ("""PanelDiff {"diff":{}}""", f => f.Full("""{"a":1}""")),
            (
                """SeverityCounts {"counts":{"info":0,"warn":2,"critical":0}}""",
                f => f.Severity("severity_counts", """{"counts":{"warn":2}}""")
            ),
            (IvState("\"warn\""), f => f.Severity("severity_state", """{"alert_type":"iv","active":"warn"}""")),
        ];
        foreach (var (what, repeat) in repetitions)
        {
            var before = feed.State;
            var (changes, repeats) = StateChanges.Between(before, repeat(feed).State);
            changes.ShouldBeEmpty(what);
            Texts(repeats).ShouldBe([what]);
        }
    }

    [Fact]
    public void A_later_baseline_leaves_as_what_it_changed()
    {
        var feed = new Applying().Full("""{"a":1,"b":{"x":[1,2,3],"y":"long enough to be longer than a diff"}}""", "1");
        Changes(feed, f => f.Full("""{"b":{"y":"long enough to be longer than a diff","x":[1,2,3]},"a":1}""", "2")).ShouldBeEmpty();
        Changes(feed, f => f.Full("""{"a":1,"b":{"x":[1,2,3],"y":"short"}}""", "3")).ShouldBe(
            ["""PanelDiff {"diff":{"b":{"y":"short"}}}"""]);
        Changes(feed, f => f.Full("""{"z":0}""", "4")).ShouldBe(["""PanelFull {"status":{"z":0}}"""]);
    }

    [Theory]
    [InlineData("""{"panel":"x","op":"full","data":1}""")]
    [InlineData("""{"added":{"q":1},"removed":[],"changed":{}}""")]
    [InlineData("""{"_truncated":true,"other":1}""")]
    public void A_patch_that_would_be_taken_for_another_form_leaves_as_a_baseline(string status)
    {
        var feed = new Applying().Full("""{"a":1}""");
        Changes(feed, f => f.Full($$"""{"a":1,"filler":"{{new string('x', 200)}}"}"""));
        var whole = $$"""{"a":1,"filler":"{{new string('x', 200)}}",{{status[1..]}}""";
        Changes(feed, f => f.Full(whole)).ShouldBe([$$"""PanelFull {"status":{{whole}}}"""]);
    }

    [Fact]
    public void A_nameless_panel_that_a_patch_cannot_set_leaves_as_a_baseline()
    {
        var feed = new Applying().Full("""{"":1,"a":1}""");
        Changes(feed, f => f.Diff("""{"added":{},"removed":[],"changed":{"":{"new":null}}}""")).ShouldBe(
            ["""PanelFull {"status":{"":null,"a":1}}"""]);
    }

    [Fact]
    public void Severity_leaves_as_it_is_kept()
    {
        var feed = new Applying();
        var state = """{"alert_type":"iv","active":"warn","reasons":["r"],"counts":{"warn":2}}""";
        Changes(feed, f => f.Severity("severity_state", state)).ShouldBe(
            ["""SeverityCounts {"counts":{"info":0,"warn":2,"critical":0}}""", IvState("\"warn\"", "[\"r\"]")]);
        Changes(feed, f => f.Severity("severity_counts", """{"counts":{"warn":3}}""")).ShouldBe(
            ["""SeverityCounts {"counts":{"info":0,"warn":3,"critical":0}}"""]);
    }

    [Theory]
    [InlineData("""{"info":"x","warn":2,"other":1.5}""", """{"warn":2,"other":1.5,"info":null,"critical":null}""")]
    [InlineData("""{"critical":"x","":1}""", """{"":1,"info":null,"warn":null,"critical":null}""")]
    [InlineData("""{"critical":null}""", """{"info":null,"warn":null,"critical":null}""")]
    public void Counts_that_are_not_of_the_three_severities_leave_as_what_a_reader_makes_the_same_of(string fed, string sent)
    {
        var body = $$"""{"counts":{{sent}}}""";
        Changes(new Applying(), f => f.Severity("severity_counts", $$"""{"counts":{{fed}}}""")).ShouldBe([$"SeverityCounts {body}"]);
        var (feed, reader) = (new Applying(), new Applying());
        feed.Severity("severity_counts", $$"""{"counts":{{fed}}}""");
        reader.Severity("severity_counts", body);
        reader.State.SeverityCounts!.ToString().ShouldBe(feed.State.SeverityCounts!.ToString());
    }

    [Fact]
    public void A_kind_of_alert_that_is_gone_leaves_empty()
    {
        var after = new Applying().Severity("severity_state", """{"alert_type":"iv","active":"warn"}""").State;
        Texts(StateChanges.Between(after, PanelState.Initial).Changes).ShouldBe([IvState("null")]);
    }

    [Fact]
    public void Follow_ups_leave_oldest_first_in_the_words_they_came_in()
    {
        var feed = new Applying();
        Changes(feed, f => f
            .Followup("""{"alert":{"type":"iv","index":"N","severity":"warn","message":"m"},"ts":1690000000.5}""")
            .Followup("""{"alert":{"index":"X"},"ts":1690000001}""")).ShouldBe(
        [
            """FollowupAlert {"alert":{"type":"iv","index":"N","severity":"WARN","message":"m"},"ts":1690000000.5,"message":"m"}""",
            """FollowupAlert {"alert":{"index":"X","severity":"INFO","message":"followup triggered"},"""
            + """
                "ts":1690000001,"message":"followup triggered"}
                """,
        ]);
    }

    [Theory]
    [InlineData("Follow-up iv N", "\"type\":\"iv N\",")]
    [InlineData("Follow-up ", "\"type\":\"\",")]
    [InlineData("Follow-up", "")]
    [InlineData("Follow-ups", "")]
    [InlineData("watchdog", "")]
    public void Of_a_follow_up_of_which_only_the_component_is_known_that_is_kept(string component, string type)
    {
        var alert = FollowupAlert.OfComponent(DateTimeOffset.UnixEpoch, "INFO", component, "m");
        var kept = PanelState.Initial with { Followups = [alert] };
        alert.Component.ShouldBe(component);
        Texts(StateChanges.Between(PanelState.Initial, kept).Changes).ShouldBe(
            [$$"""FollowupAlert {"alert":{{{type}}"severity":"INFO","message":"m"},"ts":0,"message":"m"}"""]);
    }

    [Fact]
    public void States_that_lie_further_apart_leave_as_what_all_came_to()
    {
        var filler = new string('x', 200);
        var feed = new Applying().Full($$"""{"a":1,"b":1,"filler":"{{filler}}"}""");
        Changes(feed, f => f.Diff("""{"a":2}""").Diff("""{"b":2}""").Diff("""{"a":3}""")).ShouldBe(
            ["""PanelDiff {"diff":{"a":3,"b":2}}"""]);
        Changes(feed, f => f.Diff("""{"filler":null}""").Diff("""{"c":1}""")).ShouldBe(["""PanelDiff {"diff":{"c":1,"filler":null}}"""]);
    }

    // The diff has 25 bytes, and so has the baseline with an empty text.
    [Theory]
    [InlineData("\"\"", """PanelDiff {"diff":{"a":3,"n":null}}""")]
    [InlineData("1", """PanelFull {"status":{"a":3,"k":1}}""")]
    public void Several_changes_leave_as_a_diff_where_that_is_no_longer_than_the_whole(string kept, string change)
    {
        var feed = new Applying().Full($$"""{"a":1,"k":{{kept}},"n":1}""");
        Changes(feed, f => f.Diff("""{"a":2}""").Diff("""{"a":3,"n":null}""")).ShouldBe([change]);
    }

    [Fact]
    public void A_state_that_was_lost_leaves_no_panels() =>
        Texts(StateChanges.Between(new Applying().Full("""{"a":1}""").State, PanelState.Initial).Changes).ShouldBeEmpty();

    private static string[] Changes(Applying feed, Func<Applying, Applying> apply)
    {
        var before = feed.State;
        return Texts(StateChanges.Between(before, apply(feed).State).Changes);
    }

    private static string IvState(string active, string reasons = "[]") =>
        $$"""SeverityState {"alert_type":"iv","active":{{active}},"previous_active":null,"last_change_cycle":null,"""
        + $$"""
            "resolved":null,"resolved_count":null,"reasons":{{reasons}},"alert":null}
            """;

    private static string[] Texts(IEnumerable<EventPayload> changes) =>
        [.. changes.Select(change => $"{change.Kind} {Encoding.UTF8.GetString(change.Json)}")];
}
