namespace PanelActors.Relay;

/// <summary>
/// The ids of one log: <c>number * 4096 + tag</c>, below 2^63. No two logs of a process have the same tag at the same time, and a log that
/// begins later has higher numbers, so that no other log's id is taken for one of these. They outlive passivation and failures of the
/// relay. One writer; any thread may ask for <see cref="Highest"/>.
/// </summary>
internal sealed class LogIds
{
    /// <summary>How many tags there are.</summary>
    public const int Tags = 1 << TagBits;

    private const int TagBits = 12;

    private readonly RelayIds _all;
    private long _first = long.MaxValue;
    private long _last;

    internal LogIds(RelayIds all, int tag) => (_all, Tag) = (all, tag);

    /// <summary>What the last twelve bits of each id are.</summary>
    public int Tag { get; }

    /// <summary>The latest id; 0 before the first.</summary>
    public long Last => Volatile.Read(ref _last);

    /// <summary>The highest number used.</summary>
    public long Highest => Last >> TagBits;

    /// <summary>
    /// Begins, or goes on with a new log of the same relay. Gives an id that no event has, below all that follow and above all before.
    /// </summary>
    public long Begin(DateTimeOffset now)
    {
        var start = Id(_all.Start(now));
        if (_first == long.MaxValue) _first = start + Tags;
        Volatile.Write(ref _last, start);
        return start;
    }

    /// <summary>The next id.</summary>
    public long Next()
    {
        var next = _last + Tags;
        Volatile.Write(ref _last, next);
        return next;
    }

    /// <summary>Whether <paramref name="id"/> lies among those that were given here.</summary>
    public bool Has(long id) => id >= _first && id <= _last && (id & (Tags - 1)) == Tag;

    /// <summary>No more ids are needed.</summary>
    public void Release() => _all.Release(this);

    private long Id(long number) => (number << TagBits) | (long)Tag;
}
