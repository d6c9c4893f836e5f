using System.Text.Json;
using PanelActors.Configuration;
using PanelActors.Tree;

namespace PanelActors.Protocol;

/// <summary>What the keys of a diff show about its form (specification 1.5), read in one pass.</summary>
internal readonly struct DiffShape
{
    private DiffShape(TapeValue added, TapeValue removed, TapeValue changed, TapeValue? nested, Marks marks)
    {
        (Added, Removed, Changed, Nested) = (added, removed, changed, nested);
        IsTruncated = marks.HasFlag(Marks.Truncated);
        IsStructured = (marks & (Marks.Structured | Marks.Foreign)) == Marks.Structured;
        IsPanelOp = (marks & Marks.PanelOp) == Marks.PanelOp;
    }

    [Flags]
    private enum Marks
    {
        None = 0,
        Added = 1,
        Removed = 2,
        Changed = 4,
        Structured = Added | Removed | Changed,
        Panel = 8,
        Op = 16,
        PanelOp = Panel | Op,
        Truncated = 32,
        Foreign = 64,
    }

    /// <summary>Set, like the next three, only for a structured diff.</summary>
    public TapeValue Added { get; }

    public TapeValue Removed { get; }

    public TapeValue Changed { get; }

    public TapeValue? Nested { get; }

    /// <summary>Whether it has <c>"_truncated": true</c>.</summary>
    public bool IsTruncated { get; }

    /// <summary>Whether it has the keys of a structured diff, with the right types, and no others.</summary>
    public bool IsStructured { get; }

    /// <summary>Whether it has the keys of a <c>panel_op</c>.</summary>
    public bool IsPanelOp { get; }

    public DiffForm Form => IsPanelOp ? DiffForm.PanelOp : IsStructured ? DiffForm.Structured : DiffForm.MergePatch;

    /// <summary>The shape of <paramref name="diff"/>; a value that is not an object has none that could be merged.</summary>
    public static DiffShape Of(TapeValue diff)
    {
        TapeValue added = default, removed = default, changed = default;
        TapeValue? nested = null;
        var marks = diff.IsObject ? Marks.None : Marks.Foreign;
        if (!diff.IsObject) return new DiffShape(added, removed, changed, nested, marks);

        foreach (var member in diff.Members)
        {
            var value = member.Value;
            var type = value.Type;
            var name = member.Name;
            if (type == JsonTokenType.StartObject && name.SequenceEqual("added"u8)) (added, marks) = (value, marks | Marks.Added);
            else if (type == JsonTokenType.StartArray && name.SequenceEqual("removed"u8)) (removed, marks) = (value, marks | Marks.Removed);
            else if (type == JsonTokenType.StartObject && name.SequenceEqual("changed"u8))
                (changed, marks) = (value, marks | Marks.Changed);
            else if (type == JsonTokenType.StartObject && name.SequenceEqual("nested"u8)) nested = value;
            else if (name.SequenceEqual("_truncated"u8)) marks |= value.IsTrue ? Marks.Truncated : Marks.None;
            else if (!name.SequenceEqual("truncated_reasons"u8)) marks |= Marks.Foreign | PanelOpMark(name);
        }

        return new DiffShape(added, removed, changed, nested, marks);
    }

    private static Marks PanelOpMark(ReadOnlySpan<byte> name) =>
        name.SequenceEqual("panel"u8) ? Marks.Panel : name.SequenceEqual("op"u8) ? Marks.Op : Marks.None;
}
