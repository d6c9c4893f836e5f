namespace PanelActors.Drill;

/// <summary>What a feed has sent and can send again.</summary>
internal sealed class FeedHistory
{
    private const int MaxEvents = 5_000;
    private readonly Lock _lock = new();
    private readonly Queue<(long Number, string Frame)> _events = [];
    private string _baseline = "";

    /// <summary>The first baseline, and all events that are kept.</summary>
    public string Text
    {
        get
        {
            lock (_lock) return _baseline + string.Concat(_events.Select(static entry => entry.Frame));
        }
    }

    /// <summary>Keeps an event; the oldest goes where there are too many.</summary>
    public void Add(long number, string frame)
    {
        lock (_lock)
        {
            _events.Enqueue((number, frame));
            if (_events.Count > MaxEvents) _events.Dequeue();
        }
    }

    /// <summary>Keeps a baseline, if it is the first.</summary>
    public void AddBaseline(string frame)
    {
        lock (_lock)
        {
            if (_baseline.Length == 0) _baseline = frame;
        }
    }

    /// <summary>The events after <paramref name="number"/>.</summary>
    public (long Number, string Frame)[] After(long number)
    {
        lock (_lock) return [.. _events.Where(entry => entry.Number > number)];
    }

    /// <summary>Forgets the events.</summary>
    public void Clear()
    {
        lock (_lock) _events.Clear();
    }
}
