using System.Text;
using CsCheck;
using PanelActors.Configuration;
using PanelActors.Protocol;
using PanelActors.Protocol.Decode;
using PanelActors.Protocol.Sse;
using PanelActors.State;
using PanelActors.Tests.Protocol.Sse;
using PanelActors.Tests.State;
using PanelActors.Tests.Support;
using PanelActors.Tests.Tree;
using PanelActors.Tree;

namespace PanelActors.Tests.Protocol.Decode;

/// <summary>What the events of a summary stream mean.</summary>
public class SummaryDialectTests
{
    private static readonly PanelObject Held = PanelObject.Parse("""{"a":{"hash":"1","old":true},"b":{"hash":"2"}}""");

    [Fact]
    public void A_full_snapshot_is_a_baseline_of_its_panels()
    {
        var full = Decode("full_snapshot", """{"cycle":1,"panels":{"a":{"hash":"1","lines":["…"]}}}""").ShouldBeOfType<PanelFullEvent>();
        full.Status.ToString().ShouldBe("""{"a":{"hash":"1","lines":["…"]}}""");
        (full.Type, full.Generation, full.IsForced).ShouldBe((EventTypes.PanelFull, null, false));
    }

    [Theory]
    [InlineData("panel_update", """{"cycle":3,"updates":[{"key":"a","hash":"9"},{"key":"c","hash":"3"}]}""")]
    [InlineData("panel_diff", """{"cycle":3,"panels":{"a":{"hash":"9"},"c":{"hash":"3"}},"structured":true}""")]
    [InlineData("panel_diff", """{"cycle":3,"panels":{"a":{"hash":"9","key":"a"},"c":{"hash":"3"}}}""")]
    public void An_update_replaces_each_of_its_panels_whole_without_its_key(string type, string json)
    {
        var diff = Decode(type, json).ShouldBeOfType<PanelDiffEvent>();
        diff.Patch!.Apply(Held)!.ToString().ShouldBe("""{"a":{"hash":"9"},"b":{"hash":"2"},"c":{"hash":"3"}}""");
        (diff.Type, diff.IsIncomplete).ShouldBe((EventTypes.PanelDiff, false));
    }

    [Fact]
    public void An_update_of_nothing_is_an_update() =>
        Decode("panel_update", """{"updates":[]}""").ShouldBeOfType<PanelDiffEvent>().Patch!.Apply(Held).ShouldBe(Held);

    [Theory]
    [InlineData("panel_update", """{"updates":[{"key":"a"},{"hash":"9"}]}""")]
    [InlineData("panel_update", """{"updates":[{"key":"a"},{"key":7}]}""")]
    [InlineData("panel_update", """{"updates":[{"key":"a"},{"key":null}]}""")]
    [InlineData("panel_update", """{"updates":[{"key":"a"},{"key":""}]}""")]
    [InlineData("panel_update", """{"updates":[{"key":"a"},"b"]}""")]
    [InlineData("panel_update", """{"updates":{"a":{}}}""")]
    [InlineData("panel_update", """{"cycle":3}""")]
    [InlineData("panel_diff", """{"panels":{"a":{},"b":null}}""")]
    [InlineData("panel_diff", """{"panels":{"a":{},"":{}}}""")]
    [InlineData("panel_diff", """{"panels":[]}""")]
    [InlineData("panel_diff", "{}")]
    public void An_update_without_a_good_key_for_each_panel_is_dropped_whole(string type, string json)
    {
        var diff = Decode(type, json).ShouldBeOfType<PanelDiffEvent>();
        diff.Patch.ShouldBeNull();
        var state = Applying.WithBaseline().State;
        var (after, outcome, _) = state.Apply(diff, Applying.Start, new StateLimits());
        outcome.ShouldBe(EventOutcome.Dropped(DropReasons.MalformedDiff));
        (after.Status, after.Need.LastReason).ShouldBe((state.Status, DropReasons.MalformedDiff));
    }

    [Fact]
    public void The_last_of_several_updates_of_a_panel_counts() =>
        Decode("panel_update", """{"updates":[{"key":"a","n":1},{"key":"a","n":2}]}""").ShouldBeOfType<PanelDiffEvent>()
            .Patch!.Apply(PanelObject.Empty)!.ToString().ShouldBe("""{"a":{"n":2}}""");

    [Fact]
    public void Hellos_are_the_same_when_their_bytes_are()
    {
        const string json = """{"cycle":1,"panels":[]}""";
        var hello = Decode("hello", json).ShouldBeOfType<PublisherHelloEvent>();
        hello.ShouldBe(Decode("hello", json));
        hello.ShouldNotBe(Decode("hello", """{"cycle":1,"panels":[ ]}"""));
        hello.Type.ShouldBe(EventTypes.Hello);
    }

