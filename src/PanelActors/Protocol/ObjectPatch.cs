using PanelActors.Tree;


namespace PanelActors.Protocol;

/// <summary>
/// A change to an object: what all three diff forms come down to. Its operations are applied in order, those inside a member
/// right after the one that goes into it; the result shares with the old object all that did not change.
/// </summary>
public sealed class ObjectPatch
{
    private readonly PatchOperation[] _operations;

    internal ObjectPatch(PatchOperation[] operations) => _operations = operations;

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
    public PanelObject? Apply(PanelObject target, ref int divergences) => Apply(target, _operations, ref divergences);

    private static PanelObject? Apply(PanelObject target, ReadOnlySpan<PatchOperation> operations, ref int divergences)
    {
        var members = target.Members;
        while (!operations.IsEmpty)
        {
            ref readonly var operation = ref operations[0];
            var inside = operations.Slice(1, operation.Inside);
            operations = operations[(1 + operation.Inside)..];

            var slot = members.SlotOf(operation.Key);
            var present = members.At(slot);
            PanelNode? value;
            switch (operation.Kind)
            {
                case PatchKind.Remove:
                    members = members.Remove(operation.Key);
                    continue;

                case PatchKind.Set:
                    value = operation.Value!;
                    if (!operation.Old.IsEmpty && !Agrees(present, operation.Old.Span)) divergences++;
                    // A value that is sent again as it was keeps its node, and with it the hashes above it.
                    if (IsSameLeaf(present, value)) continue;
                    break;

                case PatchKind.Merge:
                    value = Apply(present as PanelObject ?? PanelObject.Empty, inside, ref divergences);
                    break;

                default:
                    value = present is PanelObject inner ? Apply(inner, inside, ref divergences) : null;
                    break;
            }

            if (value is null) return null;
            members = members.SetAt(slot, operation.Key, value);
        }

        return target.With(members);
    }

    private static bool IsSameLeaf(PanelNode? old, PanelNode value) =>
        old is PanelLeaf left && value is PanelLeaf right && left.Json.SequenceEqual(right.Json);

    // What is absent and what is null are told apart by no renderer.
    private static bool Agrees(PanelNode? present, ReadOnlySpan<byte> believed)
    {
        if (present is PanelLeaf leaf && leaf.Json.SequenceEqual(believed)) return true;
        return ContentHash.Of(present ?? PanelLeaf.Null).Equals(ContentHash.Of(PanelNode.FromValidJson(believed)));
    }
}
