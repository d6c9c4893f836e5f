using PanelActors.Protocol.Sse;


namespace PanelActors.Tests.Protocol.Sse;

public class SseDecoderBatchTests
{
    private readonly SseDecoder _decoder = new(Transcript.Unbounded);

    [Fact]
    public void A_CR_dispatches_without_waiting_for_the_next_byte()
    {
        Read("data: a\r\n\r"u8).ShouldBe(["message: a"]);
        Read("\n"u8).ShouldBe([]);
        Read("data: b\r"u8).ShouldBe([]);
        Read("\r"u8).ShouldBe(["message: b"]);
        Read("data: c\r\r"u8).ShouldBe(["message: c"]);
    }

    [Fact]
    public void An_empty_read_between_CR_and_LF_changes_nothing()
    {
        Read("data: a\r"u8).ShouldBe([]);
        Read([]).ShouldBe([]);
        Read("\ndata: b\n\n"u8).ShouldBe(["message: a\nb"]);
    }

    [Fact]
    public void Each_read_tells_its_bytes_its_retry_and_the_id_in_force()
    {
        var first = Decode("retry: 5\nid: 1\n"u8);
        first.Bytes.ShouldBe(15);
        first.Retry.ShouldBe(TimeSpan.FromMilliseconds(5));
        first.LastEventId.IsEmpty.ShouldBeTrue();

        var second = Decode("data: a\n\n"u8);
        second.Bytes.ShouldBe(9);
        second.Retry.ShouldBeNull();
        Transcript.Text(second.LastEventId).ShouldBe("1");

        var third = Decode([]);
        third.Bytes.ShouldBe(0);
        Transcript.Text(third.LastEventId).ShouldBe("1");
    }

    [Fact]
    public void The_id_of_the_request_stays_in_force_until_the_stream_sends_another()
    {
        var decoder = new SseDecoder(Transcript.Unbounded, "41"u8.ToArray());
        var batch = new SseBatch();
        decoder.Decode(": hello\ndata: a\n\nid: 42\ndata: b\n"u8.ToArray(), batch);
        Transcript.Of(batch).ShouldBe(["comment #41: hello", "message #41: a", "last id 41"]);

        batch.Clear();
        decoder.Decode("\nid\n\n"u8.ToArray(), batch);
        Transcript.Of(batch).ShouldBe(["message #42: b"]);
    }

    [Fact]
    public void A_cleared_batch_is_empty()
    {
        var batch = Decode("retry: 5\nid: 1\ndata: a\n\n"u8);
        batch.Clear();

        Transcript.Of(batch).ShouldBeEmpty();
        batch.Bytes.ShouldBe(0);
    }

    private string[] Read(ReadOnlySpan<byte> chunk) => Transcript.Of(Decode(chunk));

    private SseBatch Decode(ReadOnlySpan<byte> chunk)
    {
        var batch = new SseBatch();
        _decoder.Decode(chunk.ToArray(), batch);
        return batch;
    }
}
