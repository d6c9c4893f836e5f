using PanelActors.Configuration;
using PanelActors.Tree;

namespace PanelActors.Protocol.Decode;

/// <summary>
/// Reads a diff of any form (specification 1.5) into a patch. It reuses its memory from diff to diff, so an instance serves one stream.
/// </summary>
internal sealed class DiffReader
{
    private const int OperationsWorthKeeping = 1 << 12;

    // The patch that is being read. A member's operation comes before those inside it and gets their number afterwards.
    private List<PatchOperation> _operations = [];

    /// <summary>
    /// The patch is null where the diff cannot be merged whatever the state is. A diff is incomplete where any level of it is
    /// <c>_truncated</c>.
    /// </summary>
    public (ObjectPatch? Patch, bool IsIncomplete) Read(TapeValue diff, DiffForm form)
    {
        if (!diff.IsObject) return (null, false);
        var shape = DiffShape.Of(diff);
        var incomplete = shape.IsTruncated;
        var fits = (form == DiffForm.Auto ? shape.Form : form) switch
        {
            DiffForm.PanelOp => TryReadPanelOp(diff),
            DiffForm.Structured => TryReadStructured(shape, ref incomplete),
            _ => ReadMerge(diff, removesByNull: true),
        };
        var patch = fits ? new ObjectPatch([.. _operations]) : null;
        _operations.Clear();
        if (_operations.Capacity > OperationsWorthKeeping) _operations = [];
        return (patch, incomplete);
    }

    private bool TryReadPanelOp(TapeValue diff)
    {
        if (!diff.TryGet("panel"u8, out var panel)
            || !diff.TryGet("op"u8, out var op)
            || !diff.TryGet("data"u8, out var data))
        {
            return false;
        }

        if (panel.AsString() is not { Length: > 0 } name) return false;
        var key = PanelKey.Of(name);
        if (op.IsString("full"u8)) return Set(key, data);
        if (!op.IsString("diff"u8) || !data.IsObject) return false;
        var at = Begin(PatchKind.Merge, key);
        ReadMerge(data, removesByNull: false);
        return End(at);
    }

    /// <summary>
    /// RFC 7396, where <c>null</c> removes, and the inside of a <c>panel_op</c>, where <c>null</c> is a value and
    /// <c>{"__remove__": true}</c> removes.
    /// </summary>
    private bool ReadMerge(TapeValue patch, bool removesByNull)
    {
        foreach (var member in patch.Members)
        {
            var value = member.Value;
            if (removesByNull ? value.IsNull : IsRemoval(value))
            {
                Begin(PatchKind.Remove, member.Key);
            }
            else if (value.IsObject)
            {
                var at = Begin(PatchKind.Merge, member.Key);
                ReadMerge(value, removesByNull);
                End(at);
            }
            else
            {
                Set(member.Key, value);
            }
        }

        return true;
    }

    private static bool IsRemoval(TapeValue value)
    {
        if (!value.IsObject) return false;
        var members = value.Members;
        return members.MoveNext() && members.Current.Is("__remove__"u8) && members.Current.Value.IsTrue && !members.MoveNext();
    }

    private bool TryReadStructured(in DiffShape shape, ref bool incomplete)
    {
        if (!shape.IsStructured) return false;
        incomplete |= shape.IsTruncated;
        foreach (var name in shape.Removed.Elements)
        {
            if (name.AsString() is not { } text) return false;
            Begin(PatchKind.Remove, PanelKey.Of(text));
        }

        foreach (var member in shape.Added.Members) Set(member.Key, member.Value);

        foreach (var member in shape.Changed.Members)
        {
            if (!member.Value.TryGet("new"u8, out var value)) return false;
            Set(member.Key, value, member.Value.TryGet("old"u8, out var before) ? before.Json : default);
        }

        if (shape.Nested is not { } nested) return true;
        foreach (var member in nested.Members)
        {
            var at = Begin(PatchKind.Descend, member.Key);
            if (!TryReadStructured(DiffShape.Of(member.Value), ref incomplete)) return false;
            End(at);
        }

        return true;
    }

    private bool Set(PanelKey key, TapeValue value, ReadOnlyMemory<byte> old = default)
    {
        _operations.Add(new PatchOperation(PatchKind.Set, key) { Value = value.ToNode(), Old = old });
        return true;
    }

    private int Begin(PatchKind kind, PanelKey key)
    {
        _operations.Add(new PatchOperation(kind, key));
        return _operations.Count - 1;
    }

    private bool End(int at)
    {
        _operations[at] = _operations[at] with { Inside = _operations.Count - at - 1 };
        return true;
    }
}
