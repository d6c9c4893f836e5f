using System.Collections.Immutable;
using PanelActors.Tree;

namespace PanelActors.Events;

/// <summary>
/// A change to an object: what all three diff forms come down to. Its operations are applied in order; the result
/// shares with the old object all that did not change.
/// </summary>
public sealed class ObjectPatch(ImmutableArray<PatchOperation> operations)
{
    /// <summary>The operations, in the order they are applied.</summary>
    public ImmutableArray<PatchOperation> Operations => operations;

    /// <summary>
    /// The object after the change, <paramref name="target"/> itself where nothing differs, or null where the change
    /// does not fit it.
    /// </summary>
    public PanelObject? Apply(PanelObject target)
    {
        var divergences = 0;
        return Apply(target, ref divergences);
    }

    /// <summary>
    /// As <see cref="Apply(PanelObject)"/>, and adds to <paramref name="divergences"/> how many values were not what the feed
    /// believed them to be.
    /// </summary>
    public PanelObject? Apply(PanelObject target, ref int divergences)
    {
        var members = target.Members;
        foreach (ref readonly var operation in operations.AsSpan())
        {
            var changed = operation.Apply(members, ref divergences);
            if (changed is null) return null;
            members = changed;
        }

        return target.With(members);
    }
}
