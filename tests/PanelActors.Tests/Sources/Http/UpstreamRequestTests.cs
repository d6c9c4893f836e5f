using PanelActors.Sources.Http;

namespace PanelActors.Tests.Sources.Http;

public class UpstreamRequestTests
{
    private static readonly Dictionary<string, string> NoHeaders = [];

    [Theory]
    [InlineData("http://h/sse", "http://h/sse?types=a,b&last_id=17")]
    [InlineData("http://h/sse?", "http://h/sse?types=a,b&last_id=17")]
    [InlineData("http://h/sse?k=v", "http://h/sse?k=v&types=a,b&last_id=17")]
    [InlineData("http://h/sse?k=v%26w&&empty=&flag", "http://h/sse?k=v%26w&empty=&flag&types=a,b&last_id=17")]
    [InlineData("http://h/sse?types=z&k=v&last_id=3", "http://h/sse?k=v&types=a,b&last_id=17")]
    [InlineData("http://h/sse?last%5Fid=3&last_ids=4", "http://h/sse?last_ids=4&types=a,b&last_id=17")]
    [InlineData("http://h/sse?force_full=1", "http://h/sse?force_full=1&types=a,b&last_id=17")]
    [InlineData("https://h:8443/a/b%20c?k=v#part", "https://h:8443/a/b%20c?k=v&types=a,b&last_id=17")]
    public void The_configured_query_is_kept_and_ours_is_added(string url, string expected)
    {
        var request = new UpstreamRequest(new Uri(url)) { Types = ["a", "b"], LastEventId = EventId.Of("17") };
        request.Target.AbsoluteUri.ShouldBe(expected);
    }

    [Theory]
    [InlineData("http://h/")]
    [InlineData("http://h/?types=a&last_id=3&k=%E2%82%AC")]
    public void With_nothing_to_add_the_address_stays_as_configured(string url) =>
        new UpstreamRequest(new Uri(url)).Target.AbsoluteUri.ShouldBe(url);

    [Fact]
    public void Types_are_escaped_one_by_one() =>
        new UpstreamRequest(new Uri("http://h/")) { Types = ["a b", "c&d", "é"] }
            .Target.Query.ShouldBe("?types=a%20b,c%26d,%C3%A9");

    [Fact]
    public void A_forced_full_sends_no_resume_id_at_all()
    {
        var request = new UpstreamRequest(new Uri("http://h/?last_id=3&force_full=0")) { LastEventId = EventId.Of("17"), ForceFull = true };
        request.Target.Query.ShouldBe("?force_full=1");
        using var message = request.CreateMessage(request.Target, new Dictionary<string, string> { ["last-event-id"] = "4" });
        message.Headers.Contains("Last-Event-ID").ShouldBeFalse();
    }

    [Theory]
    [InlineData("17", "17", "?last_id=17")]
    [InlineData("0", "0", "?last_id=0")]
    [InlineData("id with spaces", "id with spaces", "")]
    [InlineData("größe-€-😀", "größe-€-😀", "")]
    [InlineData("-5", "-5", "")]
    [InlineData("٣", "٣", "")]
    [InlineData("", null, "")]
    [InlineData(null, null, "")]
    [InlineData("4\r\nX-Evil: 1", null, "")]
    [InlineData("4\0", null, "")]
    public void A_resume_id_goes_into_the_header_and_when_all_digits_into_the_query(string? id, string? header, string query)
    {
        var request = new UpstreamRequest(new Uri("http://h/")) { LastEventId = EventId.Of(id) };
        request.Target.Query.ShouldBe(query);
        using var message = request.CreateMessage(request.Target, NoHeaders);
        Raw(message, "Last-Event-ID").ShouldBe(header);
    }

    [Theory]
    [InlineData('1', 1024, true)]
    [InlineData('1', 1025, false)]
    [InlineData('é', 512, true)]
    [InlineData('é', 513, false)]
    public void A_resume_id_over_a_kibibyte_is_not_sent(char letter, int length, bool sent)
    {
        var request = new UpstreamRequest(new Uri("http://h/")) { LastEventId = EventId.Of(new string(letter, length)) };
        using var message = request.CreateMessage(request.Target, NoHeaders);
        message.Headers.Contains("Last-Event-ID").ShouldBe(sent);
        request.Target.Query.Contains("last_id").ShouldBe(sent && letter == '1');
    }

    [Fact]
    public void A_request_asks_for_an_uncached_event_stream_whatever_is_configured()
    {
        var request = new UpstreamRequest(new Uri("http://h/"));
        var configured = new Dictionary<string, string>
        {
            ["accept"] = "text/html",
            ["X-Token"] = "abc",
            ["Authorization"] = "Weird=; (x)",
        };
        using var message = request.CreateMessage(request.Target, configured);
        message.Method.ShouldBe(HttpMethod.Get);
        Raw(message, "Accept").ShouldBe("text/event-stream");
        Raw(message, "Cache-Control").ShouldBe("no-cache");
        Raw(message, "X-Token").ShouldBe("abc");
        Raw(message, "Authorization").ShouldBe("Weird=; (x)");
    }

    [Theory]
    [InlineData("X-Token", "a\r\nX-Evil: 1")]
    [InlineData("X-Token", "a\0b")]
    [InlineData("X Token", "a")]
    [InlineData("", "a")]
    [InlineData("Content-Type", "a")]
    public void A_header_that_cannot_be_sent_refuses_the_attempt_without_telling_its_value(string name, string value)
    {
        var request = new UpstreamRequest(new Uri("http://h/"));
        var refused = Should.Throw<UpstreamRefusedException>(
            () => request.CreateMessage(request.Target, new Dictionary<string, string> { [name] = value }));
        refused.End.ShouldBe(new ConnectionEnd("bad_header", $"the configured header '{name}' cannot be sent", Retry.Slowly));
    }

    [Fact]
    public void Its_text_keeps_secrets()
    {
        var request = new UpstreamRequest(new Uri("https://user:pass@h:8443/sse?token=s3cret"))
        {
            Headers = new Dictionary<string, string> { ["Authorization"] = "s3cret" },
        };
        request.ToString().ShouldBe("https://h:8443/sse");
    }

    private static string? Raw(HttpRequestMessage message, string name) =>
        message.Headers.NonValidated.TryGetValues(name, out var values) ? values.ToString() : null;
}
