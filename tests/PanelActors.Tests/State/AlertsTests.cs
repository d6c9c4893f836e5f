using PanelActors.Protocol;
using PanelActors.State;
using PanelActors.Tests.Protocol.Decode;

namespace PanelActors.Tests.State;

public class AlertsTests
{
    [Fact]
    public void Counts_replace_the_counts_before_them_and_nothing_else()
    {
        var applying = Applying.WithBaseline()
            .Severity("severity_counts", """{"counts":{"warn":2}}""")
            .Severity("severity_counts", """{"counts":{"info":1}}""");
        var state = applying.State;
        state.SeverityCounts!.ToString().ShouldBe("""{"info":1,"warn":0,"critical":0}""");
        (state.UiGeneration, state.LastEvent, state.LastFull, state.LastDiff)
            .ShouldBe((3, Applying.Start.AddSeconds(2), Applying.Start, null));
        applying.ShouldHave("""{"a":1}""");
    }

    [Fact]
    public void Alerts_need_no_baseline_and_do_not_stand_in_for_one()
    {
        var state = new Applying()
            .Severity("severity_counts", """{"counts":{}}""")
            .Severity("severity_state", """{"alert_type":"A"}""")
            .Followup("{}")
            .State;
        (state.UiGeneration, state.Status, state.Need).ShouldBe((3, null, ResyncNeed.Initial));
    }

    [Fact]
    public void States_are_kept_by_kind_of_alert()
    {
        var state = new Applying().Severity("severity_state", """{"alert_type":"A","active":"warn"}""")
            .Severity("severity_state", """{"alert_type":"B","active":"info"}""")
            .Severity("severity_state", """{"alert_type":"A","resolved":true}""").State;
        const string rest = ""","resolved_count":null,"reasons":[],"alert":null}""";
        const string before = ""","previous_active":null,"last_change_cycle":null,"resolved":""";
        state.SeverityStates.ToString()
            .ShouldBe($$"""{"A":{"active":null{{before}}true{{rest}},"B":{"active":"info"{{before}}null{{rest}}}""");
        (state.UiGeneration, state.SeverityCounts).ShouldBe((3, null));
    }

    [Fact]
    public void A_state_with_counts_is_two_mutations_at_one_time()
    {
        var state = new Applying().Severity("severity_state", """{"alert_type":"A","counts":{"critical":1}}""", ",\"age_seconds\":4").State;
        (state.UiGeneration, state.LastEvent).ShouldBe((2, Applying.Start.AddSeconds(-4)));
        state.SeverityCounts!.ToString().ShouldBe("""{"info":0,"warn":0,"critical":1}""");
        state.SeverityStates.Count.ShouldBe(1);
    }

    [Fact]
    public void A_feed_cannot_invent_kinds_of_alert_without_end()
    {
        var applying = new Applying();
        for (var i = 0; i < StateLimits.AlertTypes; i++) applying.Severity("severity_state", $"{{\"alert_type\":\"A{i}\"}}");
        var before = applying.State;
        before.SeverityStates.Count.ShouldBe(StateLimits.AlertTypes);
        applying.Severity("severity_state", """{"alert_type":"one more","counts":{"info":1}}""").Outcome
            .ShouldBe(EventOutcome.Dropped("state_limit"));
        ReferenceEquals(applying.State, before).ShouldBeTrue();
        applying.Severity("severity_state", """{"alert_type":"A7","active":"x"}""").Outcome.ShouldBe(EventOutcome.Applied);
    }

    [Theory]
    [InlineData(0, true)]
    [InlineData(-1, false)]
    public void Severity_states_may_grow_to_the_bound_of_the_panels(int beyond, bool isApplied)
    {
        const string entry = """{"alert_type":"A","active":"warn"}""";
        var size = new Applying().Severity("severity_state", entry).State.SeverityStates.Size;
        new Applying(new StateLimits(MaxStateBytes: size + beyond)).Severity("severity_state", entry).Outcome
            .ShouldBe(isApplied ? EventOutcome.Applied : EventOutcome.Dropped("state_limit"));
    }

