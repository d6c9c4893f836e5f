using PanelActors.Protocol.Encode;
using PanelActors.Relay;

namespace PanelActors.Tests.Relay;

/// <summary>The ring of events that all subscribers of a store read.</summary>
public class RelayLogTests
{
    [Fact]
    public void What_was_added_is_seen_when_it_is_shown()
    {
        var log = new RelayLog(10, 1 << 20, 0);
        log.Append(Event(1));
        log.End.ShouldBe(0);
        log.Show();
        log.End.ShouldBe(1);
        log.Read(0, out var bytes)!.Id.ShouldBe(1);
        bytes.ShouldBe(log.EndBytes);
    }

    [Fact]
    public void It_keeps_so_many_events_and_says_which_it_lost()
    {
        var log = new RelayLog(3, 1 << 20, 100);
        log.LostId.ShouldBe(100);
        for (var id = 101; id <= 105; id++) log.Append(Event(id));
        log.Show();
        (log.LostId, log.LastId).ShouldBe((102, 105));
        log.Read(1, out _).ShouldBeNull();
        log.Read(2, out _)!.Id.ShouldBe(103);
        log.FirstAfter(102)!.Value.ShouldSatisfyAllConditions(first => first.Position.ShouldBe(2), first => first.Event.Id.ShouldBe(103));
    }

    [Fact]
    public void It_keeps_so_many_bytes_but_always_the_latest_event()
    {
        var size = Event(1).Length;
        var log = new RelayLog(100, 2 * size, 0);
        for (var id = 1; id <= 3; id++) log.Append(Event(id));
        log.Show();
        (log.Read(0, out _), log.Read(1, out _)?.Id, log.Read(2, out _)?.Id).ShouldBe((null, 2, 3));
        log.Append(Event(4, new string('x', 1000)));
        log.Show();
        (log.Read(2, out _), log.Read(3, out _)?.Id, log.LostId).ShouldBe((null, 4, 3));
    }

    [Theory]
    [InlineData(0, 10)]
    [InlineData(10, 12)]
    [InlineData(11, 12)]
    [InlineData(12, 15)]
    [InlineData(14, 15)]
    [InlineData(15, null)]
    [InlineData(99, null)]
    public void It_finds_the_first_event_after_an_id_past_those_that_have_none(long id, int? expected)
    {
        var log = new RelayLog(100, 1 << 20, 5);
        foreach (var next in new long[] { 0, 0, 10, 0, 12, 0, 0, 15, 0 }) log.Append(Event(next));
        log.Show();
        log.FirstAfter(id)?.Event.Id.ShouldBe(expected!.Value);
        (log.FirstAfter(id) is null).ShouldBe(expected is null);
    }

    [Theory]
    [InlineData(5, false)]
    [InlineData(10, true)]
    [InlineData(11, true)]
    [InlineData(12, true)]
    [InlineData(13, false)]
    [InlineData(14, true)]
    [InlineData(15, false)]
    public void It_has_what_it_keeps_and_what_it_dropped_last(long id, bool has)
    {
        var log = new RelayLog(3, 1 << 20, 5);
        log.Has(5).ShouldBeFalse("no event has the start id");
        foreach (var next in new long[] { 9, 10, 11, 12, 14 }) log.Append(Event(next));
        // The events 9 and 10 were dropped; 11, 12 and 14 are kept.
        log.Has(id).ShouldBe(has);
        log.Has(9).ShouldBeFalse();
    }

    [Fact]
    public void It_knows_the_bytes_before_each_position_that_it_keeps()
    {
        var log = new RelayLog(2, 1 << 20, 0);
        log.BytesBefore(0).ShouldBe(0);
        long[] lengths = [10, 20, 30];
        var events = lengths.Select((length, i) => Event(i + 1, new string('x', (int)length))).ToList();
        foreach (var next in events) log.Append(next);
        log.BytesBefore(1).ShouldBe(events[0].Length);
        log.BytesBefore(2).ShouldBe(events[0].Length + events[1].Length);
        log.BytesBefore(3).ShouldBe(events.Sum(next => (long)next.Length));
        log.Extent.ShouldBe(new LogExtent(0, 0, false), "nothing was shown");
        log.Complete();
        log.Extent.ShouldBe(new LogExtent(3, events.Sum(next => (long)next.Length), true));
        log.Read(2, out var bytes).ShouldBeSameAs(events[2]);
        bytes.ShouldBe(log.EndBytes);
        log.Read(0, out bytes).ShouldBeNull();
        bytes.ShouldBe(0);
    }

