using System.Text;

namespace PanelActors.Protocol.Sse;

/// <summary>
/// Turns event types into strings, the same bytes into the same instance, so that a feed with few types allocates no string per event. It
/// is bounded: a new entry replaces the oldest, and long types are not kept.
/// </summary>
internal sealed class EventTypeCache
{
    private const int MaxEntries = 16;
    private const int MaxEntryBytes = 64;

    private readonly List<(byte[] Utf8, string Text)> _entries = new(MaxEntries);
    private int _oldest;

    /// <summary>The string for these bytes; bytes that are not UTF-8 become U+FFFD.</summary>
    public string Get(ReadOnlySpan<byte> utf8)
    {
        foreach (var (known, text) in _entries)
        {
            if (utf8.SequenceEqual(known))
                return text;
        }

        var created = Encoding.UTF8.GetString(utf8);
        if (utf8.Length <= MaxEntryBytes)
            Keep((utf8.ToArray(), created));
        return created;
    }

    private void Keep((byte[] Utf8, string Text) entry)
    {
        if (_entries.Count < MaxEntries)
        {
            _entries.Add(entry);
            return;
        }

        _entries[_oldest] = entry;
        _oldest = (_oldest + 1) % MaxEntries;
    }
}
