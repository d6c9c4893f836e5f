using System.Text;
using PanelActors.Protocol.Sse;

namespace PanelActors.Tests.Protocol.Sse;

public class SseDecoderBoundsTests
{
    private const int Limit = 10;

    /// <summary>What the case shows; the stream; what is to come out under a limit of ten bytes.</summary>
    public static TheoryData<string, string, string[]> Cases => new()
    {
        { "exactly the limit", "data: 0123456789\n\n", ["message: 0123456789"] },
        { "one byte more", "data: 0123456789a\n\ndata: b\n\n", ["oversized message", "message: b"] },
        { "lines and the LF between them, at the limit", "data: 0123\ndata: 56789\n\n", ["message: 0123\n56789"] },
        { "lines and the LF between them, past the limit", "data: 0123\ndata: 56789a\n\ndata: b\n\n", ["oversized message", "message: b"] },
        { "empty lines at the limit", Repeat("data\n", 11) + "\n", ["message: " + new string('\n', 10)] },
        { "empty lines past the limit", Repeat("data\n", 12) + "\ndata: b\n\n", ["oversized message", "message: b"] },
        { "type and data at the limit", "event: full\ndata: 012345\n\n", ["full: 012345"] },
        { "type and data past the limit", "event: full\ndata: 0123456\n\ndata: b\n\n", ["oversized full", "message: b"] },
        { "data and then type past the limit", "data: 0123456\nevent: full\n\ndata: b\n\n", ["oversized message", "message: b"] },
        { "id, type and data at the limit", "id: 42\nevent: full\ndata: 0123\n\n", ["full #42: 0123", "last id 42"] },
        { "id, type and data past the limit", "id: 42\nevent: full\ndata: 01234\n\ndata: b\n\n", ["oversized full", "message: b"] },
        { "a giant type", "event: 0123456789a\ndata: a\n\ndata: b\n\n", ["oversized message", "message: b"] },
        { "a giant id", "id: 0123456789a\ndata: a\n\ndata: b\n\n", ["oversized message", "message: b"] },
        { "a giant id with NUL", "id: \0123456789ab\ndata: a\n\ndata: b\n\n", ["oversized message", "message: b"] },
        {
            "an id in force is not held by the next event", "id: 0123456789\n\ndata: 0123456789\n\n",
            ["message #0123456789: 0123456789", "last id 0123456789"]
        },
        {
            "a type that is replaced does not count", "event: 0123456\nevent: 0123456\nevent: a\nid: 0123\nid: 1\ndata: 01234567\n\n",
            ["a #1: 01234567", "last id 1"]
        },
        {
            "its id does not count", "id: 1\ndata: a\n\nid: 2\ndata: 0123456789\nid: 3\n\ndata: b\n\n",
            ["message #1: a", "oversized message #1", "message #1: b", "last id 1"]
        },
        { "its id is not committed by its blank line", "id: 1\n\nid: 2\ndata: 0123456789\n\n\n", ["oversized message #1", "last id 1"] },
        {
            "one frame, whatever follows in it",
            "data: 0123456789a\ndata: 0123456789a\nevent: 0123456789a\nid: 0123456789a\ndata: a\n\ndata: b\n\n",
            ["oversized message", "message: b"]
        },
        { "comments in it keep coming", "data: 0123456789a\n: c\ndata: d\n\n: e\n", ["oversized message", "comment: c", "comment: e"] },
        { "retry in it counts", "data: 0123456789a\nretry: 5\n\n", ["oversized message", "retry 5"] },
        {
            "its place in the stream", "data: a\n\n: c\ndata: 0123456789a\n\n: d\ndata: b\n\n",
            ["message: a", "comment: c", "oversized message", "comment: d", "message: b"]
        },
        { "surfaced without its blank line", "data: 0123456789a", ["oversized message"] },
        {
            "two in a row", "data: 0123456789a\n\nevent: x\ndata: 0123456789a\n\ndata: b\n\n",
            ["oversized message", "oversized x", "message: b"]
        },
        { "unknown fields do not count", "foo: 0123456789abcdef\n0123456789abcdef\ndata: 0123456789\n\n", ["message: 0123456789"] },
        {
            "comments do not count", "data: 01234\n: 0123456789abcdef\ndata: 6789\n\n",
            ["comment: 0123456789abcdef", "message: 01234\n6789"]
        },
        { "retry does not count", "retry: 000000000000000000005\ndata: 0123456789\n\n", ["message: 0123456789", "retry 5"] },
        { "the removed space does not count", "data: 0123456789\nevent: \nid: \n\n", ["message: 0123456789"] },
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public void The_bound_holds_however_the_stream_is_cut(string bound, string stream, string[] expected)
    {
        var bytes = Encoding.UTF8.GetBytes(stream);
        Transcript.Of(bytes, Limit).ShouldBe(expected, bound);
        for (var position = 1; position < bytes.Length; position++)
            Transcript.Of(Transcript.Cut(bytes, [position]), Limit).ShouldBe(expected, $"{bound}, cut at {position}");
        Transcript.Of(Transcript.ByteByByte(bytes), Limit).ShouldBe(expected, $"{bound}, byte by byte");
    }

    [Theory]
    [InlineData(SseDecoder.MaxCommentBytes - 1)]
    [InlineData(SseDecoder.MaxCommentBytes)]
    [InlineData(SseDecoder.MaxCommentBytes + 1)]
    [InlineData(100_000)]
    public void A_comment_is_surfaced_up_to_its_first_KiB(int length)
    {
        var stream = Encoding.ASCII.GetBytes($":{new string('c', length)}\ndata: a\n\n");
        string[] expected = ["comment:" + new string('c', Math.Min(length, 1024)), "message: a"];

        Transcript.Of(stream, Limit).ShouldBe(expected);
        Transcript.Of(Transcript.Cut(stream, [500]), Limit).ShouldBe(expected);
        Transcript.Of(stream.Chunk(7), Limit).ShouldBe(expected);
    }

    [Theory]
    [InlineData("data: ")]
    [InlineData("event: ")]
    [InlineData("id: ")]
    [InlineData(": ")]
    [InlineData("foo: ")]
    [InlineData("")]
    [InlineData("retry: ")]
    public void A_line_without_end_takes_no_more_memory_than_the_limit(string beginning)
    {
        var decoder = new SseDecoder(maxEventBytes: 64 * 1024);
        var batch = new SseBatch();
        var chunk = Enumerable.Repeat((byte)'7', 16 * 1024).ToArray();
        decoder.Decode(Encoding.ASCII.GetBytes(beginning), batch);

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var read = 0; read < 4096; read++)
            decoder.Decode(chunk, batch);
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;

        allocated.ShouldBeLessThan(512 * 1024, "64 MiB were read");
        batch.Frames.Count.ShouldBeLessThanOrEqualTo(1);
    }

