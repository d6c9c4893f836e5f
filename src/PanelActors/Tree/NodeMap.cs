using System.Runtime.InteropServices;

namespace PanelActors.Tree;

/// <summary>
/// An immutable map from names to nodes that keeps the order of insertion. Names lie apart from values: a new value
/// shares all names and nearly all values with the map before it. A removed member leaves an empty slot behind, which its
/// return fills again and compaction drops.
/// </summary>
internal sealed class NodeMap
{
    /// <summary>The map without members.</summary>
    public static readonly NodeMap Empty = new(MemberIndex.Empty, SlotTree.Of([]), 0, 0);

    private readonly MemberIndex _names;
    private readonly SlotTree _values;
    private readonly long _memberBytes;

    private NodeMap(MemberIndex names, SlotTree values, int count, long memberBytes) =>
        (_names, _values, Count, _memberBytes) = (names, values, count, memberBytes);

    /// <summary>Number of members.</summary>
    public int Count { get; }

    /// <summary>Bytes of all members as JSON with the commas between them.</summary>
    public long Size => _memberBytes + Math.Max(0, Count - 1);

    /// <summary>Looks a member up.</summary>
    public PanelNode? Find(PanelKey key) => At(SlotOf(key));

    /// <summary>The map with <paramref name="value"/> under <paramref name="key"/>, in its old place or at the end.</summary>
    public NodeMap Set(PanelKey key, PanelNode value) => SetAt(SlotOf(key), key, value);

    /// <summary>The map without <paramref name="key"/>.</summary>
    public NodeMap Remove(PanelKey key)
    {
        var slot = SlotOf(key);
        if (At(slot) is not { } old) return this;

        var count = Count - 1;
        if (count == 0) return Empty;
        var map = new NodeMap(_names, _values.With(slot, null), count, _memberBytes - key.Json.Length - old.Size);
        return _names.Count > (2 * count) + MemberIndex.Scanned ? map.Compact() : map;
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
        if (ReferenceEquals(_names, other._names))
        {
            foreach (var slot in SlotTree.Unlike(_values, other._values)) yield return _names[slot];
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

    /// <summary>Where <paramref name="key"/> is, or was before its removal; -1 where it never was. For <see cref="At"/> and <see cref="SetAt"/>.</summary>
    internal int SlotOf(PanelKey key) => _names.SlotOf(key);

    /// <summary>What is in a slot.</summary>
    internal PanelNode? At(int slot) => slot < 0 ? null : _values[slot];

    /// <summary>As <see cref="Set"/>, by a caller who has asked where <paramref name="key"/> is.</summary>
    internal NodeMap SetAt(int slot, PanelKey key, PanelNode value)
    {
        if (slot < 0)
            return new NodeMap(_names.With(key), _values.Append(_names.Count, value), Count + 1, _memberBytes + key.Json.Length + value.Size);

        var old = _values[slot];
        if (ReferenceEquals(old, value)) return this;
        return old is null
            ? new NodeMap(_names, _values.With(slot, value), Count + 1, _memberBytes + key.Json.Length + value.Size)
            : new NodeMap(_names, _values.With(slot, value), Count, _memberBytes + value.Size - old.Size);
    }

    private NodeMap Compact()
    {
        var builder = new Builder();
        foreach (var (key, value) in this) builder.Add(key, value);
        return builder.ToMap();
    }

    /// <summary>Enumerates the members in order.</summary>
    public struct Enumerator
    {
        private readonly NodeMap _map;
        private int _slot;

        internal Enumerator(NodeMap map) => (_map, _slot) = (map, -1);

        /// <summary>The member the enumeration stands at.</summary>
        public readonly KeyValuePair<PanelKey, PanelNode> Current => new(_map._names[_slot], _map._values[_slot]!);

        /// <summary>Moves on.</summary>
        public bool MoveNext()
        {
            while (++_slot < _map._names.Count)
            {
                if (_map._values[_slot] is not null) return true;
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
        public NodeMap ToMap() => _keys.Count == 0 ? Empty : new NodeMap(
            MemberIndex.Of(CollectionsMarshal.AsSpan(_keys)), SlotTree.Of(CollectionsMarshal.AsSpan(_values)), _keys.Count, _bytes);
    }
}
