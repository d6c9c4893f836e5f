using PanelActors.Tree;

namespace PanelActors.Protocol;

/// <summary>
/// A change of an object; a diff of any form is read into one. Its operations are applied in order, those inside a member right after the
/// one that enters it. The result shares with the old object all that did not change.
/// </summary>
internal sealed class ObjectPatch
{
    private readonly PatchOperation[] _operations;

    internal ObjectPatch(PatchOperation[] operations) => _operations = operations;

    /// <summary>
    /// The object after the change, <paramref name="target"/> itself where nothing differs, or null where the change does not fit it.
    /// </summary>
    public PanelObject? Apply(PanelObject target)
    {
        var divergences = 0;
        return Apply(target, ref divergences);
    }

    /// <summary>
    /// As <see cref="Apply(PanelObject)"/>; adds to <paramref name="divergences"/> the number of values that differ from what the feed
    /// believes them to be.
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
                    // A value that is sent again unchanged keeps its node, and so the hashes above it.
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

    // Absent and null agree: no renderer shows a difference.
    private static bool Agrees(PanelNode? present, ReadOnlySpan<byte> believed)
    {
        if (present is PanelLeaf leaf && leaf.Json.SequenceEqual(believed)) return true;
        return ContentHash.Of(present ?? PanelLeaf.Null).Equals(ContentHash.Of(PanelNode.FromValidJson(believed)));
    }
}
