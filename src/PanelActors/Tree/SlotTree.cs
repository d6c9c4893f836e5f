using System.Runtime.CompilerServices;

namespace PanelActors.Tree;

/// <summary>
/// Values by number, in blocks of eight that lie in blocks of blocks. A new value copies one block at each level and shares all others
/// with the tree before, so it costs about the same among ten values and among ten thousand.
/// </summary>
internal readonly struct SlotTree
{
    private const int Bits = 3;
    private const int Width = 1 << Bits;
    private const int Mask = Width - 1;

    // With shift 0 the elements are values or null, above it blocks; the unchecked casts rely on that.
    private readonly object?[] _root;
    private readonly int _shift;

    private SlotTree(object?[] root, int shift) => (_root, _shift) = (root, shift);

    /// <summary>The tree of <paramref name="values"/>, numbered from 0.</summary>
    public static SlotTree Of(ReadOnlySpan<PanelNode?> values)
    {
        var shift = 0;
        while (values.Length > Width << shift) shift += Bits;
        return new SlotTree(Block(values, shift), shift);
    }

    /// <summary>The value numbered <paramref name="slot"/>, which must exist.</summary>
    public PanelNode? this[int slot]
    {
        get
        {
            var block = _root;
            for (var shift = _shift; shift > 0; shift -= Bits) block = Unsafe.As<object?[]>(block[(slot >> shift) & Mask])!;
            return Unsafe.As<PanelNode?>(block[slot & Mask]);
        }
    }

    /// <summary>The tree with another value in <paramref name="slot"/>.</summary>
    public SlotTree With(int slot, PanelNode? value)
    {
        var root = _root.AsSpan().ToArray();
        var block = root;
        for (var shift = _shift; shift > 0; shift -= Bits)
        {
            ref var inner = ref block[(slot >> shift) & Mask];
            block = Unsafe.As<object?[]>(inner)!.AsSpan().ToArray();
            inner = block;
        }

        block[slot & Mask] = value;
        return new SlotTree(root, _shift);
    }

    /// <summary>The tree with one more value, numbered <paramref name="slot"/>: the number of values before.</summary>
    public SlotTree Append(int slot, PanelNode? value) => slot == Width << _shift
        ? new SlotTree(Grown([_root], _shift + Bits, slot, value), _shift + Bits)
        : new SlotTree(Grown(_root, _shift, slot, value), _shift);

    /// <summary>The numbers of the values that differ between two trees of the same size. Shared blocks are skipped.</summary>
    /// <param name="left">One tree.</param>
    /// <param name="right">The other.</param>
    /// <param name="found">Where the numbers are added.</param>
    public static void ChangedSlots(SlotTree left, SlotTree right, List<int> found) =>
        ChangedSlots(left._root, right._root, left._shift, 0, found);

    private static void ChangedSlots(object?[] left, object?[] right, int shift, int first, List<int> found)
    {
        for (var i = 0; i < left.Length; i++)
        {
            if (ReferenceEquals(left[i], right[i])) continue;
            var slot = first + (i << shift);
            if (shift == 0) found.Add(slot);
            else ChangedSlots(Unsafe.As<object?[]>(left[i])!, Unsafe.As<object?[]>(right[i])!, shift - Bits, slot, found);
        }
    }

    private static object?[] Block(ReadOnlySpan<PanelNode?> values, int shift)
    {
        var block = new object?[(values.Length + (1 << shift) - 1) >> shift];
        for (var i = 0; i < block.Length; i++)
        {
            var start = i << shift;
            block[i] = shift == 0 ? values[i] : Block(values[start..Math.Min(values.Length, start + (1 << shift))], shift - Bits);
        }

        return block;
    }

    private static object?[] Grown(object?[] block, int shift, int slot, PanelNode? value)
    {
        var at = (slot >> shift) & Mask;
        var grown = new object?[Math.Max(block.Length, at + 1)];
        block.CopyTo(grown, 0);
        grown[at] = shift == 0 ? value : Grown(at < block.Length ? (object?[])block[at]! : [], shift - Bits, slot, value);
        return grown;
    }
}
