using System.Net.ServerSentEvents;
using System.Text;
using CsCheck;
using PanelActors.Protocol.Sse;

namespace PanelActors.Tests.Protocol.Sse;

/// <summary>Random streams.</summary>
public class SseDecoderPropertyTests
{
    private const int Streams = 2000;

    private static readonly Gen<string> LineEnd = Gen.OneOf("\n", "\r", "\r\n");

    private static readonly Gen<string> Value = Gen.OneOf(
        Gen.OneOf("", " ", "  a", "a:b", "{\"ä\":\"₹𝄞\"}", "7", "0", "5000", "\uFEFF", "full"),
        Gen.String[Gen.Char["abc :{}é₹0"], 0, 40]);

    private static readonly Gen<string> Separator = Gen.OneOf(":", ": ");

    /// <summary>Bytes that are mostly grammar, so that rare combinations come often.</summary>
    private static readonly Gen<byte[]> Soup = Gen.OneOf(
            "\n", "\r", "\r\n", "data", "data:", "data: ", "event:", "id: ", "id", "retry: ", "123", "x", ":", " ", "\0", "\uFEFF", "é",
            "abcdefgh")
        .Array[0, 60].Select(parts => Encoding.UTF8.GetBytes(string.Concat(parts)));

    /// <summary>
    /// Whole events with what may stand between them. Left out, since the runtime's parser differs from the standard in
    /// them: an event: field in an event without data (its type leaks into the next event), an end of stream within an
    /// event (its id would count), a leading second BOM, NUL in ids, and retry values past 32 bits.
    /// </summary>
    private static readonly Gen<byte[]> WellFormed =
        Gen.Select(Gen.OneOf("", "\uFEFF"), Gen.Select(Event(), LineEnd, Blank).Array[0, 8], (bom, events) =>
            Encoding.UTF8.GetBytes(bom + string.Concat(events)));

    [Fact]
    public void Any_chunking_gives_the_same_frames() =>
        Gen.Select(Soup, Gen.Int[0, 1000].Array[0, 12], Gen.OneOf(5, 16, Transcript.Unbounded)).Sample((stream, cuts, limit) =>
        {
            var expected = Transcript.Of(stream, limit);
            var positions = cuts.Select(cut => cut % (stream.Length + 1)).Order();
            Transcript.Of(Transcript.Cut(stream, positions), limit).ShouldBe(expected);
            Transcript.Of(Transcript.ByteByByte(stream), limit).ShouldBe(expected);
        }, iter: Streams);

    [Fact]
    public void No_event_ever_holds_more_than_the_limit() =>
        Gen.Select(Soup, Gen.Int[1, 20]).Sample((stream, limit) =>
        {
            var batch = new SseBatch();
            new SseDecoder(limit).Decode(stream, batch);
            foreach (var frame in batch.Frames.Where(frame => frame.Kind == SseFrameKind.Event))
                frame.Data.Length.ShouldBeLessThanOrEqualTo(limit);
        }, iter: Streams);

    [Fact]
    public void Whole_events_come_out_as_from_the_parser_of_the_runtime() =>
        Gen.Select(WellFormed, Gen.Int[1, 50]).Sample((stream, chunkSize) =>
        {
            var expected = RuntimeTranscript(stream);
            Transcript.Of(stream.Chunk(chunkSize)).Where(line => !line.StartsWith("comment", StringComparison.Ordinal)).ShouldBe(expected);
        }, iter: Streams);

    /// <summary>
    /// Normalised: an empty type, which the runtime reports as such, is "message"; and the stream gets one more comment,
    /// since the runtime does not dispatch on a CR before it has seen the byte behind it. The id in force is asked of the
    /// parser at each event: the runtime's event has only the id of its lines.
    /// </summary>
    private static List<string> RuntimeTranscript(byte[] stream)
    {
        using var input = new MemoryStream([.. stream, .. ":\n"u8]);
        var parser = SseParser.Create(input, (_, data) => Encoding.UTF8.GetString(data));
        var lines = new List<string>();
        foreach (var item in parser.Enumerate())
        {
            var type = item.EventType.Length == 0 ? "message" : item.EventType;
            var id = parser.LastEventId.Length == 0 ? "" : $" #{parser.LastEventId}";
            lines.Add($"{type}{id}: {item.Data}");
        }

        if (parser.ReconnectionInterval != Timeout.InfiniteTimeSpan)
            lines.Add($"retry {parser.ReconnectionInterval.TotalMilliseconds}");
        if (parser.LastEventId.Length > 0)
            lines.Add($"last id {parser.LastEventId}");
        return lines;
    }

    /// <summary>Ends an event. A LF behind a CR would only end the same line.</summary>
    private static string Blank(string lines, string end) =>
        lines + (lines.EndsWith('\r') && end == "\n" ? "\r" : end);

    private static Gen<string> Event()
    {
        var data = Field("data");
        var other = Gen.Frequency(
            (4, data),
            (2, Field("event")),
            (2, Field("id")),
            (2, Field("retry")),
            (1, Field("unknown")),
            (1, Field("")),
            (1, Gen.Select(Gen.OneOf("data", "event", "id", "retry", "unknown"), LineEnd, (name, end) => name + end)));
        var withoutType = Gen.Frequency((2, Field("id")), (2, Field("retry")), (1, Field("unknown")), (1, Field("")));
        return Gen.Frequency(
            (
                5,
                Gen.Select(
                    other.Array[0, 4], data, other.Array[0, 4],
                    (before, line, after) => string.Concat(before) + line + string.Concat(after))),
            (1, withoutType.Array[0, 3].Select(string.Concat)));
    }

    private static Gen<string> Field(string name) =>
        Gen.Select(Separator, Value, LineEnd, (separator, value, end) => name + separator + value + end);
}