    [Fact]
    public void Ids_that_begin_with_none_leave_the_lost_id_where_it_is()
    {
        var log = new RelayLog(1, 1 << 20, 5);
        log.Append(Event(0));
        log.Append(Event(7));
        (log.LostId, log.LastId).ShouldBe((5, 7));
        log.Append(Event(0));
        (log.LostId, log.LastId).ShouldBe((7, 7));
        log.FirstAfter(0).ShouldBeNull();
    }

    [Fact]
    public async Task A_reader_waits_for_what_is_not_there_yet()
    {
        var log = new RelayLog(10, 1 << 20, 0);
        var waiting = Reader.WaitAsync(log, 0);
        waiting.IsCompleted.ShouldBeFalse();
        log.Append(Event(1));
        log.Show();
        await waiting.WaitAsync(TimeSpan.FromSeconds(10));
        await Reader.WaitAsync(log, 0).WaitAsync(TimeSpan.FromSeconds(10));
        var last = Reader.WaitAsync(log, 1);
        log.Complete();
        await last.WaitAsync(TimeSpan.FromSeconds(10));
        log.IsEnded.ShouldBeTrue();
    }

    [Fact]
    public async Task Readers_on_other_threads_see_every_event_in_order_or_that_it_is_gone()
    {
        const int Count = 200_000;
        var log = new RelayLog(64, 1 << 20, 0);
        var readers = Enumerable.Range(0, 2).Select(_ => Task.Run(async () =>
        {
            var (position, gaps) = (0L, 0);
            while (position < Count)
            {
                await Reader.WaitAsync(log, position);
                while (position < log.End)
                {
                    if (log.Read(position, out var _) is { } seen)
                    {
                        seen.Id.ShouldBe(position + 1);
                        position++;
                    }
                    else
                    {
                        gaps++;
                        position = log.End;
                    }
                }
            }

            return gaps;
        })).ToArray();
        for (var id = 1; id <= Count; id++)
        {
            log.Append(Event(id));
            log.Show();
        }

        await Task.WhenAll(readers).WaitAsync(TimeSpan.FromSeconds(60));
    }

    [Fact]
    public async Task A_reader_that_sees_the_end_has_seen_the_last_event()
    {
        for (var round = 0; round < 2000; round++)
        {
            var log = new RelayLog(64, 1 << 20, 0);
            var reading = Task.Run(async () =>
            {
                var position = 0L;
                while (!(log.IsEnded && position == log.End))
                {
                    await Reader.WaitAsync(log, position);
                    while (position < log.End) position++;
                }

                return position;
            });
            log.Append(Event(1));
            log.Show();
            log.Append(Event(2));
            log.Complete();
            (await reading.WaitAsync(TimeSpan.FromSeconds(10))).ShouldBe(2);
        }
    }

    private static EncodedEvent Event(long id, string payload = "{}") => EncodedEvent.Of(
        new EventPayload(EventKinds.PanelDiff, System.Text.Encoding.UTF8.GetBytes(payload)), id, 1, DateTimeOffset.UnixEpoch, DataAge.None);

    /// <summary>Waits once.</summary>
    private sealed class Reader : IWaitingClient
    {
        private readonly TaskCompletionSource _served = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public static Task WaitAsync(RelayLog log, long position)
        {
            var reader = new Reader();
            log.Waiting.Add(reader);
            if (log.End > position || log.IsEnded) log.Waiting.Serve();
            return reader._served.Task;
        }

        public bool Serve()
        {
            _served.TrySetResult();
            return false;
        }
    }
}
