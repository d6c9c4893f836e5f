using PanelActors.Simulator;


namespace PanelActors.Tests.Simulator;

public sealed class FeedLogTests
{
    [Fact]
    public void It_keeps_the_latest_events_up_to_its_capacity()
    {
        var log = Filled(capacity: 3, byteCapacity: 1_000, sizes: [1, 1, 1, 1, 1]);
        (log.OldestId, log.LastId).ShouldBe((3, 5));
        for (var id = log.OldestId; id <= log.LastId; id++) log[id].Id.ShouldBe(id);
    }

    [Fact]
    public void It_forgets_old_events_when_their_bytes_are_too_many_but_never_the_latest()
    {
        Filled(capacity: 10, byteCapacity: 100, sizes: [40, 40, 40]).OldestId.ShouldBe(2);
        var log = Filled(capacity: 10, byteCapacity: 100, sizes: [40, 40, 500]);
        (log.OldestId, log.LastId).ShouldBe((3, 3));
        log.Append(Event(4, 10));
        (log.OldestId, log.LastId).ShouldBe((4, 4));
    }

    [Fact]
    public void It_takes_no_event_out_of_order() =>
        Should.Throw<ArgumentOutOfRangeException>(() => Filled(3, 100, [1]).Append(Event(3, 1)));

    private static FeedLog Filled(int capacity, long byteCapacity, int[] sizes)
    {
        var log = new FeedLog(capacity, byteCapacity);
        foreach (var size in sizes) log.Append(Event(log.LastId + 1, size));
        return log;
    }

    private static FeedEvent Event(long id, int size) => new(id, "panel_diff", new byte[size]);
}
