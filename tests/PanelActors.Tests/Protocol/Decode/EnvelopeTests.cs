using System.IO.Hashing;
using PanelActors.Configuration;
using PanelActors.Protocol;
using PanelActors.Protocol.Decode;
using PanelActors.Protocol.Sse;
using PanelActors.Tree;


namespace PanelActors.Tests.Protocol.Decode;

public class EnvelopeTests
{
    private const string AnyBody = """{"status":{},"diff":{},"counts":{},"alert_type":"A"}""";

    [Theory]
    [InlineData("panel_full", "panel_full")]
    [InlineData("full", "panel_full")]
    [InlineData("panelfull", "panel_full")]
    [InlineData("panel_full_event", "panel_full")]
    [InlineData("panel_diff", "panel_diff")]
    [InlineData("diff", "panel_diff")]
    [InlineData("paneldiff", "panel_diff")]
    [InlineData("panel_diff_event", "panel_diff")]
    [InlineData("severity_counts", "severity_counts")]
    [InlineData("severity_state", "severity_state")]
    [InlineData("severity", "severity_state")]
    [InlineData("severitystate", "severity_state")]
    [InlineData("followup_alert", "followup_alert")]
    [InlineData("heartbeat", "unknown")]
    [InlineData("hello", "unknown")]
    [InlineData("followup", "unknown")]
    [InlineData("panel-full", "unknown")]
    [InlineData(" full", "unknown")]
    public void A_type_and_its_aliases_mean_the_same_in_any_case_and_place(string name, string expected)
    {
        var mixed = string.Concat(name.Select((c, i) => i % 2 == 0 ? char.ToUpperInvariant(c) : c));
        foreach (var spelled in new[] { name, name.ToUpperInvariant(), mixed })
        {
            Feed.Decode($$"""{"type":"{{spelled}}","payload":{{AnyBody}}}""").Type.ShouldBe(expected);
            Feed.Decode($$"""{"payload":{{AnyBody}}}""", spelled).Type.ShouldBe(expected);
        }
    }

    [Theory]
    [InlineData("""{"type":"panel_full","payload":{"status":{}}}""", "panel_diff", "panel_full")]
    [InlineData("""{"type":"nonsense","payload":{"status":{}}}""", "panel_full", "unknown")]
    [InlineData("""{"type":5,"payload":{"status":{}}}""", "panel_full", "unknown")]
    [InlineData("""{"type":null,"payload":{"status":{}}}""", "panel_full", "panel_full")]
    [InlineData("""{"type":"","payload":{"status":{}}}""", "panel_full", "panel_full")]
    [InlineData("""{"payload":{"status":{}}}""", "message", "unknown")]
    [InlineData("""{"payload":{"status":{}}}""", "", "unknown")]
    [InlineData("""{"status":{}}""", "message", "panel_full")]
    [InlineData("""{"diff":{}}""", "message", "panel_diff")]
    [InlineData("""{"diff":{},"status":{}}""", "message", "panel_full")]
    [InlineData("""{"status":{}}""", "panel_diff", "panel_diff")]
    [InlineData("""{"counts":{}}""", "message", "unknown")]
    [InlineData("""{"alert_type":"A","severity":"warn"}""", "message", "unknown")]
    [InlineData("{}", "message", "unknown")]
    public void The_envelope_names_the_type_else_the_frame_else_the_root(string json, string frame, string expected) =>
        Feed.Decode(json, frame).Type.ShouldBe(expected);

    [Fact]
    public void An_unknown_event_keeps_its_name() =>
        Feed.Decode<UnknownEvent>("""{"type":"Brand\u0020New"}""").Name.ShouldBe("Brand New");

    [Theory]
    [InlineData("severity_counts", """ "counts":{"info":1} """)]
    [InlineData("followup_alert", """ "alert":{"message":"m"} """)]
    [InlineData("followup_alert", """ "severity":"warn" """)]
    [InlineData("followup_alert", """ "index":"NIFTY" """)]
    [InlineData("severity_state", """ "alert_type":"A" """)]
    [InlineData("panel_full", """ "status":{"a":1} """)]
    [InlineData("panel_diff", """ "diff":{"a":1} """)]
    public void Without_a_payload_a_root_with_a_body_key_is_the_body(string type, string member)
    {
        Feed.Decode($$"""{"type":"{{type}}",{{member}}}""").Type.ShouldBe(type);
        Feed.Decode($$"""{"type":"{{type}}","payload":null,{{member}}}""").Type.ShouldBe(type);
    }

