using PanelActors.Tree;

namespace PanelActors.Events;

/// <summary>What a <see cref="PatchOperation"/> does to its member.</summary>
public enum PatchKind
{
    /// <summary>Removes it; its absence is no fault.</summary>
    Remove,

    /// <summary>Replaces or adds it.</summary>
    Set,

    /// <summary>Merges into it; what is absent or no object starts as <c>{}</c>.</summary>
    Merge,

    /// <summary>Merges into it; it must be an object.</summary>
    Descend,
}

/// <summary>One step of an <see cref="ObjectPatch"/>.</summary>
public readonly record struct PatchOperation
{
    private PatchOperation(PatchKind kind, PanelKey key, PanelNode? value, ObjectPatch? nested) =>
        (Kind, Key, Value, Nested) = (kind, key, value, nested);

    /// <summary>What is done.</summary>
    public PatchKind Kind { get; }

    /// <summary>The member it is done to.</summary>
    public PanelKey Key { get; }

    /// <summary>The new value of <see cref="PatchKind.Set"/>.</summary>
    public PanelNode? Value { get; }

    /// <summary>The changes inside, of <see cref="PatchKind.Merge"/> and <see cref="PatchKind.Descend"/>.</summary>
    public ObjectPatch? Nested { get; }

    /// <summary>
    /// The JSON text of the value that the feed believes was there before; empty where it does not say. A slice of the
    /// frame: a patch is applied and forgotten.
    /// </summary>
    public ReadOnlyMemory<byte> Old { get; init; }

    /// <summary>Removes <paramref name="key"/>.</summary>
    public static PatchOperation Remove(PanelKey key) => new(PatchKind.Remove, key, null, null);

    /// <summary>Sets <paramref name="key"/>.</summary>
    public static PatchOperation Set(PanelKey key, PanelNode value) => new(PatchKind.Set, key, value, null);

    /// <summary>Merges into <paramref name="key"/>.</summary>
    public static PatchOperation Merge(PanelKey key, ObjectPatch nested) => new(PatchKind.Merge, key, null, nested);

    /// <summary>Merges into <paramref name="key"/>, which must be an object.</summary>
    public static PatchOperation Descend(PanelKey key, ObjectPatch nested) => new(PatchKind.Descend, key, null, nested);

    /// <summary>The members after this step, or null where it does not fit.</summary>
    internal NodeMap? Apply(NodeMap members, ref int divergences)
    {
        var present = members.Find(Key);
        switch (Kind)
        {
            case PatchKind.Remove:
                return members.Remove(Key);

            case PatchKind.Set:
                if (!Old.IsEmpty && !Agrees(present, Old.Span)) divergences++;
                return IsSameLeaf(present, Value!) ? members : members.Set(Key, Value!);

            case PatchKind.Merge:
                return Nested!.Apply(present as PanelObject ?? PanelObject.Empty, ref divergences) is { } merged ? members.Set(Key, merged) : null;

            default:
                return present is PanelObject inner && Nested!.Apply(inner, ref divergences) is { } descended ? members.Set(Key, descended) : null;
        }
    }

    // A value that is sent again as it was keeps its node, and with it the hashes above it.
    private static bool IsSameLeaf(PanelNode? old, PanelNode value) =>
        old is PanelLeaf left && value is PanelLeaf right && left.Json.SequenceEqual(right.Json);

    // What is absent and what is null are told apart by no renderer.
    private static bool Agrees(PanelNode? present, ReadOnlySpan<byte> believed)
    {
        if (present is PanelLeaf leaf && leaf.Json.SequenceEqual(believed)) return true;
        return ContentHash.Of(present ?? PanelLeaf.Null).Equals(ContentHash.Of(PanelNode.FromValidJson(believed)));
    }
}
