using System.Runtime.InteropServices;

namespace PanelActors.Tree;

/// <summary>
/// An immutable map from names to nodes that keeps the order of insertion. Names and values are stored apart: a map with a new value
/// shares all names and nearly all values with the one before. A removed member leaves an empty slot, which is filled when the name
/// comes back and dropped by compaction.
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

    public int Count { get; }

    /// <summary>Bytes of all members as JSON with the commas between them.</summary>
    public long Size => _memberBytes + Math.Max(0, Count - 1);

    public PanelNode? Find(PanelKey key) => At(SlotOf(key));

    /// <summary>The map with <paramref name="value"/> under <paramref name="key"/>, in its old place or at the end.</summary>
    public NodeMap Set(PanelKey key, PanelNode value) => SetAt(SlotOf(key), key, value);

    public NodeMap Remove(PanelKey key)
    {
        var slot = SlotOf(key);
        if (At(slot) is not { } old) return this;

        var count = Count - 1;
        if (count == 0) return Empty;
        var map = new NodeMap(_names, _values.With(slot, null), count, _memberBytes - key.Json.Length - old.Size);
        return _names.Count > (2 * count) + MemberIndex.Scanned ? map.Compact() : map;
    }

    public Enumerator GetEnumerator() => new(this);

    /// <summary>
    /// The names of the members that are not the same nodes here and in <paramref name="other"/>. Two versions of one map are compared
    /// block by block, so this costs little where little changed.
    /// </summary>
    public IEnumerable<PanelKey> ChangedKeys(NodeMap other)
    {
        if (ReferenceEquals(this, other)) yield break;
        var slots = new List<int>();
        if (TryFindChangedSlots(other, slots))
        {
            foreach (var slot in slots) yield return _names[slot];
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

    /// <summary>
    /// As <see cref="ChangedKeys"/>, where both are versions of one map with the same names: the slots for <see cref="NameAt"/> and
    /// <see cref="At"/> in both, found without an allocation. False where they are not, and nothing is found.
    /// </summary>
    internal bool TryFindChangedSlots(NodeMap other, List<int> found)
    {
        if (!ReferenceEquals(_names, other._names)) return false;
        SlotTree.ChangedSlots(_values, other._values, found);
        return true;
    }

    /// <summary>The name of a slot.</summary>
    internal PanelKey NameAt(int slot) => _names[slot];

    /// <summary>The slot of <paramref name="key"/>, also of a removed one; -1 for a new name.</summary>
    internal int SlotOf(PanelKey key) => _names.SlotOf(key);

    internal PanelNode? At(int slot) => slot < 0 ? null : _values[slot];

    /// <summary>As <see cref="Set"/>, for a caller that has the slot already.</summary>
    internal NodeMap SetAt(int slot, PanelKey key, PanelNode value)
    {
        if (slot < 0)
        {
            return new NodeMap(
                _names.With(key), _values.Append(_names.Count, value), Count + 1, _memberBytes + key.Json.Length + value.Size);
        }

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

    public struct Enumerator
    {
        private readonly NodeMap _map;
        private int _slot;

        internal Enumerator(NodeMap map) => (_map, _slot) = (map, -1);

        public readonly KeyValuePair<PanelKey, PanelNode> Current => new(_map._names[_slot], _map._values[_slot]!);

        public bool MoveNext()
        {
            while (++_slot < _map._names.Count)
            {
                if (_map._values[_slot] is not null) return true;
            }

            return false;
        }
    }

    public sealed class Builder
    {
        private readonly List<PanelKey> _keys = [];
        private readonly List<PanelNode?> _values = [];
        private long _bytes;

        /// <summary>Adds a member, whose name must be new.</summary>
        public void Add(PanelKey key, PanelNode value)
        {
            _keys.Add(key);
            _values.Add(value);
            _bytes += key.Json.Length + value.Size;
        }

        public NodeMap ToMap() => _keys.Count == 0 ? Empty : new NodeMap(
            MemberIndex.Of(CollectionsMarshal.AsSpan(_keys)), SlotTree.Of(CollectionsMarshal.AsSpan(_values)), _keys.Count, _bytes);
    }
}