    [Fact]
    public void Follow_ups_are_kept_newest_first_and_at_most_so_many()
    {
        var applying = new Applying(new StateLimits(FollowupAlerts: 3));
        for (var i = 0; i < 5; i++) applying.Followup($"{{\"message\":\"m{i}\"}}");
        applying.State.Followups.Select(alert => alert.Message).ShouldBe(["m4", "m3", "m2"]);
        applying.State.UiGeneration.ShouldBe(5);

        var fifty = new Applying();
        for (var i = 0; i < 60; i++) fifty.Followup($"{{\"message\":\"m{i}\",\"ts\":{i}}}");
        fifty.State.Followups.Select(alert => alert.Message).ShouldBe(Enumerable.Range(10, 50).Reverse().Select(i => $"m{i}"));

        var one = new Applying(new StateLimits(FollowupAlerts: 1)).Followup("""{"message":"a"}""").Followup("""{"message":"b"}""");
        one.State.Followups.Select(alert => alert.Message).ShouldBe(["b"]);
    }

    [Fact]
    public void A_follow_up_has_the_time_it_says_else_that_of_its_arrival()
    {
        var state = new Applying().Followup("""{"alert":{"type":"iv","index":"N","severity":"warn","message":"m"},"ts":1690000000.5}""")
            .Followup("""{"alert":{}}""").Followup("""{"alert":{}}""", ",\"age_seconds\":1.5").State;
        state.Followups.ShouldBe([
            new FollowupAlert(Applying.Start.AddSeconds(0.5), "INFO", null, null, "followup triggered"),
            new FollowupAlert(Applying.Start.AddSeconds(1), "INFO", null, null, "followup triggered"),
            new FollowupAlert(DateTimeOffset.FromUnixTimeMilliseconds(1690000000500), "WARN", "iv", "N", "m")]);
    }

    [Fact]
    public void A_replayed_follow_up_changes_nothing()
    {
        var applying = new Applying().Followup("""{"message":"m","ts":100}""").Followup("""{"message":"n","ts":101}""");
        var before = applying.State;
        applying.Followup("""{"message":"m","ts":100.0}""").Outcome.ShouldBe(EventOutcome.Dropped("replay"));
        ReferenceEquals(applying.State, before).ShouldBeTrue();
    }

    [Theory]
    [InlineData("""{"message":"m","ts":100.5,"severity":"warn","index":"N"}""")]
    [InlineData("""{"message":"M","ts":100,"severity":"warn","index":"N"}""")]
    [InlineData("""{"message":"m","ts":100,"severity":"info","index":"N"}""")]
    [InlineData("""{"message":"m","ts":100,"severity":"warn","index":"B"}""")]
    public void A_follow_up_that_differs_in_one_field_is_another(string body) =>
        new Applying().Followup("""{"message":"m","ts":100,"severity":"warn","index":"N"}""").Followup(body).State.Followups.Length
            .ShouldBe(2);

    [Fact]
    public void Without_a_ts_equal_follow_ups_are_no_replay()
    {
        var state = PanelState.Initial;
        var empty = """{"type":"followup_alert","payload":{}}""";
        for (var i = 0; i < 2; i++) state = state.Apply(Feed.Decode(empty), Applying.Start, new StateLimits()).State;
        state.Followups.Length.ShouldBe(2);
        state.UiGeneration.ShouldBe(2);
    }

    [Fact]
    public void What_left_the_list_is_no_replay() => new Applying(new StateLimits(FollowupAlerts: 1))
        .Followup("""{"message":"m","ts":1}""").Followup("""{"message":"n","ts":2}""").Followup("""{"message":"m","ts":1}""").Outcome
            .ShouldBe(EventOutcome.Applied);

    [Theory]
    [InlineData("panel_full", """{"status":{}}""")]
    [InlineData("panel_diff", """{"diff":{}}""")]
    [InlineData("severity_counts", """{"counts":{}}""")]
    [InlineData("severity_state", """{"alert_type":"A"}""")]
    [InlineData("followup_alert", """{"ts":5}""")]
    public void Data_that_was_old_when_it_was_sent_sets_its_times_in_the_past(string type, string body)
    {
        var applying = Applying.WithBaseline();
        var at = applying.Now.AddSeconds(-90.25);
        var state = applying.Send(Feed.Envelope(type, body, ",\"age_seconds\":90.25")).State;
        state.LastEvent.ShouldBe(at);
        state.LastFull.ShouldBe(type == "panel_full" ? at : Applying.Start);
        state.LastDiff.ShouldBe(type == "panel_diff" ? at : null);
    }

    [Fact]
    public void No_age_reaches_back_past_the_epoch() =>
        new Applying().Full("{}", more: ",\"age_seconds\":1e300").State.LastFull.ShouldBe(DateTimeOffset.UnixEpoch);
}
