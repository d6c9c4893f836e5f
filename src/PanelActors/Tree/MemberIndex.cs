using System.Collections.Immutable;
using System.Numerics;

namespace PanelActors.Tree;

/// <summary>
/// The names of an object's members, numbered in the order they came, and the number of each. It does not depend on the members' values,
/// so the versions of a map share one.
/// </summary>
internal sealed class MemberIndex
{
    public static readonly MemberIndex Empty = new([], 0, null, ImmutableDictionary<PanelKey, int>.Empty);

    /// <summary>Up to this many names, a scan is faster than a table.</summary>
    public const int Scanned = 8;

    private const int BlockSize = 32;

    private readonly PanelKey[][] _keys;

    // Numbers by name: a table that never changes once it is built, and the names that were added since. Null and empty while the names
    // are few enough to scan. The table is open-addressed with linear probing; an entry is the number plus one, and 0 is free.
    private readonly int[]? _table;
    private readonly ImmutableDictionary<PanelKey, int> _added;

    private MemberIndex(PanelKey[][] keys, int count, int[]? table, ImmutableDictionary<PanelKey, int> added) =>
        (_keys, Count, _table, _added) = (keys, count, table, added);

    public int Count { get; }

    /// <summary>The name numbered <paramref name="slot"/>.</summary>
    public PanelKey this[int slot] => _keys[slot / BlockSize][slot % BlockSize];

    /// <summary>The index of <paramref name="names"/>, all different.</summary>
    public static MemberIndex Of(ReadOnlySpan<PanelKey> names)
    {
        if (names.IsEmpty) return Empty;
        var keys = new PanelKey[(names.Length + BlockSize - 1) / BlockSize][];
        for (var block = 0; block < keys.Length; block++)
            keys[block] = names[(block * BlockSize)..Math.Min(names.Length, (block + 1) * BlockSize)].ToArray();
        return new MemberIndex(keys, names.Length, names.Length <= Scanned ? null : Table(keys, names.Length), Empty._added);
    }

    /// <summary>The number of <paramref name="key"/>, or -1.</summary>
    public int SlotOf(PanelKey key)
    {
        if (_table is null) return Scan(key);
        for (var at = key.GetHashCode() & (_table.Length - 1); _table[at] != 0; at = (at + 1) & (_table.Length - 1))
        {
            if (this[_table[at] - 1].Equals(key)) return _table[at] - 1;
        }

        return _added.TryGetValue(key, out var added) ? added : -1;
    }

    /// <summary>The index with one more name, which must be new.</summary>
    public MemberIndex With(PanelKey key)
    {
        PanelKey[][] keys = Count % BlockSize == 0 ? [.. _keys, [key]] : [.. _keys.AsSpan(0, _keys.Length - 1), [.. _keys[^1], key]];
        if (Count < Scanned) return new MemberIndex(keys, Count + 1, null, _added);
        // Rebuilding when a quarter is new makes an addition cost O(1) on average.
        var added = _added.Add(key, Count);
        return _table is null || added.Count > Scanned + (Count / 5)
            ? new MemberIndex(keys, Count + 1, Table(keys, Count + 1), Empty._added)
            : new MemberIndex(keys, Count + 1, _table, added);
    }

    private int Scan(PanelKey key)
    {
        if (Count == 0) return -1;
        var keys = _keys[0];
        for (var slot = 0; slot < keys.Length; slot++)
        {
            if (keys[slot].Equals(key)) return slot;
        }

        return -1;
    }

    private static int[] Table(PanelKey[][] keys, int count)
    {
        var table = new int[BitOperations.RoundUpToPowerOf2((uint)count) * 2];
        var next = 0;
        foreach (var block in keys)
        {
            foreach (var key in block)
            {
                var at = key.GetHashCode() & (table.Length - 1);
                while (table[at] != 0) at = (at + 1) & (table.Length - 1);
                table[at] = ++next;
            }
        }

        return table;
    }
}
