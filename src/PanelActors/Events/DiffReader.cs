using System.Runtime.InteropServices;
using PanelActors.Configuration;
using PanelActors.Tree;

namespace PanelActors.Events;

/// <summary>Reads the three diff forms (contract section 1) into one kind of patch.</summary>
public static class DiffReader
{
    /// <summary>
    /// Reads <paramref name="diff"/>. The patch is null where it cannot be merged whatever the state is. A diff is
    /// incomplete where any level of it says <c>_truncated</c>.
    /// </summary>
    public static (ObjectPatch? Patch, bool IsIncomplete) Read(TapeValue diff, DiffForm form)
    {
        if (!diff.IsObject) return (null, false);
        var shape = DiffShape.Of(diff);
        var incomplete = shape.IsTruncated;
        var patch = (form == DiffForm.Auto ? shape.Form : form) switch
        {
            DiffForm.PanelOp => ReadPanelOp(diff),
            DiffForm.Structured => ReadStructured(shape, ref incomplete),
            _ => ReadMerge(diff, removesByNull: true),
        };
        return (patch, incomplete);
    }

    private static ObjectPatch? ReadPanelOp(TapeValue diff)
    {
        if (!diff.TryGet("panel"u8, out var panel) || !diff.TryGet("op"u8, out var op) || !diff.TryGet("data"u8, out var data)) return null;
        if (panel.AsString() is not { Length: > 0 } name) return null;
        var key = PanelKey.Of(name);
        if (op.IsString("full"u8)) return new ObjectPatch([PatchOperation.Set(key, data.ToNode())]);
        return op.IsString("diff"u8) && data.IsObject
            ? new ObjectPatch([PatchOperation.Merge(key, ReadMerge(data, removesByNull: false))])
            : null;
    }

    /// <summary>
    /// RFC 7396, where <c>null</c> removes, and the inside of a <c>panel_op</c>, where <c>null</c> is a value like any
    /// other and <c>{"__remove__": true}</c> removes.
    /// </summary>
    private static ObjectPatch ReadMerge(TapeValue patch, bool removesByNull)
    {
        var operations = new PatchOperation[Count(patch)];
        var next = 0;
        foreach (var member in patch.Members)
        {
            var value = member.Value;
            operations[next++] = (removesByNull ? value.IsNull : IsRemoval(value)) ? PatchOperation.Remove(member.Key)
                : value.IsObject ? PatchOperation.Merge(member.Key, ReadMerge(value, removesByNull))
                : PatchOperation.Set(member.Key, value.ToNode());
        }

        return new ObjectPatch(ImmutableCollectionsMarshal.AsImmutableArray(operations));
    }

    private static bool IsRemoval(TapeValue value)
    {
        if (!value.IsObject) return false;
        var members = value.Members;
        return members.MoveNext() && members.Current.Is("__remove__"u8) && members.Current.Value.IsTrue && !members.MoveNext();
    }

    private static ObjectPatch? ReadStructured(in DiffShape shape, ref bool incomplete)
    {
        if (!shape.IsStructured) return null;
        incomplete |= shape.IsTruncated;
        var operations = new PatchOperation[
            Count(shape.Removed) + Count(shape.Added) + Count(shape.Changed) + (shape.Nested is { } inside ? Count(inside) : 0)];
        var next = 0;

        foreach (var name in shape.Removed.Elements)
        {
            if (name.AsString() is not { } text) return null;
            operations[next++] = PatchOperation.Remove(PanelKey.Of(text));
        }

        foreach (var member in shape.Added.Members) operations[next++] = PatchOperation.Set(member.Key, member.Value.ToNode());

        foreach (var member in shape.Changed.Members)
        {
            if (!member.Value.TryGet("new"u8, out var value)) return null;
            var old = member.Value.TryGet("old"u8, out var before) ? before.Json : default;
            operations[next++] = PatchOperation.Set(member.Key, value.ToNode()) with { Old = old };
        }

        if (shape.Nested is { } nested)
        {
            foreach (var member in nested.Members)
            {
                if (ReadStructured(DiffShape.Of(member.Value), ref incomplete) is not { } inner) return null;
                operations[next++] = PatchOperation.Descend(member.Key, inner);
            }
        }

        return new ObjectPatch(ImmutableCollectionsMarshal.AsImmutableArray(operations));
    }

    private static int Count(TapeValue container)
    {
        var count = 0;
        if (container.IsObject)
        {
            foreach (var _ in container.Members) count++;
        }
        else
        {
            foreach (var _ in container.Elements) count++;
        }

        return count;
    }
}
