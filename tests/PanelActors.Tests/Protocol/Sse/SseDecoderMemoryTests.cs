using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;
using PanelActors.Protocol.Sse;

namespace PanelActors.Tests.Protocol.Sse;

/// <summary>What is handed on as a slice, what is copied, what is kept.</summary>
public class SseDecoderMemoryTests
{
    private readonly SseDecoder _decoder = new(Transcript.Unbounded);
    private readonly SseBatch _batch = new();

    [Fact]
    public void A_data_line_in_one_chunk_is_a_slice_of_it()
    {
        var chunk = "id: 1\nevent: full\ndata: abc\n\n"u8.ToArray();
        _decoder.Decode(chunk, _batch);

        var frame = _batch.Frames.ShouldHaveSingleItem();
        ArrayOf(frame.Data).ShouldBeSameAs(chunk);
        ArrayOf(frame.Id).ShouldBeSameAs(chunk);
    }

    [Fact]
    public void A_data_line_in_one_chunk_is_a_slice_of_it_though_the_blank_line_comes_later()
    {
        var chunk = "data: abc\n"u8.ToArray();
        _decoder.Decode(chunk, _batch);
        _decoder.Decode("\n"u8.ToArray(), _batch);

        ArrayOf(_batch.Frames.ShouldHaveSingleItem().Data).ShouldBeSameAs(chunk);
    }

    [Theory]
    [InlineData("data: ab\ndata: c\n\n", "")]
    [InlineData("data: ab", "\ndata: c\n\n")]
    [InlineData("data: a", "bcd\n\n")]
    public void Data_in_several_pieces_is_copied_into_an_array_of_its_size(string first, string second)
    {
        _decoder.Decode(Encoding.ASCII.GetBytes(first), _batch);
        _decoder.Decode(Encoding.ASCII.GetBytes(second), _batch);

        var data = _batch.Frames.ShouldHaveSingleItem().Data;
        data.Length.ShouldBe(4);
        ArrayOf(data).Length.ShouldBe(4);
    }

    [Fact]
    public void The_last_event_id_owns_its_bytes()
    {
        _decoder.Decode("id: 12\ndata: abc\n\n"u8.ToArray(), _batch);

        ArrayOf(_batch.LastEventId).Length.ShouldBe(2);
    }

    [Fact]
    public void The_last_event_id_owns_its_bytes_though_an_oversized_event_came_after_it()
    {
        var decoder = new SseDecoder(maxEventBytes: 10);
        decoder.Decode("id: 12\n\nid: 13\ndata: 0123456789\n\n\n"u8.ToArray(), _batch);

        Transcript.Of(_batch).ShouldBe(["oversized message #12", "last id 12"]);
        ArrayOf(_batch.LastEventId).Length.ShouldBe(2);
    }

    [Theory]
    [InlineData("id: 12\ndata: abc\n\n")]
    [InlineData("id: 12\ndata: abc\n\nid: 13\n")]
    [InlineData("id: 12\n\nid: 13\nevent: full\n")]
    [InlineData("id: 12\ndata: abc\n\ndata: ab")]
    [InlineData(": comment\nevent: full\nretry: 5\n: comm")]
    [InlineData("data: a\ndata: b\nid: 4")]
    public void No_chunk_is_kept_alive_by_what_waits_for_the_next(string stream)
    {
        var chunk = DecodeAndForget(stream);
        GC.Collect();
        chunk.IsAlive.ShouldBeFalse();
        GC.KeepAlive(_decoder);
    }

    [Fact]
    public void A_large_buffer_is_given_back_after_its_event()
    {
        var buffer = new PooledBuffer();
        buffer.Append(new byte[1 << 20]);
        buffer.Capacity.ShouldBeGreaterThanOrEqualTo(1 << 20);

        buffer.Clear();
        buffer.Capacity.ShouldBe(0);
        buffer.Append(1);
        buffer.ToArray().ShouldBe([1]);
        buffer.Capacity.ShouldBeLessThan(1 << 10);
    }

