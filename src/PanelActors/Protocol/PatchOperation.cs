using PanelActors.Tree;


namespace PanelActors.Protocol;

/// <summary>What a <see cref="PatchOperation"/> does to its member.</summary>
internal enum PatchKind
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
/// <param name="Kind">What is done.</param>
/// <param name="Key">The member it is done to.</param>
internal readonly record struct PatchOperation(PatchKind Kind, PanelKey Key)
{
    /// <summary>How many of the operations that follow are done inside the member, those inside its own members included.</summary>
    public int Inside { get; init; }

    /// <summary>The new value of <see cref="PatchKind.Set"/>.</summary>
    public PanelNode? Value { get; init; }

    /// <summary>
    /// The JSON text of the value that the feed believes was there before; empty where it does not say. A slice of the
    /// frame: a patch is applied and forgotten.
    /// </summary>
    public ReadOnlyMemory<byte> Old { get; init; }
}
