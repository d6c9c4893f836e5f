using PanelActors.Protocol.Encode;

namespace PanelActors.Relay;

/// <summary>
/// The latest events of a store, in order: one writer, any number of readers, no lock. Each reader keeps its own place and
/// reads the same bytes; a place whose events were given up is noticed. Bounded in events and bytes.
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

    /// <summary>The place after the latest event that readers may see.</summary>
    public long End => Volatile.Read(ref _visible);

    /// <summary>How many bytes were ever written, up to <see cref="End"/>.</summary>
    public long EndBytes => Volatile.Read(ref _visibleBytes);

    /// <summary>The generation of the latest baseline that went to everyone; the start id before the first. Only the writer sets it.</summary>
    public long Generation
    {
        get => Volatile.Read(ref _generation);
        set => Volatile.Write(ref _generation, value);
    }

    /// <summary>Those who have read all of it. Whoever adds itself has to look at the log once more then.</summary>
    public WaitingClients Waiters { get; } = new();

    /// <summary>Whether nothing comes any more.</summary>
    public bool IsEnded => _ended;

    /// <summary>No event has this id, nor one as low.</summary>
    public long StartId { get; }

    /// <summary>The highest id whose event is not kept any more; <see cref="StartId"/> while all are. Only the writer may ask.</summary>
    public long LostId { get; private set; }

    /// <summary>The id of the latest event that has one. Only the writer may ask.</summary>
    public long LastId { get; private set; }

    /// <summary>Adds an event, not to be seen yet. Only the one writer calls this.</summary>
    public void Append(EncodedEvent relayEvent)
    {
        _bytes += relayEvent.Length;
        if (relayEvent.Id != 0) LastId = relayEvent.Id;
        while (_next > _oldest && (_next - _oldest == _ring.Length || _bytes - _oldestBytes > _maxBytes)) GiveUpOldest();
        Volatile.Write(ref _ring[_next % _ring.Length], new Entry(relayEvent, _next, _bytes));
        _next++;
    }

    /// <summary>Shows all that was added, and has those served who wait. Only the one writer calls this.</summary>
    public void Show()
    {
        if (_visible == _next) return;
        Volatile.Write(ref _visibleBytes, _bytes);
        // The full fence orders what is shown before the look at who waits: see WaitingClients.Add.
        Interlocked.Exchange(ref _visible, _next);
        Waiters.Serve();
    }

    /// <summary>Shows all that was added, and lets readers go when they have read it. Only the one writer calls this.</summary>
    public void Complete()
    {
        // In this order: whoever sees that it has ended sees its last event too.
        Show();
        _ended = true;
        Interlocked.MemoryBarrier();
        Waiters.Serve();
    }

    /// <summary>The event at <paramref name="place"/>, which must be below <see cref="End"/>; null where it was given up.</summary>
    /// <param name="place">The place.</param>
    /// <param name="bytesSoFar">How many bytes had been written with it.</param>
    public EncodedEvent? Read(long place, out long bytesSoFar)
    {
        var entry = Volatile.Read(ref _ring[place % _ring.Length]);
        if (entry is null || entry.Place != place)
        {
            bytesSoFar = 0;
            return null;
        }

        bytesSoFar = entry.BytesSoFar;
        return entry.Event;
    }

    /// <summary>The kept events that have an id above <paramref name="id"/>, as a place and the event there; null without any. Only the writer may ask.</summary>
    public (long Place, EncodedEvent Event)? FirstAfter(long id)
    {
        // Ids grow with places, but not every event has one: find the first place from which on all ids are higher.
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

    /// <summary>Whether the event with this id is kept, or was the last to be given up. Only the writer may ask.</summary>
    public bool Has(long id) => (id == LostId && id != StartId) || (FirstAfter(id - 1) is { } first && first.Event.Id == id);

    /// <summary>How many bytes had been written before <paramref name="place"/>, which is kept or the end. Only the writer may ask.</summary>
    public long BytesBefore(long place) => place == _next ? _bytes : _ring[place % _ring.Length] is { } entry ? entry.BytesSoFar - entry.Event.Length : _oldestBytes;

    private EncodedEvent EventAt(long place) => _ring[place % _ring.Length]!.Event;

    private void GiveUpOldest()
    {
        ref var slot = ref _ring[_oldest % _ring.Length];
        var entry = slot!;
        if (entry.Event.Id != 0) LostId = entry.Event.Id;
        _oldestBytes = entry.BytesSoFar;
        Volatile.Write(ref slot, null);
        _oldest++;
    }

    private sealed record Entry(EncodedEvent Event, long Place, long BytesSoFar);
}
