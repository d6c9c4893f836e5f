using PanelActors.Protocol;


namespace PanelActors.Tests.Protocol.Decode;

public class SeverityAndFollowupTests
{
    [Theory]
    [InlineData("""{"info":1,"warn":2,"critical":3}""", """{"info":1,"warn":2,"critical":3}""")]
    [InlineData("""{"critical":3}""", """{"info":0,"warn":0,"critical":3}""")]
    [InlineData("{}", """{"info":0,"warn":0,"critical":0}""")]
    [InlineData("""{"warn":2.9,"info":-1.5,"fatal":7}""", """{"info":-1,"warn":2,"critical":0}""")]
    [InlineData("""{"warn":1e3,"info":1e30}""", """{"info":9223372036854775807,"warn":1000,"critical":0}""")]
    [InlineData("""{"warn":"2","info":1,"critical":3.5,"fatal":7}""", """{"info":1,"critical":3.5,"fatal":7}""")]
    [InlineData("""{"info":null,"other":1,"text":"x"}""", """{"other":1}""")]
    [InlineData("""{"info":"x"}""", "{}")]
    [InlineData("""{"other":"x","warn":1}""", """{"info":0,"warn":1,"critical":0}""")]
    public void Counts_are_three_integers_or_what_is_a_number(string counts, string expected)
    {
        Feed.Decode<SeverityCountsEvent>(Feed.Envelope("severity_counts", $"{{\"counts\":{counts}}}")).Counts.ToString().ShouldBe(expected);
        Feed.Decode<SeverityStateEvent>(Feed.Envelope("severity", $"{{\"alert_type\":\"A\",\"counts\":{counts}}}")).Counts!.ToString()
            .ShouldBe(expected);
    }

    [Theory]
    [InlineData("")]
    [InlineData(""","counts":null""")]
    [InlineData(""","counts":[1]""")]
    public void A_severity_state_need_not_have_counts(string more) =>
        Feed.Decode<SeverityStateEvent>(Feed.Envelope("severity_state", $"{{\"alert_type\":\"A\"{more}}}")).Counts.ShouldBeNull();

    [Theory]
    [InlineData(
        "",
        """{"active":null,"previous_active":null,"last_change_cycle":null,"resolved":null,"resolved_count":null"""
        + ""","reasons":[],"alert":null}""")]
    [InlineData(
        ""","alert":{"a":1},"reasons":["r"],"resolved_count":2,"resolved":false,"last_change_cycle":9"""
        + ""","previous_active":"warn","active":"critical","foreign":1""",
        """{"active":"critical","previous_active":"warn","last_change_cycle":9,"resolved":false,"resolved_count":2"""
        + ""","reasons":["r"],"alert":{"a":1}}""")]
    public void A_severity_state_is_an_entry_of_just_seven_keys(string more, string entry)
    {
        var state = Feed.Decode<SeverityStateEvent>(
            $$"""{"type":"severity_state","payload":{"alert_type":"IV \u0041"{{more}}},"generation":3}""");
        (state.AlertType, state.Entry.ToString(), state.Generation).ShouldBe(("IV A", entry, 3));
    }

    [Theory]
    [InlineData("""{"alert":{"type":"iv","index":"NIFTY","severity":"warn","message":"up"}}""", "WARN", "Follow-up iv NIFTY", "up")]
    [InlineData("""{"type":"iv","index":"NIFTY","severity":"warn","message":"up"}""", "WARN", "Follow-up iv NIFTY", "up")]
    [InlineData("""{"alert":{"type":"iv"},"message":"body's"}""", "INFO", "Follow-up iv", "body's")]
    [InlineData("""{"alert":{"type":"iv","message":"own"},"message":"body's"}""", "INFO", "Follow-up iv", "own")]
    [InlineData("""{"alert":{"type":"iv"},"severity":"critical","index":"X"}""", "INFO", "Follow-up iv", "iv triggered")]
    [InlineData("""{"alert":{"index":"NIFTY"}}""", "INFO", "Follow-up NIFTY", "followup triggered")]
    [InlineData("""{"alert":{}}""", "INFO", "Follow-up", "followup triggered")]
    [InlineData("{}", "INFO", "Follow-up", "followup triggered")]
    [InlineData("""{"alert":{"type":"","index":3,"severity":"","message":null}}""", "INFO", "Follow-up 3", "followup triggered")]
    [InlineData("""{"alert":"text","severity":"low"}""", "LOW", "Follow-up", "followup triggered")]
    [InlineData("""{"alert":{"type":["x"],"severity":{"a":1},"message":true}}""", "INFO", "Follow-up", "followup triggered")]
    public void A_follow_up_says_how_grave_who_and_what(string body, string level, string component, string message)
    {
        var followup = Feed.Decode<FollowupAlertEvent>($$"""{"type":"followup_alert","payload":{{body}}}""");
        (followup.Time, followup.Level, ComponentOf(followup), followup.Message).ShouldBe((null, level, component, message));
    }

    [Theory]
    [InlineData("""{"alert":{"type":"iv","index":"NIFTY"}}""", "iv", "NIFTY")]
    [InlineData("""{"alert":{"index":3}}""", null, "3")]
    [InlineData("""{"type":"iv"}""", "iv", null)]
    [InlineData("""{"alert":{"type":"","index":null}}""", null, null)]
    public void A_follow_up_keeps_the_type_and_index_it_was_written_with(string body, string? type, string? index)
    {
        var followup = Feed.Decode<FollowupAlertEvent>($$"""{"type":"followup_alert","payload":{{body}}}""");
        (followup.AlertType, followup.Index).ShouldBe((type, index));
    }

    [Theory]
    [InlineData("""{"type":"followup_alert","severity":"warn","index":"N"}""", "Follow-up N", "followup triggered")]
    [InlineData("""{"type":"followup_alert","alert":{"type":"iv"}}""", "Follow-up iv", "iv triggered")]
    [InlineData("""{"type":"followup_alert","alert":null,"message":"m"}""", "Follow-up", "m")]
    public void Where_the_root_is_the_body_its_type_is_the_events(string json, string component, string message)
    {
        var followup = Feed.Decode<FollowupAlertEvent>(json);
        (ComponentOf(followup), followup.Message).ShouldBe((component, message));
    }

    [Theory]
    [InlineData("0", "1970-01-01T00:00:00.000000Z")]
    [InlineData("1690000000", "2023-07-22T04:26:40.000000Z")]
    [InlineData("1690000000.123456", "2023-07-22T04:26:40.123456Z")]
    [InlineData("253402300799", "9999-12-31T23:59:59.000000Z")]
    [InlineData("253402300800", null)]
    [InlineData("-1", null)]
    [InlineData("1e300", null)]
    [InlineData("\"1690000000\"", null)]
    [InlineData("null", null)]
    public void Its_time_is_unix_seconds_to_the_microsecond(string ts, string? expected)
    {
        var time = Feed.Decode<FollowupAlertEvent>(Feed.Envelope("followup_alert", $"{{\"alert\":{{}},\"ts\":{ts}}}")).Time;
        time?.Offset.ShouldBe(TimeSpan.Zero);
        time?.ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'", System.Globalization.CultureInfo.InvariantCulture).ShouldBe(expected);
        time.HasValue.ShouldBe(expected is not null);
    }

    private static string ComponentOf(FollowupAlertEvent followup) => FollowupAlert.ComponentOf(followup.AlertType, followup.Index);
}
