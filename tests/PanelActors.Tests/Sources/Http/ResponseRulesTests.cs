using CsCheck;
using PanelActors.Sources.Http;

namespace PanelActors.Tests.Sources.Http;

public class ResponseRulesTests
{
    private const string EventStream = "text/event-stream";
    private static readonly DateTimeOffset Now = new(2024, 2, 29, 12, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("text/event-stream")]
    [InlineData("text/event-stream; charset=utf-8")]
    [InlineData("text/event-stream;charset=\"latin1\";x=y")]
    [InlineData("TEXT/Event-Stream")]
    [InlineData("  text/event-stream  ;")]
    public void An_event_stream_with_whatever_parameters_is_accepted(string contentType) =>
        ResponseRules.RefusalOf(200, contentType, null, Now).ShouldBeNull();

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData(";")]
    [InlineData("; text/event-stream")]
    [InlineData("text/html")]
    [InlineData("application/json")]
    [InlineData("text/event-streams")]
    [InlineData("text/event")]
    [InlineData("text /event-stream")]
    [InlineData("text/event-stream, text/html")]
    public void Any_other_content_type_is_retried_slowly(string? contentType)
    {
        var refusal = ResponseRules.RefusalOf(200, contentType, "1", Now).ShouldNotBeNull();
        (refusal.Retry, refusal.After, refusal.Reason).ShouldBe((Retry.Slowly, null, "bad_content_type"));
    }

    [Fact]
    public void No_content_stops_the_source()
    {
        var refusal = ResponseRules.RefusalOf(204, EventStream, "1", Now).ShouldNotBeNull();
        (refusal.Retry, refusal.After, refusal.Reason).ShouldBe((Retry.No, null, "http_204"));
    }

    [Fact]
    public void Every_other_status_falls_into_the_class_the_definition_names()
    {
        for (var status = 0; status <= 999; status++)
        {
            if (status is 200 or 204)
                continue;
            var refusal = ResponseRules.RefusalOf(status, EventStream, null, Now).ShouldNotBeNull();
            var passing = status is 408 or 425 or 429 || status / 100 == 5;
            refusal.Retry.ShouldBe(passing ? Retry.WithBackoff : Retry.Slowly, $"status {status}");
            refusal.Reason.ShouldBe(status is >= 100 and < 600 ? $"http_{status}" : "http_other");
        }
    }

    [Theory]
    [InlineData(null, null)]
    [InlineData("", null)]
    [InlineData("soon", null)]
    [InlineData("-1", null)]
    [InlineData("1.5", null)]
    [InlineData("0", 0)]
    [InlineData(" 7 ", 7)]
    [InlineData("299", 299)]
    [InlineData("301", 300)]
    [InlineData("99999999999999999999999999", 300)]
    [InlineData("Thu, 29 Feb 2024 12:00:20 GMT", 20)]
    [InlineData("Thursday, 29-Feb-24 12:00:20 GMT", 20)]
    [InlineData("Thu Feb 29 12:00:20 2024", 20)]
    [InlineData("Thu, 29 Feb 2024 11:00:00 GMT", 0)]
    [InlineData("Fri, 01 Mar 2024 12:00:00 GMT", 300)]
    [InlineData("Thu, 29 Feb 2024", null)]
    public void Retry_after_is_read_in_both_forms_and_kept_within_five_minutes(string? retryAfter, int? seconds)
    {
        var expected = seconds is { } s ? TimeSpan.FromSeconds(s) : (TimeSpan?)null;
        foreach (var status in new[] { 408, 425, 429, 500, 503, 599 })
        {
            var refusal = ResponseRules.RefusalOf(status, null, retryAfter, Now).ShouldNotBeNull();
            (refusal.Retry, refusal.After).ShouldBe((Retry.WithBackoff, expected));
        }
    }

    [Fact]
    public void No_retry_after_makes_the_rules_throw_or_leave_the_bounds() =>
        Gen.String.Sample(text =>
        {
            var after = ResponseRules.RefusalOf(503, text, text, Now)!.After;
            return after is null || (after >= TimeSpan.Zero && after <= ResponseRules.MaxRetryAfter);
        });

    [Fact]
    public void No_refusal_repeats_what_the_response_said()
    {
        for (var status = 0; status <= 999; status++)
        {
            var refusal = ResponseRules.RefusalOf(status, "s3cret/value", "s3cret", Now).ShouldNotBeNull();
            (refusal.Reason + refusal.Text).ShouldNotContain("s3cret");
        }
    }
}
