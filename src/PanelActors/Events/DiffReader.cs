using System.Runtime.InteropServices;
using System.Text.Json;
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
        if (form == DiffForm.Auto) form = FormOf(diff);
        var incomplete = IsTruncated(diff);
        var patch = form switch
        {
            DiffForm.PanelOp => ReadPanelOp(diff),
            DiffForm.Structured => ReadStructured(diff, ref incomplete),
            _ => ReadMerge(diff, removesByNull: true),
        };
        return (patch, incomplete);
    }

    /// <summary>The form a diff's shape tells.</summary>
    public static DiffForm FormOf(TapeValue diff)
    {
        if (diff.TryGet("panel"u8, out _) && diff.TryGet("op"u8, out _)) return DiffForm.PanelOp;
        return IsStructured(diff) ? DiffForm.Structured : DiffForm.MergePatch;
    }

    private static bool IsTruncated(TapeValue diff) => diff.TryGet("_truncated"u8, out var truncated) && truncated.IsTrue;

    private static bool IsStructured(TapeValue diff)
    {
        if (!diff.IsObject) return false;
        var found = 0;
        foreach (var member in diff.Members)
        {
            var value = member.Value;
            switch (value.Type)
            {
                case JsonTokenType.StartObject when member.Is("added"u8) || member.Is("changed"u8):
                case JsonTokenType.StartArray when member.Is("removed"u8):
                    found++;
                    break;
                case JsonTokenType.StartObject when member.Is("nested"u8):
                    break;
                default:
                    if (member.Is("_truncated"u8) || member.Is("truncated_reasons"u8)) break;
                    return false;
            }
        }

        return found == 3;
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

    private static ObjectPatch? ReadStructured(TapeValue diff, ref bool incomplete)
    {
        if (!IsStructured(diff)) return null;
        incomplete |= IsTruncated(diff);
        diff.TryGet("removed"u8, out var removed);
        diff.TryGet("added"u8, out var added);
        diff.TryGet("changed"u8, out var changed);
        var hasNested = diff.TryGet("nested"u8, out var nested);
        var operations = new PatchOperation[Count(removed) + Count(added) + Count(changed) + (hasNested ? Count(nested) : 0)];
        var next = 0;

        foreach (var name in removed.Elements)
        {
            if (name.AsString() is not { } text) return null;
            operations[next++] = PatchOperation.Remove(PanelKey.Of(text));
        }

        foreach (var member in added.Members) operations[next++] = PatchOperation.Set(member.Key, member.Value.ToNode());

        foreach (var member in changed.Members)
        {
            if (!member.Value.TryGet("new"u8, out var value)) return null;
            var old = member.Value.TryGet("old"u8, out var before) ? before.Json : default;
            operations[next++] = PatchOperation.Set(member.Key, value.ToNode()) with { Old = old };
        }

        if (hasNested)
        {
            foreach (var member in nested.Members)
            {
                if (ReadStructured(member.Value, ref incomplete) is not { } inner) return null;
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
