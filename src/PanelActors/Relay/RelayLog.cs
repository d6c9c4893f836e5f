using PanelActors.Protocol.Encode;
using PanelActors.Telemetry;

namespace PanelActors.Relay;

/// <summary>
/// The latest events of a store, in order: one writer, any number of readers, no lock. Each reader keeps its own position and reads the
/// same bytes; it notices where the event at its position was dropped. Bounded in events and bytes.
/// </summary>
internal sealed class RelayLog
{
    private readonly Entry?[] _ring;
    private readonly long _maxBytes;
    private long _next;
    private long _oldest;
    private long _visible;
    private long _visibleBytes;
    private long _bytes;
    private long _oldestBytes;
    private long _generation;
    private volatile bool _ended;
    private volatile TracedEvents? _traced;

    /// <summary>An empty log that keeps at most so many events and bytes, and at least the latest event.</summary>
    /// <param name="maxEvents">Events kept.</param>
    /// <param name="maxBytes">Bytes kept.</param>
    /// <param name="startId">No event has an id as low as this. It is the first generation.</param>
    public RelayLog(int maxEvents, long maxBytes, long startId)
    {
        _ring = new Entry?[maxEvents];
        _maxBytes = maxBytes;
        Generation = StartId = LostId = LastId = startId;
    }

    /// <summary>The position after the latest event that readers may see.</summary>
    public long End => Volatile.Read(ref _visible);

    /// <summary>The bytes of all events that were ever written before <see cref="End"/>.</summary>
    public long EndBytes => Volatile.Read(ref _visibleBytes);

    /// <summary>Whether no more events come.</summary>
    public bool IsEnded => _ended;

    /// <summary>How far it reaches by now.</summary>
    public LogExtent Extent
    {
        get
        {
            // In this order: a log that has ended shows all that it ever will, and the bytes are of no event after the end.
            var isFinal = _ended;
            var bytes = EndBytes;
            return new LogExtent(End, bytes, isFinal);
        }
    }

    /// <summary>
    /// The generation of the latest baseline that went to every client; the start id before the first. Only the writer sets it.
    /// </summary>
    public long Generation
    {
        get => Volatile.Read(ref _generation);
        set => Volatile.Write(ref _generation, value);
    }

    /// <summary>The latest events that a sampled trace led to; null without any.</summary>
    public TracedEvents? Traced => _traced;

    /// <summary>The readers that have read all of it. One that adds itself has to look at the log once more then.</summary>
    public WaitingClients Waiting { get; } = new();

    /// <summary>All ids are above this.</summary>
    public long StartId { get; }

    /// <summary>The highest id whose event was dropped; <see cref="StartId"/> while none was. Only the writer may ask.</summary>
    public long LostId { get; private set; }

    /// <summary>The id of the latest event that has one. Only the writer may ask.</summary>
    public long LastId { get; private set; }

    /// <summary>Adds an event, not to be seen before <see cref="Show"/>. Only the one writer calls this.</summary>
    public void Append(EncodedEvent encoded)
    {
        _bytes += encoded.Length;
        if (encoded.Id != 0) LastId = encoded.Id;
        while (_next > _oldest && (_next - _oldest == _ring.Length || _bytes - _oldestBytes > _maxBytes)) DropOldest();
        Volatile.Write(ref _ring[_next % _ring.Length], new Entry(encoded, _next, _bytes));
        _next++;
    }

    /// <summary>Notes that the events from <paramref name="begin"/> on are those of a trace. Only the one writer calls this.</summary>
    public void Trace(DataTrace trace, long begin)
    {
        if (begin < _next) _traced = new TracedEvents(trace, begin, _next);
    }

    /// <summary>Shows all that was added, and has the waiting readers served. Only the one writer calls this.</summary>
    public void Show()
    {
        if (_visible == _next) return;
        Volatile.Write(ref _visibleBytes, _bytes);
        // The full fence orders what is shown before the look at who waits: see WaitingClients.Add.
        Interlocked.Exchange(ref _visible, _next);
        Waiting.Serve();
    }

    /// <summary>Shows all that was added, and lets readers go when they have read it. Only the one writer calls this.</summary>
    public void Complete()
    {
        // In this order: a reader that sees that it has ended sees its last event too.
        Show();
        _ended = true;
        Interlocked.MemoryBarrier();
        Waiting.Serve();
    }

    /// <summary>The event at <paramref name="position"/>, which is before <see cref="End"/>; null where it was dropped.</summary>
    /// <param name="position">The position.</param>
    /// <param name="bytes">The bytes of all events that were ever written up to this one, itself included.</param>
    public EncodedEvent? Read(long position, out long bytes)
    {
        var entry = Volatile.Read(ref _ring[position % _ring.Length]);
        if (entry is null || entry.Position != position)
        {
            bytes = 0;
            return null;
        }

        bytes = entry.Bytes;
        return entry.Event;
    }

    /// <summary>
    /// The first of the kept events that have an id above <paramref name="id"/>, and its position; null without any. Only the writer may
    /// ask.
    /// </summary>
    public (long Position, EncodedEvent Event)? FirstAfter(long id)
    {
        // Ids grow with positions, but not every event has one: find the first position from which on all ids are higher.
        long low = _oldest, high = _next;
        while (low < high)
        {
            var middle = low + ((high - low) / 2);
            var at = middle;
            while (at < high && EventAt(at).Id == 0) at++;
            if (at == high || EventAt(at).Id > id) high = middle;
            else low = at + 1;
        }

        while (low < _next && EventAt(low).Id == 0) low++;
        return low < _next ? (low, EventAt(low)) : null;
    }

    /// <summary>Whether the event with this id is kept, or was the last to be dropped. Only the writer may ask.</summary>
    public bool Has(long id) => (id == LostId && id != StartId) || (FirstAfter(id - 1) is { } first && first.Event.Id == id);

    /// <summary>
    /// The bytes of all events that were ever written before <paramref name="position"/>, which is kept or the end. Only the writer may
    /// ask.
    /// </summary>
    public long BytesBefore(long position) =>
        position == _next ? _bytes : _ring[position % _ring.Length] is { } entry ? entry.Bytes - entry.Event.Length : _oldestBytes;

    private EncodedEvent EventAt(long position) => _ring[position % _ring.Length]!.Event;

    private void DropOldest()
    {
        ref var slot = ref _ring[_oldest % _ring.Length];
        var entry = slot!;
        if (entry.Event.Id != 0) LostId = entry.Event.Id;
        _oldestBytes = entry.Bytes;
        Volatile.Write(ref slot, null);
        _oldest++;
    }

    private sealed record Entry(EncodedEvent Event, long Position, long Bytes);
}
