using System.Text;
using Akka.Streams;
using Akka.Streams.Dsl;
using Akka.TestKit.Xunit2;
using PanelActors.Protocol.Sse;

namespace PanelActors.Tests.Protocol.Sse;

/// <summary>The stage, in a stream that runs.</summary>
public class SseFramingTests : TestKit
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly ActorMaterializer _materializer;

    public SseFramingTests() => _materializer = Sys.Materializer();

    [Fact]
    public async Task Every_chunk_becomes_one_batch_also_when_it_completes_nothing()
    {
        var batches = await Run("da", "ta: a\n", "\n", "", ": x\ndata: b\n\ndata: c\n\n", "data: d\n");

        batches.Select(batch => batch.Frames.Count).ShouldBe([0, 0, 1, 0, 3, 0]);
        batches.Select(batch => batch.Bytes).ShouldBe([2, 6, 1, 0, 22, 8]);
        batches.SelectMany(Transcript.Of).ShouldBe(["message: a", "comment: x", "message: b", "message: c"]);
    }

    [Fact]
    public async Task The_end_of_the_stream_discards_what_is_pending()
    {
        var batches = await Run("id: 1\ndata: a\n\n", "id: 2\ndata: b\n", "data: c");

        batches.SelectMany(batch => batch.Frames).Count().ShouldBe(1);
        Transcript.Text(batches[^1].LastEventId).ShouldBe("1");
    }

    [Fact]
    public async Task An_empty_stream_ends_without_a_batch() => (await Run()).ShouldBeEmpty();

    [Fact]
    public async Task Each_run_begins_anew()
    {
        var framing = Flow.FromGraph(new SseFraming(Transcript.Unbounded));

        (await Run(framing, "data: a")).SelectMany(batch => batch.Frames).ShouldBeEmpty();
        (await Run(framing, "\n\ndata: b\n\n")).SelectMany(Transcript.Of).ShouldBe(["message: b"]);
    }

    [Fact]
    public async Task The_limit_and_the_last_id_reach_the_decoder()
    {
        var framing = Flow.FromGraph(new SseFraming(5, "9"u8.ToArray()));

        var batches = await Run(framing, "data: 12345\n\ndata: 123456\n\n");
        batches.SelectMany(Transcript.Of).ShouldBe(["message #9: 12345", "oversized message #9", "last id 9"]);
    }

    [Fact]
    public async Task A_chunk_is_read_only_when_its_batch_is_asked_for()
    {
        var read = 0;
        var batches = await Source.From(Enumerable.Range(1, 10))
            .Select(number =>
            {
                read++;
                return Chunk($"data: {number}\n\n");
            })
            .Via(new SseFraming(Transcript.Unbounded))
            .Take(2)
            .RunWith(Sink.Seq<SseBatch>(), _materializer)
            .WaitAsync(Patience);

        batches.SelectMany(Transcript.Of).ShouldBe(["message: 1", "message: 2"]);
        read.ShouldBe(2);
    }

    [Fact]
    public async Task A_failure_upstream_fails_the_stream()
    {
        var failure = new IOException("connection reset");
        var run = Source.From([Chunk("data: a\n\n")])
            .Concat(Source.Failed<ReadOnlyMemory<byte>>(failure))
            .Via(new SseFraming(Transcript.Unbounded))
            .RunWith(Sink.Ignore<SseBatch>(), _materializer);

        (await Should.ThrowAsync<IOException>(() => run.WaitAsync(Patience))).Message.ShouldBe("connection reset");
    }

    private Task<IReadOnlyList<SseBatch>> Run(params string[] chunks) =>
        Run(Flow.FromGraph(new SseFraming(Transcript.Unbounded)), chunks);

    private async Task<IReadOnlyList<SseBatch>> Run(Flow<ReadOnlyMemory<byte>, SseBatch, Akka.NotUsed> framing, params string[] chunks) =>
        await Source.From(chunks.Select(Chunk)).Via(framing).RunWith(Sink.Seq<SseBatch>(), _materializer).WaitAsync(Patience);

    private static ReadOnlyMemory<byte> Chunk(string text) => Encoding.UTF8.GetBytes(text);
}