    [Fact]
    public void What_says_nothing_of_panels_is_told_apart_by_its_name()
    {
        Decode("heartbeat", """{"cycle":15,"unchanged":true}""").ShouldBeOfType<UnchangedEvent>().Type.ShouldBe(EventTypes.Heartbeat);
        Decode("heartbeat", """{"cycle":15}""").ShouldBe(new PublisherNoteEvent(EventTypes.Heartbeat));
        Decode("truncated", "{}").ShouldBe(new ResyncNeededEvent(EventTypes.Truncated, "truncated"));
        Decode("bye", """{"reason":"shutdown"}""").ShouldBe(new PublisherNoteEvent(EventTypes.Bye));
        Decode("error", """{"message":"x"}""").ShouldBe(new UnknownEvent("error"));
        Decode("panel_full", """{"status":{}}""").ShouldBe(new UnknownEvent("panel_full"));
        Decode("message", """{"type":"truncated"}""").ShouldBe(new ResyncNeededEvent(EventTypes.Truncated, "truncated"));
    }

    [Theory]
    [InlineData("full_snapshot", """{"cycle":1,"panels":[]}""", LossReasons.BadPayload)]
    [InlineData("full_snapshot", "{}", LossReasons.BadPayload)]
    [InlineData("full_snapshot", "[]", LossReasons.BadEnvelope)]
    [InlineData("panel_update", "{", LossReasons.BadJson)]
    [InlineData("full_snapshot", "", LossReasons.NoPayload)]
    [InlineData("panel_update", "", LossReasons.NoPayload)]
    [InlineData("panel_diff", "", LossReasons.NoPayload)]
    public void What_may_have_changed_panels_and_cannot_be_read_is_lost(string type, string json, string reason) =>
        Decode(type, json).ShouldBe(new LostEvent(reason, NeedsFull: true));

    [Fact]
    public void Events_without_data_mean_what_their_names_say()
    {
        Decode("truncated", "").ShouldBe(new ResyncNeededEvent(EventTypes.Truncated, "truncated"));
        Decode("heartbeat", "").ShouldBe(new PublisherNoteEvent(EventTypes.Heartbeat));
        foreach (var name in new[] { "hello", "bye" }) Decode(name, "").ShouldBe(new PublisherNoteEvent(name));
        Decode("ping", "").ShouldBe(new UnknownEvent("ping"));
    }

    [Fact]
    public void No_event_of_this_dialect_has_an_id()
    {
        var decoder = new PanelEventDecoder(DiffForm.Auto, 64, dialect: Dialect.Summary);
        var frame = new SseFrame(SseFrameKind.Event, JsonGen.Utf8("""{"panels":{}}"""), "full_snapshot", JsonGen.Utf8("7"), HasOwnId: true);
        decoder.Decode(frame).Id.ShouldBeNull();
    }

    [Theory]
    [InlineData("summary-updates")]
    [InlineData("summary-diffs")]
    public void A_real_stream_comes_to_the_same_panels_however_it_is_cut(string sample)
    {
        var stream = Encoding.UTF8.GetBytes(Summary.Sample(sample));
        var model = SummaryModel.Of(Summary.Sample(sample));
        model.ShouldBe(Fold(Transcript.ByteByByte(stream)));
        Gen.Int[0, stream.Length].Array[0, 20].Sample(cuts => model.ShouldBe(Fold(Transcript.Cut(stream, cuts.Order()))), iter: 200);
    }

    [Fact]
    public void Nothing_in_a_summary_stream_throws() =>
        Gen.Select(Gen.OneOf("hello", "full_snapshot", "panel_update", "panel_diff", "heartbeat", "truncated", "error", "bye", "message"),
                Gen.OneOf<string>(JsonGen.Broken, JsonGen.ObjectOf(
                    Gen.OneOf<string>(JsonGen.Value, Gen.Const("""[{"key":"a"}]""")), Gen.OneOf(
                        "panels", "updates", "unchanged", "type", "payload"))))
            .Sample(
                (type, json) => PanelState.Initial.Apply(Decode(type, json), Applying.Start, new StateLimits()).State.ShouldNotBeNull(),
                iter: 3000);

    private static PanelEvent Decode(string type, string json) =>
        new PanelEventDecoder(DiffForm.Auto, 64, dialect: Dialect.Summary).Decode(Feed.Frame(json, type));

    private static string? Fold(IEnumerable<byte[]> chunks)
    {
        var frames = new SseDecoder(1 << 20);
        var events = new PanelEventDecoder(DiffForm.Auto, 64);
        var state = PanelState.Initial;
        foreach (var chunk in chunks)
        {
            var batch = new SseBatch();
            frames.Decode(chunk, batch);
            foreach (var panelEvent in events.Decode(batch)) state = state.Apply(panelEvent, Applying.Start, new StateLimits()).State;
        }

        events.Dialect.ShouldBe(Dialect.Summary);
        return state.Status?.ToString();
    }
}
