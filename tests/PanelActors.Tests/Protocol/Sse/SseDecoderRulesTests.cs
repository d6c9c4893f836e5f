using System.Text;

namespace PanelActors.Tests.Protocol.Sse;

/// <summary>The rules of WHATWG HTML section 9.2.6, one row each, cut at every place.</summary>
public class SseDecoderRulesTests
{
    /// <summary>What the case shows; the stream; what is to come out, one line a row.</summary>
    public static TheoryData<string, string, string[]> Cases => new()
    {
        { "nothing", "", [] },
        { "LF ends lines", "data: a\n\ndata: b\n\n", ["message: a", "message: b"] },
        { "CR ends lines", "data: a\r\rdata: b\r\r", ["message: a", "message: b"] },
        { "CRLF ends lines", "data: a\r\n\r\ndata: b\r\n\r\n", ["message: a", "message: b"] },
        { "line ends mix", "data: a\r\ndata: b\rdata: c\n\r\ndata: d\n\rdata: e\r\n\n", ["message: a\nb\nc", "message: d", "message: e"] },
        { "LF CR is two line ends", "data: a\n\rdata: b\n\n", ["message: a", "message: b"] },
        { "blank lines dispatch nothing", "\n\r\n\r\r\n\n", [] },
        { "BOM is removed", "\uFEFFdata: a\n\n", ["message: a"] },
        { "BOM before a comment", "\uFEFF:a\n", ["comment:a"] },
        { "BOM alone", "\uFEFF", [] },
        { "only one BOM is removed", "\uFEFF\uFEFFdata: a\ndata: b\n\n", ["message: b"] },
        { "BOM later is part of a name", "data: a\n\n\uFEFFdata: b\n\n", ["message: a"] },
        { "BOM in data stays", "data: \uFEFFa\n\n", ["message: \uFEFFa"] },
        { "not quite a BOM", "\uFEFEdata: a\ndata: b\n\n", ["message: b"] },
        { "other characters that begin like a BOM", "\uF123\ndata: b\n\n", ["message: b"] },
        {
            "comments come in order", ": one\ndata: a\n:two\n\n:\n: three\n",
            ["comment: one", "comment:two", "message: a", "comment:", "comment: three"]
        },
        { "comment does not dispatch", "data: a\n: x\ndata: b\n\n", ["comment: x", "message: a\nb"] },
        { "comment keeps colons", "::a: b\n", ["comment::a: b"] },
        { "data joins with LF", "data: a\ndata: b\ndata: c\n\n", ["message: a\nb\nc"] },
        { "data without a value is data", "data\n\n", ["message: "] },
        { "two data without a value", "data\ndata\n\n", ["message: \n"] },
        { "empty data lines around a value", "data:\ndata: a\ndata: \n\n", ["message: \na\n"] },
        {
            "one space is removed", "data:a\n\ndata:  a\n\ndata: \n\ndata:\ta\n\ndata:a \n\n",
            ["message: a", "message:  a", "message: ", "message: \ta", "message: a "]
        },
        { "colons in a value", "data: a: b:c\n\ndata::\n\n", ["message: a: b:c", "message: :"] },
        { "names are exact", "Data: a\ndat: a\ndata2: a\ndata : a\n data: a\nda\neventx: a\nidx: 1\ni: 1\nretryx: 1\nretry : 1\n\n", [] },
        { "unknown fields are ignored", "foo: bar\nfoo\ndata: a\nreconnect: 1\nabcdefghijk\n\n", ["message: a"] },
        { "a name without a colon, cut by the end of the stream", "data: a\n\ndata", ["message: a"] },
        { "event sets the type", "event: full\ndata: a\n\n", ["full: a"] },
        { "event after data", "data: a\nevent: full\n\n", ["full: a"] },
        { "the last event wins", "event: x\nevent: full\ndata: a\n\n", ["full: a"] },
        { "type does not outlive its event", "event: full\ndata: a\n\ndata: b\n\n", ["full: a", "message: b"] },
        { "no data, no event, and no type for the next", "event: full\n\ndata: b\n\n", ["message: b"] },
        {
            "empty type is message", "event:\ndata: a\n\nevent: \ndata: b\n\nevent\ndata: c\n\n", ["message: a", "message: b", "message: c"]
        },
        { "empty type replaces a type", "event: full\nevent\ndata: a\n\n", ["message: a"] },
        { "type is not trimmed", "event:  full \ndata: a\n\n", [" full : a"] },
        {
            "id stays in force", "id: 1\ndata: a\n\ndata: b\n\nid: 2\ndata: c\n\n",
            ["message #1: a", "message #1: b", "message #2: c", "last id 2"]
        },
        {
            "empty id resets", "id: 1\ndata: a\n\nid\ndata: b\n\nid: 2\n\nid:\n\ndata: c\n\n", ["message #1: a", "message: b", "message: c"]
        },
        {
            "id with NUL is ignored", "id: 1\ndata: a\n\nid: 2\0\ndata: b\n\nid: \0\n\nid: 3\nid: 4\0\n\n",
            ["message #1: a", "message #1: b", "last id 3"]
        },
        { "id counts without data", "id: 7\n\ndata: a\n\n", ["message #7: a", "last id 7"] },
        { "id is not in force before the blank line", "id: 1\n: x\n\n: y\n", ["comment: x", "comment #1: y", "last id 1"] },
        { "id of an event that never ended", "id: 1\ndata: a\n\nid: 2\ndata: b\n", ["message #1: a", "last id 1"] },
        { "id of an event that ended in mid line", "id: 1\ndata: a\n\nid: 2\ndata: b\nid: 3", ["message #1: a", "last id 1"] },
        { "the last id wins", "id: 1\nid: 2\ndata: a\n\n", ["message #2: a", "last id 2"] },
        { "an event without its blank line is discarded", "data: a\n\nevent: full\ndata: b\n", ["message: a"] },
        { "an event cut in its line is discarded", "data: a\n\ndata: b", ["message: a"] },
        { "a comment cut in its line is discarded", ": a\n: b", ["comment: a"] },
        { "retry alone", "retry: 5000\n", ["retry 5000"] },
        {
            "retry with other fields right behind it", "retry: 5000\nid: 1\nevent: full\ndata: a\n\n",
            ["full #1: a", "retry 5000", "last id 1"]
        },
        { "the last retry wins", "retry: 1\nretry:2\n\nretry: 03\n\n", ["retry 3"] },
        {
            "retry of nothing but digits",
            "retry: 5s\nretry: -5\nretry: +5\nretry: 5.0\nretry:  5\nretry: 5 \nretry: \u0665\nretry:\nretry\nretry: 0x1\n", []
        },
        { "a bad retry changes nothing", "retry: 7\nretry: x\n\n", ["retry 7"] },
        { "retry zero", "retry: 0\n", ["retry 0"] },
        { "absurd retry saturates", "retry: 99999999999999999999999999\n", ["retry 2147483647"] },
        { "retry with many zeros", $"retry: {new string('0', 60)}5\n", ["retry 5"] },
        { "characters of several bytes", "event: størm\nid: é\ndata: ₹ 𝄞 \u2028x\n\n", ["størm #é: ₹ 𝄞 \u2028x", "last id é"] },
        {
            "the examples of the real feed",
            "retry: 5000\nevent: hello\ndata: {}\n\n: keep-alive\n\nid: 3\nevent: panel_diff\ndata: {\"a\":1}\n\n",
            ["hello: {}", "comment: keep-alive", "panel_diff #3: {\"a\":1}", "retry 5000", "last id 3"]
        },
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public void The_rule_holds_in_one_chunk(string rule, string stream, string[] expected) =>
        Transcript.Of(Utf8(stream)).ShouldBe(expected, rule);

    [Theory]
    [MemberData(nameof(Cases))]
    public void The_rule_holds_wherever_the_stream_is_cut_in_two(string rule, string stream, string[] expected)
    {
        var bytes = Utf8(stream);
        for (var position = 0; position <= bytes.Length; position++)
            Transcript.Of(Transcript.Cut(bytes, [position])).ShouldBe(expected, $"{rule}, cut at {position}");
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void The_rule_holds_wherever_the_stream_is_cut_in_three(string rule, string stream, string[] expected)
    {
        var bytes = Utf8(stream);
        for (var first = 0; first <= bytes.Length; first++)
        {
            for (var second = first; second <= bytes.Length; second++)
            {
                var transcript = Transcript.Of(Transcript.Cut(bytes, [first, second]));
                if (!transcript.SequenceEqual(expected))
                    transcript.ShouldBe(expected, $"{rule}, cut at {first} and {second}");
            }
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void The_rule_holds_byte_by_byte(string rule, string stream, string[] expected) =>
        Transcript.Of(Transcript.ByteByByte(Utf8(stream))).ShouldBe(expected, rule);

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void A_byte_order_mark_that_breaks_off_is_the_beginning_of_an_unknown_name(int length)
    {
        byte[] stream = [.. "\uFEFF"u8[..length], .. "data: a\ndata: b\n\n"u8];
        for (var position = 0; position <= stream.Length; position++)
            Transcript.Of(Transcript.Cut(stream, [position])).ShouldBe(["message: b"], $"cut at {position}");
        Transcript.Of(Transcript.ByteByByte(stream)).ShouldBe(["message: b"]);
    }

    private static byte[] Utf8(string text) => Encoding.UTF8.GetBytes(text);
}