    [Theory]
    [InlineData("panel_full", "", true)]
    [InlineData("panel_diff", "", true)]
    [InlineData("severity_counts", "", false)]
    [InlineData("severity_state", "", false)]
    [InlineData("followup_alert", """ ,"message":"m","ts":1 """, false)]
    [InlineData("panel_full", """ ,"panel_full":{} """, true)]
    [InlineData("panel_full", """ ,"payload":"text" """, true)]
    [InlineData("panel_full", """ ,"payload":[{}],"status":{} """, true)]
    [InlineData("severity_counts", """ ,"payload":1,"counts":{} """, false)]
    public void An_envelope_without_a_body_is_lost(string type, string more, bool needsFull) =>
        Feed.Decode<LostEvent>($$"""{"type":"{{type}}"{{more}}}""").ShouldBe(new LostEvent("no_payload", needsFull));

    [Theory]
    [InlineData("panel_full", "{}", true)]
    [InlineData("panel_full", """{"status":[]}""", true)]
    [InlineData("panel_full", """{"status":null}""", true)]
    [InlineData("panel_full", """{"panel_full":"x"}""", true)]
    [InlineData("severity_counts", "{}", false)]
    [InlineData("severity_counts", """{"counts":[1,2,3]}""", false)]
    [InlineData("severity_counts", """{"counts":5}""", false)]
    [InlineData("severity_state", "{}", false)]
    [InlineData("severity_state", """{"alert_type":1}""", false)]
    [InlineData("severity_state", """{"alert_type":null,"counts":{"info":1}}""", false)]
    [InlineData("severity_state", """{"alert_type":""}""", false)]
    public void A_body_without_what_its_type_must_have_is_lost(string type, string body, bool needsFull) =>
        Feed.Decode($$"""{"type":"{{type}}","payload":{{body}}}""").ShouldBe(new LostEvent("bad_payload", needsFull));

    [Theory]
    [InlineData(""" "generation":5 """, 5L)]
    [InlineData(""" "generation":"5" """, 5L)]
    [InlineData(""" "generation":"0005" """, 5L)]
    [InlineData(""" "generation":0 """, 0L)]
    [InlineData(""" "generation":5,"payload":{"status":{},"_generation":6} """, 5L)]
    [InlineData(""" "payload":{"status":{},"_generation":6} """, 6L)]
    [InlineData(""" "payload":{"status":{},"_generation":"6"} """, 6L)]
    [InlineData(""" "generation":null,"payload":{"status":{},"_generation":6} """, 6L)]
    [InlineData(""" "status":{},"_generation":7 """, 7L)]
    [InlineData(""" "status":{"_generation":7} """, null)]
    [InlineData(""" "generation":9223372036854775807 """, long.MaxValue)]
    [InlineData(""" "generation":9223372036854775808 """, null)]
    [InlineData(""" "generation":"9223372036854775808" """, null)]
    [InlineData(""" "generation":1.5 """, null)]
    [InlineData(""" "generation":"v5" """, null)]
    [InlineData(""" "generation":" 5" """, null)]
    [InlineData(""" "generation":"+5" """, null)]
    [InlineData(""" "generation":"٥" """, null)]
    [InlineData(""" "generation":"" """, null)]
    [InlineData(""" "generation":true """, null)]
    [InlineData(""" "generation":{"a":1} """, null)]
    [InlineData(""" "sequence":5 """, null)]
    public void A_generation_is_an_integer_or_a_string_of_digits(string members, long? expected)
    {
        var body = members.Contains("payload", StringComparison.Ordinal) || members.Contains("status", StringComparison.Ordinal)
            ? ""
            : ""","payload":{"status":{}}""";
        Feed.Decode<PanelFullEvent>($$"""{"type":"full",{{members}}{{body}}}""").Generation.ShouldBe(expected);
    }

    [Theory]
    [InlineData("0", 0)]
    [InlineData("12.5", 12.5)]
    [InlineData("1e2", 100)]
    [InlineData("-3", 0)]
    [InlineData("1e300", 36_500 * 86_400.0)]
    [InlineData("1e400", 0)]
    [InlineData("\"5\"", 0)]
    [InlineData("[5]", 0)]
    public void An_age_is_a_number_of_seconds_and_never_negative(string age, double seconds) =>
        Feed.Decode($$"""{"type":"full","payload":{"status":{},"age_seconds":99},"age_seconds":{{age}}}""").Age
            .ShouldBe(TimeSpan.FromSeconds(seconds));

