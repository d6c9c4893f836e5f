namespace PanelActors.Simulator;

/// <summary>
/// The latest events of one feed by id: the backlog of clients that resume, and the only buffer of clients that are connected. Each of
/// these
/// is a position in it, and one that falls off its end is too slow. Not safe for concurrent use.
/// </summary>
/// <param name="capacity">The bound of events, at least 1.</param>
/// <param name="byteCapacity">The bound of bytes of frames; the latest event stays whatever its size.</param>
internal sealed class FeedLog(int capacity, long byteCapacity)
{
    private readonly FeedEvent?[] _events = new FeedEvent?[capacity];
    private long _bytes;

    /// <summary>The id of the oldest event; ids start at 1.</summary>
    public long OldestId { get; private set; } = 1;

    /// <summary>The id of the latest event, 0 while there is none.</summary>
    public long LastId { get; private set; }

    /// <summary>The event with an id between <see cref="OldestId"/> and <see cref="LastId"/>.</summary>
    public FeedEvent this[long id] => _events[id % capacity]!;

    /// <summary>Adds the event after <see cref="LastId"/> and drops the oldest beyond the bounds.</summary>
    public void Append(FeedEvent next)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(next.Id, LastId + 1);
        if (next.Id - OldestId == capacity) ForgetOldest();
        LastId = next.Id;
        _events[next.Id % capacity] = next;
        _bytes += next.Frame.Length;
        while (_bytes > byteCapacity && OldestId < LastId) ForgetOldest();
    }

    private void ForgetOldest()
    {
        ref var oldest = ref _events[OldestId % capacity];
        _bytes -= oldest!.Frame.Length;
        oldest = null;
        OldestId++;
    }
}
