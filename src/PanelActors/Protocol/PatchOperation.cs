using PanelActors.Tree;

namespace PanelActors.Protocol;

/// <summary>What a <see cref="PatchOperation"/> does to its member.</summary>
internal enum PatchKind
{
    /// <summary>Removes it; it may be absent.</summary>
    Remove,

    Set,

    /// <summary>Merges into it; a member that is absent or not an object starts as <c>{}</c>.</summary>
    Merge,

    /// <summary>Merges into it; it must be an object.</summary>
    Descend,
}

/// <summary>One step of an <see cref="ObjectPatch"/>.</summary>
internal readonly record struct PatchOperation(PatchKind Kind, PanelKey Key)
{
    /// <summary>How many of the operations that follow are inside the member, at any depth.</summary>
    public int Inside { get; init; }

    /// <summary>The new value of <see cref="PatchKind.Set"/>.</summary>
    public PanelNode? Value { get; init; }

    /// <summary>
    /// The JSON text of the value that the feed believes to be there; empty where the diff has none. It is a slice of the frame, so a
    /// patch must not be kept.
    /// </summary>
    public ReadOnlyMemory<byte> Old { get; init; }
}