    [Fact]
    public void A_buffer_that_is_fed_byte_by_byte_is_seldom_copied()
    {
        var buffer = new PooledBuffer();
        var capacities = new HashSet<int>();
        for (var fed = 0; fed < 1 << 20; fed++)
        {
            buffer.Append(1);
            capacities.Add(buffer.Capacity);
        }

        capacities.Count.ShouldBeLessThanOrEqualTo(20);
        buffer.Clear();
    }

    [Fact]
    public void Events_allocate_nothing_in_a_reused_batch()
    {
        var chunk = Stream(events: 100, id: "");

        AllocatedBy(chunk).ShouldBe(0);
    }

    [Fact]
    public void Ids_cost_one_copy_a_chunk_and_nothing_a_frame()
    {
        var one = AllocatedBy(Stream(events: 1, id: "id: 1234567\n"));
        var hundred = AllocatedBy(Stream(events: 100, id: "id: 1234567\n"));

        const int ArrayOfSeven = 24 + 8;
        one.ShouldBe(ArrayOfSeven * Reads);
        hundred.ShouldBe(one);
    }

    [Fact]
    public void An_event_in_several_pieces_allocates_its_payload_only()
    {
        var chunk = Encoding.ASCII.GetBytes($"event: panel_diff\ndata: {new string('x', 500)}\ndata: {new string('y', 499)}\n\n");
        const int ArrayOfThousand = 24 + 1000;

        // The shared pool may drop a few arrays in between; any object a frame would be 24 bytes more each time.
        AllocatedBy(chunk).ShouldBeInRange(ArrayOfThousand * Reads, (ArrayOfThousand + 16) * Reads);
    }

    [Fact]
    public void The_same_type_is_the_same_string()
    {
        _decoder.Decode("event: full\ndata: a\n\nevent: full\ndata: b\n\n"u8.ToArray(), _batch);

        _batch.Frames[0].EventType.ShouldBeSameAs(_batch.Frames[1].EventType);
    }

    [Fact]
    public void Ever_new_types_are_told_right_and_not_all_kept()
    {
        var cache = new EventTypeCache();
        var first = cache.Get("type-0"u8);
        for (var type = 1; type < 1000; type++)
            cache.Get(Encoding.ASCII.GetBytes($"type-{type}")).ShouldBe($"type-{type}");

        var again = cache.Get("type-0"u8);
        again.ShouldBe(first);
        again.ShouldNotBeSameAs(first);
    }

    [Fact]
    public void A_long_type_is_not_kept()
    {
        var cache = new EventTypeCache();
        var type = Enumerable.Repeat((byte)'t', 10_000).ToArray();

        cache.Get(type).ShouldNotBeSameAs(cache.Get(type));
    }

    private const int Reads = 1000;

    private long AllocatedBy(byte[] chunk)
    {
        Read(chunk, Reads);
        var before = GC.GetAllocatedBytesForCurrentThread();
        Read(chunk, Reads);
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }

    private void Read(byte[] chunk, int times)
    {
        for (var read = 0; read < times; read++)
        {
            _batch.Clear();
            _decoder.Decode(chunk, _batch);
        }
    }

    private static byte[] Stream(int events, string id) =>
        Encoding.ASCII.GetBytes(string.Concat(Enumerable.Range(0, events).Select(number =>
            $"{id}event: {(number % 2 == 0 ? "panel_diff" : "severity_counts")}\ndata: {{\"n\":{number}}}\n\n: keep-alive\n")));

    [MethodImpl(MethodImplOptions.NoInlining)]
    private WeakReference DecodeAndForget(string stream)
    {
        var chunk = Encoding.ASCII.GetBytes(stream);
        _decoder.Decode(chunk, _batch);
        _batch.Frames.Clear();
        return new WeakReference(chunk);
    }

    private static byte[] ArrayOf(ReadOnlyMemory<byte> memory)
    {
        MemoryMarshal.TryGetArray(memory, out var segment).ShouldBeTrue();
        return segment.Array!;
    }
}
