using PanelActors.Configuration;
using PanelActors.Protocol;
using PanelActors.Protocol.Decode;
using PanelActors.Tests.Support;


namespace PanelActors.Tests.Protocol.Decode;

/// <summary>The dialect of a connection is chosen once, at the first event that shows it.</summary>
public class DialectChoiceTests
{
    [Theory]
    [InlineData("hello", """{"cycle":1,"panels":[]}""")]
    [InlineData("full_snapshot", """{"cycle":1,"panels":{}}""")]
    [InlineData("panel_update", """{"cycle":1,"updates":[]}""")]
    [InlineData("panel_diff", """{"cycle":1,"panels":{},"structured":true}""")]
    [InlineData("panel_diff", """{"panels":{"a":{}}}""")]
    [InlineData("message", """{"type":"panel_update","updates":[]}""")]
    public void A_telling_name_with_panels_at_the_root_is_summary(string type, string json) => After(type, json).ShouldBe(Dialect.Summary);

    [Theory]
    [InlineData("panel_full", """{"type":"panel_full","payload":{"status":{"panels":{}}}}""")]
    [InlineData("panel_diff", """{"type":"panel_diff","payload":{"diff":{}},"panels":{}}""")]
    [InlineData("panel_diff", """{"diff":{"panels":{"a":1}}}""")]
    [InlineData("panel_diff", """{"diff":{},"panels":{},"structured":true}""")]
    [InlineData("panel_full", """{"status":{"panels":{}}}""")]
    [InlineData("message", """{"status":{},"panels":{}}""")]
    [InlineData("hello", """{"type":"hello","payload":{"store":"x"},"panels":[]}""")]
    [InlineData("heartbeat", """{"type":"heartbeat","payload":{"health":"ok"}}""")]
    [InlineData("full_snapshot", """{"panels":{},"payload":null}""")]
    [InlineData("severity_counts", """{"counts":{"info":1}}""")]
    public void An_envelope_is_not(string type, string json) => After(type, json).ShouldBe(Dialect.Panels);

    [Theory]
    [InlineData("heartbeat", """{"cycle":15,"unchanged":true}""")]
    [InlineData("truncated", "{}")]
    [InlineData("bye", """{"reason":"shutdown"}""")]
    [InlineData("full_snapshot", """{"panels":[]}""")]
    [InlineData("hello", """{"panels":{}}""")]
    [InlineData("panel_update", """{"updates":{}}""")]
    [InlineData("status", """{"panels":{}}""")]
    [InlineData("panel_diff", """{"panels":[]}""")]
    [InlineData("panel_full", "{}")]
    [InlineData("panel_update", "{")]
    [InlineData("hello", "")]
    public void What_any_feed_might_send_leaves_it_open(string type, string json) => After(type, json).ShouldBe(Dialect.Auto);

    [Fact]
    public void The_choice_is_final()
    {
        var decoder = new PanelEventDecoder(DiffForm.Auto, 64);
        decoder.Decode(Feed.Frame("""{"status":{}}""", "panel_full"));
        decoder.Decode(Feed.Frame("""{"cycle":1,"panels":{}}""", "full_snapshot")).ShouldBe(new UnknownEvent("full_snapshot"));
        decoder.Dialect.ShouldBe(Dialect.Panels);

        decoder = new PanelEventDecoder(DiffForm.Auto, 64);
        decoder.Decode(Feed.Frame("""{"cycle":1,"panels":{}}""", "full_snapshot"));
        decoder.Decode(Feed.Frame(Feed.Envelope("panel_full", """{"status":{}}"""), "panel_full")).ShouldBe(new UnknownEvent("panel_full"));
        decoder.Dialect.ShouldBe(Dialect.Summary);
    }

    [Theory]
    [InlineData(Dialect.Panels, "full_snapshot", """{"cycle":1,"panels":{}}""")]
    [InlineData(Dialect.Summary, "panel_full", """{"type":"panel_full","payload":{"status":{}}}""")]
    public void A_dialect_that_is_configured_is_not_chosen(Dialect dialect, string type, string json)
    {
        var decoder = new PanelEventDecoder(DiffForm.Auto, 64, dialect: dialect);
        decoder.Decode(Feed.Frame(json, type)).ShouldBe(new UnknownEvent(type));
        decoder.Dialect.ShouldBe(dialect);
    }

    [Fact]
    public void The_real_streams_are_told_by_their_first_event()
    {
        foreach (var sample in Summary.Samples)
        {
            var hello = Summary.Sample(sample).Split('\n').First(line => line.StartsWith("data: ", StringComparison.Ordinal))[6..];
            After("hello", hello).ShouldBe(Dialect.Summary);
        }
    }

    private static Dialect After(string type, string json)
    {
        var decoder = new PanelEventDecoder(DiffForm.Auto, 64);
        decoder.Decode(Feed.Frame(json, type));
        return decoder.Dialect;
    }
}
