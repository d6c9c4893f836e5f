using System.Text;
using PanelActors.Tests.Support;

namespace PanelActors.Tests.EndToEnd;

/// <summary>Frames that cannot be used: each is counted with its reason, changes no panel, and leaves the connection open.</summary>
public sealed class HostileFeedTests : IAsyncLifetime
{
    private readonly ScriptedUpstream _upstream = ScriptedUpstream.Start();
    private Daemon _daemon = null!;
    private ScriptedConnection _feed = null!;

    public async Task InitializeAsync()
    {
        _daemon = await Daemon.Reading(_upstream, ("Limits:MaxEventBytes", "65536"));
        _feed = await _upstream.NextStream();
        await _feed.Send(Sse.Full(1, 5, """{"p":1}"""));
        await _daemon.UntilPanel("p", "1");
    }

    public async Task DisposeAsync()
    {
        await _daemon.DisposeAsync();
        await _upstream.DisposeAsync();
    }

    public static TheoryData<string, byte[]> LostFrames => new()
    {
        { "oversized", Frame(Diff($"\"{new string('x', 70_000)}\"")) },
        { "bad_utf8", Encoding.Latin1.GetBytes(Sse.Event(2, Diff("\"\u00C3(\""))) },
        { "bad_json", Frame("""{"type":"panel_diff","payload":{"diff":{"p":""") },
        { "bad_json", Frame(Diff("NaN")) },
        { "too_deep", Frame(Diff(new string('[', 100) + new string(']', 100))) },
        { "duplicate_key", Frame("""{"type":"panel_diff","payload":{"diff":{"p":2,"p":3}}}""") },
        { "bad_envelope", Frame("[1,2]") },
        { "bad_envelope", Frame("null") },
        { "no_payload", Frame("""{"type":"panel_full","payload":17}""") },
        { "bad_payload", Frame("""{"type":"panel_full","payload":{"status":[]}}""") },
    };

    [Theory]
    [MemberData(nameof(LostFrames))]
    public async Task A_frame_that_cannot_be_read_is_counted_and_raises_the_need(string reason, byte[] frame)
    {
        var before = _daemon.State;
        await _feed.Send(frame);
        var after = await _daemon.Until(state => state.Need.IsNeeded, "a baseline is needed");

        after.Need.LastReason.ShouldBe(reason);
        after.Status.ShouldBeSameAs(before.Status);
        after.LastEvent.ShouldBe(before.LastEvent);
        await _daemon.UntilMetric($$"""panelactors_ingest_errors_total{source="feed",reason="{{reason}}"}""", 1);
        await ShouldLiveOn();
    }

    [Theory]
    [InlineData("malformed_diff", """{"panel":"","op":"full","data":1}""")]
    [InlineData("malformed_diff", """{"panel":"p","op":"explode","data":{}}""")]
    [InlineData("malformed_diff", """{"added":{},"removed":[],"changed":{"p":{"old":1}}}""")]
    [InlineData("incomplete_diff", """{"added":{},"removed":[],"changed":{},"_truncated":true}""")]
    public async Task A_diff_that_cannot_be_merged_is_dropped_with_its_reason(string reason, string diff)
    {
        await _feed.Send(Sse.Diff(2, 5, diff));
        var after = await _daemon.Until(state => state.Need.IsNeeded, "a baseline is needed");
        after.Need.Reasons.ShouldBe([reason]);
        await _daemon.UntilMetric($$"""panelactors_events_dropped_total{source="feed",type="panel_diff",reason="{{reason}}"}""", 1);
        await ShouldLiveOn();
    }

    [Theory]
    [InlineData("""{"type":"gossip","payload":{}}""")]
    [InlineData("""{"type":"panel_full\u0000\r\nforged","payload":{}}""")]
    [InlineData("""{"type":17,"payload":{"status":{}}}""")]
    [InlineData("{}")]
    public async Task An_event_of_an_unknown_type_is_counted_and_ignored(string json)
    {
        var before = _daemon.State;
        await _feed.Send(Sse.Event(2, json));
        await _daemon.UntilMetric("""panelactors_events_total{source="feed",type="unknown"}""", 1);
        _daemon.State.ShouldBeSameAs(before);
        await ShouldLiveOn();
    }

    public static TheoryData<string> UselessIds => [new string('9', 20_000), "7\tX: 1\u0001", "7\u007f"];

    [Theory]
    [MemberData(nameof(UselessIds))]
    public async Task After_an_id_that_cannot_be_sent_back_only_a_baseline_will_do(string id)
    {
        await _feed.Send(Sse.Event(id, Diff("2")));
        await _daemon.UntilPanel("p", "2");
        await _feed.Close();

        using var again = await _upstream.NextConnection();
        again.Header("Last-Event-ID").ShouldBeNull();
        again.Query("last_id").ShouldBeNull();
        again.Query("force_full").ShouldBe("1");
    }

    [Fact]
    public async Task A_flood_of_rubbish_is_counted_to_the_last_frame_and_named_in_few_series()
    {
        var flood = new StringBuilder();
        for (var frame = 0; frame < 5_000; frame++) flood.Append(Sse.Event(frame + 10, $$"""{"type":"kind-{{frame}}"}"""));
        await _feed.Send(flood.ToString());
        await _daemon.UntilMetric("""panelactors_events_total{source="feed",type="unknown"}""", 5_000);
        (await _daemon.Metrics()).Series.Count(series => series.StartsWith("panelactors_", StringComparison.Ordinal)).ShouldBeLessThan(100);
        await ShouldLiveOn();
    }

    private async Task ShouldLiveOn()
    {
        await _feed.Send(Sse.Full(100, 9, """{"p":100}"""));
        await _daemon.UntilPanel("p", "100");
        _daemon.State.Need.IsNeeded.ShouldBeFalse();
        _daemon.Connection.Attempt.ShouldBe(1);
        _feed.IsDisconnected.ShouldBeFalse();
    }

    private static string Diff(string panel) => """{"type":"panel_diff","generation":5,"payload":{"diff":{"p":""" + panel + "}}}";

    private static byte[] Frame(string json) => Encoding.UTF8.GetBytes(Sse.Event(2, json));
}
