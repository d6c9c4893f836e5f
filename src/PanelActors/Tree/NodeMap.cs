using System.Collections.Immutable;

namespace PanelActors.Tree;

/// <summary>
/// An immutable map from names to nodes that keeps the order of insertion. Members lie in blocks, names apart from
/// values; a new value copies one block of values and the list of blocks, so that it costs about the same in an object
/// of ten members and of ten thousand. A removed member leaves an empty slot behind, which its return fills again and
/// compaction drops.
/// </summary>
public sealed class NodeMap
{
    /// <summary>The map without members.</summary>
    public static readonly NodeMap Empty = new([], [], 0, 0, 0, null, ImmutableDictionary<PanelKey, int>.Empty);

    private const int BlockSize = 32;

    /// <summary>Up to this many slots, scanning beats an index.</summary>
    private const int Scanned = 8;

    private readonly PanelKey[][] _keys;
    private readonly PanelNode?[][] _values;
    private readonly int _slots;
    private readonly long _memberBytes;

    // Slot numbers by name: the index that was built in one go and is shared from version to version, and what was
    // added since. Null and empty while the slots are few enough to scan.
    private readonly Dictionary<PanelKey, int>? _index;
    private readonly ImmutableDictionary<PanelKey, int> _added;

    private NodeMap(
        PanelKey[][] keys, PanelNode?[][] values, int slots, int count, long memberBytes,
        Dictionary<PanelKey, int>? index, ImmutableDictionary<PanelKey, int> added)
    {
        _keys = keys;
        _values = values;
        _slots = slots;
        Count = count;
        _memberBytes = memberBytes;
        _index = index;
        _added = added;
    }

    /// <summary>Number of members.</summary>
    public int Count { get; }

    /// <summary>Bytes of all members as JSON with the commas between them.</summary>
    public long Size => _memberBytes + Math.Max(0, Count - 1);

    /// <summary>Looks a member up.</summary>
    public PanelNode? Find(PanelKey key)
    {
        var slot = SlotOf(key);
        return slot < 0 ? null : ValueAt(slot);
    }

    /// <summary>The map with <paramref name="value"/> under <paramref name="key"/>, in its old place or at the end.</summary>
    public NodeMap Set(PanelKey key, PanelNode value)
    {
        var slot = SlotOf(key);
        if (slot < 0) return Append(key, value);

        var old = ValueAt(slot);
        if (ReferenceEquals(old, value)) return this;
        var bytes = old is null ? key.Json.Length + value.Size : value.Size - old.Size;
        return new NodeMap(_keys, Replace(slot, value), _slots, Count + (old is null ? 1 : 0), _memberBytes + bytes, _index, _added);
    }

    /// <summary>The map without <paramref name="key"/>.</summary>
    public NodeMap Remove(PanelKey key)
    {
        var slot = SlotOf(key);
        if (slot < 0 || ValueAt(slot) is not { } old) return this;

        var count = Count - 1;
        if (count == 0) return Empty;
        var map = new NodeMap(_keys, Replace(slot, null), _slots, count, _memberBytes - key.Json.Length - old.Size, _index, _added);
        return _slots > (2 * count) + Scanned ? map.Compact() : map;
    }

    /// <summary>The members in order.</summary>
    public Enumerator GetEnumerator() => new(this);

    /// <summary>
    /// The names of the members that are not the same nodes here and in <paramref name="other"/>. Two versions of one map are
    /// compared block by block, so that this costs little where little changed.
    /// </summary>
    public IEnumerable<PanelKey> Unlike(NodeMap other)
    {
        if (ReferenceEquals(this, other)) yield break;
        if (ReferenceEquals(_keys, other._keys))
        {
            for (var block = 0; block < _values.Length; block++)
            {
                if (ReferenceEquals(_values[block], other._values[block])) continue;
                for (var i = 0; i < _values[block].Length; i++)
                {
                    if (!ReferenceEquals(_values[block][i], other._values[block][i])) yield return _keys[block][i];
                }
            }

            yield break;
        }

        foreach (var (key, value) in this)
        {
            if (!ReferenceEquals(value, other.Find(key))) yield return key;
        }

        foreach (var (key, _) in other)
        {
            if (Find(key) is null) yield return key;
        }
    }