    [Fact]
    public void An_age_that_is_not_known_is_null() =>
        Feed.Decode("""{"type":"full","payload":{"status":{}},"age_seconds":null}""").Age.ShouldBeNull();

    [Theory]
    [InlineData("1764072000.25", 1_764_072_000.25)]
    [InlineData("\"1764072000\"", double.NaN)]
    [InlineData("null", double.NaN)]
    [InlineData("true", double.NaN)]
    [InlineData("0", double.NaN)]
    [InlineData("-5", double.NaN)]
    [InlineData("1e999", double.NaN)]
    public void The_publish_time_is_the_number_in_the_body(string time, double publishedAt)
    {
        Feed.Decode($$$"""{"type":"full","payload":{"status":{},"publish_unixtime":{{{time}}}},"publish_unixtime":5}""").PublishedAt
            .ShouldBe(publishedAt);
        Feed.Decode($$$"""{"type":"panel_diff","payload":{"diff":{},"publish_unixtime":{{{time}}}}}""").PublishedAt.ShouldBe(publishedAt);
    }

    [Fact]
    public void Where_the_age_is_said_the_publish_time_is_not_asked() =>
        Feed.Decode("""{"type":"full","payload":{"status":{},"publish_unixtime":5},"age_seconds":null}""").PublishedAt.ShouldBe(double.NaN);

    [Theory]
    [InlineData("5", 5.0, false)]
    [InlineData("0", 0.0, false)]
    [InlineData("-1", 0.0, false)]
    [InlineData("\"5\"", 0.0, true)]
    public void An_age_of_the_envelope_comes_before_the_publish_time(string age, double seconds, bool isPublished)
    {
        var full = Feed.Decode($$$"""{"type":"full","payload":{"status":{},"publish_unixtime":7},"age_seconds":{{{age}}}}""");
        (full.Age, !double.IsNaN(full.PublishedAt)).ShouldBe((TimeSpan.FromSeconds(seconds), isPublished));
    }

    [Fact]
    public void A_baseline_that_a_guard_forced_is_unwrapped_and_marked()
    {
        var forced = Feed.Decode<PanelFullEvent>(
            """{"type":"full","payload":{"forced_reason":"guard","status":{"status":{"a":1}}}}""");
        (forced.IsForced, forced.Status.ToString()).ShouldBe((true, """{"a":1}"""));
    }

    [Fact]
    public void A_root_with_several_body_keys_is_one_body_also_where_they_are_null()
    {
        Feed.Decode<PanelFullEvent>("""{"type":"full","diff":null,"counts":null,"status":{"a":1}}""").Status.ToString()
            .ShouldBe("""{"a":1}""");
        Feed.Decode<SeverityCountsEvent>("""{"type":"severity_counts","alert":null,"diff":null,"counts":{"warn":1}}""").Counts.Count
            .ShouldBe(3);
        Feed.Decode<LostEvent>("""{"type":"full","diff":null,"counts":null}""").Reason.ShouldBe(LossReasons.BadPayload);
    }

    [Theory]
    [InlineData("""{"_truncated":false,"added":{},"removed":[],"changed":{}}""", false)]
    [InlineData("""{"_truncated":true,"added":{},"removed":[],"changed":{},"truncated_reasons":["x"]}""", true)]
    [InlineData("""{"added":{},"removed":[],"changed":{},"one":1,"two":2}""", false)]
    public void Members_that_mark_a_diff_add_up(string diff, bool isIncomplete) =>
        Feed.Decode<PanelDiffEvent>($$$"""{"type":"diff","payload":{"diff":{{{diff}}}}}""").IsIncomplete.ShouldBe(isIncomplete);

    [Fact]
    public void A_publish_time_that_is_not_trusted_is_not_read() =>
        new PanelEventDecoder(DiffForm.Auto, 64, trustsPublishTime: false)
            .Decode(Feed.Frame("""{"type":"full","payload":{"status":{},"publish_unixtime":5}}""")).PublishedAt.ShouldBe(double.NaN);

    [Fact]
    public void A_relay_says_how_fresh_it_is_and_what_it_is_made_of()
    {
        var beat = Feed.Decode<RelayStatusEvent>("""{"type":"heartbeat","payload":{"health":"warn","path":["i:a","j:b",7,""]}}""");
        beat.Health.ShouldBe(Health.Warn);
        beat.Path.ShouldBe(["i:a", "j:b"]);
        Feed.Decode<RelayStatusEvent>("""{"type":"hello","payload":{"store":"a","path":["i:a"],"health":"ok"}}""").Health.ShouldBeNull();
    }