    [Theory]
    [InlineData("data\n")]
    [InlineData("data: x\n")]
    [InlineData("event: some_type\n")]
    [InlineData("id: 123\n")]
    [InlineData("foo: bar\n")]
    [InlineData("retry: 5\n")]
    public void Lines_without_a_blank_line_take_no_more_memory_than_the_limit(string line)
    {
        var decoder = new SseDecoder(maxEventBytes: 64 * 1024);
        var batch = new SseBatch();
        var chunk = Encoding.ASCII.GetBytes(string.Concat(Enumerable.Repeat(line, 2000)));

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var read = 0; read < 1000; read++)
            decoder.Decode(chunk, batch);
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;

        allocated.ShouldBeLessThan(512 * 1024, "two million lines were read");
        batch.Frames.Count.ShouldBeLessThanOrEqualTo(1);
    }

    [Fact]
    public void Comments_without_a_blank_line_can_come_for_ever()
    {
        var decoder = new SseDecoder(Limit);
        var batch = new SseBatch();
        var chunk = ": keep-alive\n"u8.ToArray();
        for (var read = 0; read < 100_000; read++)
        {
            batch.Clear();
            decoder.Decode(chunk, batch);
            batch.Frames.ShouldHaveSingleItem().Kind.ShouldBe(SseFrameKind.Comment);
        }
    }

    [Fact]
    public void A_limit_below_one_byte_is_refused() =>
        Should.Throw<ArgumentOutOfRangeException>(() => new SseDecoder(0)).ParamName.ShouldBe("maxEventBytes");

    private static string Repeat(string text, int count) => string.Concat(Enumerable.Repeat(text, count));
}
