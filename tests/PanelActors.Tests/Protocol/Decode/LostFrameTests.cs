using CsCheck;
using PanelActors.Configuration;
using PanelActors.Protocol;
using PanelActors.Protocol.Decode;
using PanelActors.Protocol.Sse;
using PanelActors.Tests.Tree;

namespace PanelActors.Tests.Protocol.Decode;

public class LostFrameTests
{
    [Theory]
    [InlineData(" ", "bad_json")]
    [InlineData("{", "bad_json")]
    [InlineData("ping", "bad_json")]
    [InlineData("""{"type":"\ud800"}""", "bad_json")]
    [InlineData("[]", "bad_envelope")]
    [InlineData("null", "bad_envelope")]
    [InlineData("\"panel_full\"", "bad_envelope")]
    [InlineData("5", "bad_envelope")]
    [InlineData("""{"type":"full","type":"diff"}""", "duplicate_key")]
    [InlineData("""{"type":"severity_counts","payload":{"counts":{"info":1,"\u0069nfo":2}}}""", "duplicate_key")]
    [InlineData("""{"a":[[[[1]]]]}""", "too_deep")]
    public void What_a_lost_frame_held_is_unknown(string data, string reason) =>
        Feed.Decode(data, "severity_counts", maxDepth: 4).ShouldBe(new LostEvent(reason, NeedsFull: true));

    [Theory]
    [InlineData("message", false)]
    [InlineData("severity_counts", false)]
    [InlineData("panel_full", true)]
    [InlineData("diff", true)]
    public void An_event_without_data_loses_only_what_its_type_promised(string type, bool needsFull) =>
        Feed.Decode("", type).ShouldBe(new LostEvent("no_payload", needsFull));

    [Fact]
    public void An_event_without_data_of_another_type_means_nothing() => Feed.Decode("", "ping").ShouldBe(new UnknownEvent("ping"));

    [Fact]
    public void Bytes_that_are_not_utf8_are_told_apart() =>
        Decoder().Decode(new SseFrame(SseFrameKind.Event, new byte[] { (byte)'{', 0xFF, (byte)'}' }, "message", default))
            .ShouldBe(new LostEvent("bad_utf8", true));

    [Fact]
    public void An_oversized_frame_is_lost() =>
        Decoder().Decode(new SseFrame(SseFrameKind.Oversized, default, "panel_full", default)).ShouldBe(new LostEvent("oversized", true));

    [Fact]
    public void A_batch_is_decoded_in_order_without_its_comments()
    {
        var batch = new SseBatch();
        Decoder().Decode(batch).ShouldBeEmpty();
        batch.Frames.Add(new SseFrame(SseFrameKind.Comment, "keep-alive"u8.ToArray(), "", default));
        batch.Frames.Add(Feed.Frame("""{"type":"one"}"""));
        batch.Frames.Add(new SseFrame(SseFrameKind.Oversized, default, "message", default));
        batch.Frames.Add(new SseFrame(SseFrameKind.Comment, default, "", default));
        batch.Frames.Add(Feed.Frame("""{"type":"two"}"""));
        Decoder().Decode(batch).ShouldBe([new UnknownEvent("one"), new LostEvent("oversized", true), new UnknownEvent("two")]);
    }

    [Fact]
    public void Events_outlive_the_bytes_they_came_in_and_the_frames_that_follow()
    {
        var decoder = Decoder();
        var network = JsonGen.Utf8("""{"type":"full","payload":{"status":{"a":{"b":[1]}}}}""");
        var full = decoder.Decode(new SseFrame(SseFrameKind.Event, network, "message", default)).ShouldBeOfType<PanelFullEvent>();
        var second = JsonGen.Utf8("""{"type":"diff","payload":{"diff":{"x":{"y":"z"}}}}""");
        var diff = decoder.Decode(new SseFrame(SseFrameKind.Event, second, "message", default)).ShouldBeOfType<PanelDiffEvent>();
        decoder.Decode(Feed.Frame("[[[[[[[[]]]]]]]]"));
        Array.Clear(network);
        Array.Clear(second);
        diff.Patch!.Apply(full.Status)!.ToString().ShouldBe("""{"a":{"b":[1]},"x":{"y":"z"}}""");
    }

    [Fact]
    public void No_bytes_make_it_throw() => Gen.Select(Gen.Byte.Array[0, 100], Gen.Enum<DiffForm>()).Sample((bytes, form) =>
    {
        new PanelEventDecoder(form, 16).Decode(new SseFrame(SseFrameKind.Event, bytes, "panel_diff", default)).ShouldNotBeNull();
    });

    [Fact]
    public void No_json_makes_it_throw() =>
        Gen.Select(
            Gen.OneOf<string>(Feed.AnyEnvelope, JsonGen.Value, JsonGen.Broken), Gen.Enum<DiffForm>(),
            Gen.OneOf(EventTypes.Known.ToArray())).Sample(
            (json, form, type) => Feed.Decode(json, type, form).ShouldNotBeNull(), iter: 2000);

    private static PanelEventDecoder Decoder() => new(DiffForm.Auto, 8);
}