    [Theory]
    [InlineData("""{"type":"hello","payload":{}}""")]
    [InlineData("""{"type":"heartbeat","payload":{"health":"splendid"}}""")]
    [InlineData("""{"type":"heartbeat"}""")]
    [InlineData("""{"type":"bye","payload":{"reason":"shutdown"}}""")]
    public void What_says_nothing_about_a_relay_is_an_unknown_event(string data) => Feed.Decode<UnknownEvent>(data);

    [Fact]
    public void A_path_longer_than_any_is_read_to_its_bound() =>
        Feed.Decode<RelayStatusEvent>(
            $$$"""{"type":"hello","payload":{"path":["{{{string.Join("\",\"", Enumerable.Range(0, 100))}}}"]}}""")
            .Path!.Count.ShouldBe(64);

    [Theory]
    [InlineData(200, 1)]
    [InlineData(201, 0)]
    public void A_store_in_a_path_has_a_name_of_200_characters_at_most(int length, int stores) =>
        Feed.Decode<RelayStatusEvent>($$$"""{"type":"hello","payload":{"path":["{{{new string('s', length)}}}"]}}""").Path!.Count
            .ShouldBe(stores);

    [Fact]
    public void Only_what_has_an_id_of_its_own_frame_has_one_and_a_hash_of_its_bytes()
    {
        var decoder = new PanelEventDecoder(DiffForm.Auto, 64);
        var (json, id) = ("{\"status\":{}}"u8.ToArray(), "41"u8.ToArray());
        var own = decoder.Decode(new SseFrame(SseFrameKind.Event, json, "message", id, HasOwnId: true));
        (own.Id, own.Hash).ShouldBe((EventId.Of("41"), XxHash3.HashToUInt64(json)));
        decoder.Decode(new SseFrame(SseFrameKind.Event, json, "message", id)).Id.ShouldBeNull();
    }

    [Fact]
    public void What_is_never_required_is_never_looked_at() => Feed.Decode<PanelFullEvent>(
        """{"id":{},"sequence":"x","timestamp_ist":[],"publish_unixtime":false,"type":"full","payload":{"status":{"a":1}}}""")
        .Status.ToString().ShouldBe("""{"a":1}""");

    [Theory]
    [InlineData("""{"status":{"a":1,"b":{"c":[]}}}""", """{"a":1,"b":{"c":[]}}""")]
    [InlineData("""{"panel_full":{"a":1}}""", """{"a":1}""")]
    [InlineData("""{"panel_full":{"a":1},"status":{"b":2}}""", """{"b":2}""")]
    public void A_baseline_lies_under_either_name(string body, string status)
    {
        var full = Feed.Decode<PanelFullEvent>($$"""{"type":"panel_full","payload":{{body}}}""");
        full.Status.ToString().ShouldBe(status);
        (full.Generation, full.Age).ShouldBe((null, TimeSpan.Zero));
    }

    [Fact]
    public void The_relay_s_own_form_of_an_envelope_is_understood() => Feed.Decode<PanelFullEvent>(
        """{"id":1690000000000001,"type":"panel_full","payload":{"status":{"a":1},"reason":"conflated"}"""
        + ""","generation":4,"publish_unixtime":1690000000.5,"age_seconds":2}""",
        "panel_full")
        .ShouldSatisfyAllConditions(full => full.Generation.ShouldBe(4), full => full.Age.ShouldBe(TimeSpan.FromSeconds(2)));

    [Fact]
    public void Names_may_be_escaped() =>
        Feed.Decode<PanelFullEvent>(
            """{"\u0074ype":"\u0066ull","p\u0061yload":{"st\u0061tus":{"\u0061":1}}}""")
            .Status.Find(PanelKey.Of("a")).ShouldNotBeNull();

    [Fact]
    public void The_decoder_can_be_used_again_after_anything()
    {
        var decoder = new PanelEventDecoder(PanelActors.Configuration.DiffForm.Auto, 8);
        string[] lost = ["{", "[]", """{"a":1,"a":2}""", new string('[', 9)];
        foreach (var json in lost)
        {
            decoder.Decode(Feed.Frame(json)).ShouldBeOfType<LostEvent>();
            decoder.Decode(Feed.Frame("""{"type":"full","payload":{"status":{"x":"y"}}}""")).ShouldBeOfType<PanelFullEvent>();
        }
    }
}