    private NodeMap Append(PanelKey key, PanelNode value)
    {
        var scanned = _slots < Scanned;
        var map = new NodeMap(
            Appended(_keys, key), Appended(_values, value), _slots + 1, Count + 1, _memberBytes + key.Json.Length + value.Size, _index, scanned ? _added : _added.Add(key, _slots));
        if (scanned) return map;
        // Rebuilding when a quarter is new makes an addition cost O(1) on average.
        return _index is null || map._added.Count > Scanned + (_index.Count / 4) ? map.Indexed(map.BuildIndex()) : map;
    }

    private NodeMap Compact()
    {
        var builder = new Builder();
        foreach (var (key, value) in this) builder.Add(key, value);
        return builder.ToMap();
    }

    private NodeMap Indexed(Dictionary<PanelKey, int>? index) =>
        new(_keys, _values, _slots, Count, _memberBytes, index, ImmutableDictionary<PanelKey, int>.Empty);

    private Dictionary<PanelKey, int> BuildIndex()
    {
        var index = new Dictionary<PanelKey, int>(_slots);
        for (var slot = 0; slot < _slots; slot++) index.Add(KeyAt(slot), slot);
        return index;
    }

    private PanelNode?[][] Replace(int slot, PanelNode? value)
    {
        var blocks = _values.AsSpan().ToArray();
        var block = blocks[slot / BlockSize].AsSpan().ToArray();
        block[slot % BlockSize] = value;
        blocks[slot / BlockSize] = block;
        return blocks;
    }

    private T[][] Appended<T>(T[][] blocks, T item) =>
        _slots % BlockSize == 0 ? [.. blocks, [item]] : [.. blocks.AsSpan(0, blocks.Length - 1), [.. blocks[^1], item]];

    private PanelKey KeyAt(int slot) => _keys[slot / BlockSize][slot % BlockSize];

    private PanelNode? ValueAt(int slot) => _values[slot / BlockSize][slot % BlockSize];

    private int SlotOf(PanelKey key)
    {
        if (_slots <= Scanned)
        {
            for (var slot = 0; slot < _slots; slot++)
            {
                if (KeyAt(slot).Equals(key)) return slot;
            }

            return -1;
        }

        if (_index!.TryGetValue(key, out var indexed)) return indexed;
        return _added.TryGetValue(key, out var added) ? added : -1;
    }

    /// <summary>Enumerates the members in order.</summary>
    public struct Enumerator
    {
        private readonly NodeMap _map;
        private int _slot;

        internal Enumerator(NodeMap map) => (_map, _slot) = (map, -1);

        /// <summary>The member the enumeration stands at.</summary>
        public readonly KeyValuePair<PanelKey, PanelNode> Current => new(_map.KeyAt(_slot), _map.ValueAt(_slot)!);

        /// <summary>Moves on.</summary>
        public bool MoveNext()
        {
            while (++_slot < _map._slots)
            {
                if (_map.ValueAt(_slot) is not null) return true;
            }

            return false;
        }
    }

    /// <summary>Builds a map in one go.</summary>
    public sealed class Builder
    {
        private readonly List<PanelKey> _keys = [];
        private readonly List<PanelNode?> _values = [];
        private long _bytes;

        /// <summary>Adds a member whose name is not there yet.</summary>
        public void Add(PanelKey key, PanelNode value)
        {
            _keys.Add(key);
            _values.Add(value);
            _bytes += key.Json.Length + value.Size;
        }

        /// <summary>The finished map.</summary>
        public NodeMap ToMap()
        {
            var count = _keys.Count;
            if (count == 0) return Empty;
            var map = new NodeMap(Blocks(_keys), Blocks(_values), count, count, _bytes, null, ImmutableDictionary<PanelKey, int>.Empty);
            return count <= Scanned ? map : map.Indexed(map.BuildIndex());
        }

        private static T[][] Blocks<T>(List<T> items) =>
            [.. Enumerable.Range(0, (items.Count + BlockSize - 1) / BlockSize)
                .Select(block => items.GetRange(block * BlockSize, Math.Min(BlockSize, items.Count - (block * BlockSize))).ToArray())];
    }
}
