using System.Buffers;
using PanelActors.Configuration;
using PanelActors.Tree;

namespace PanelActors.Protocol.Encode;

/// <summary>
/// A change of panels in the relay's normal form (specification 5.5): one merge patch for all that RFC 7396 can express, and a
/// <c>panel_op</c> <c>full</c> for each panel that it cannot.
/// </summary>
internal static class PanelDiffs
{
    /// <summary>A diff that changes nothing, and confirms the panels.</summary>
    public static readonly EventPayload Nothing = new(EventKinds.PanelDiff, "{\"diff\":{}}"u8.ToArray());

    // Panels with these names can make a merge patch look like another form of diff.
    private static readonly PanelKey[] Telling = [PanelKey.Of("panel"), PanelKey.Of("added"), PanelKey.Of("_truncated")];

    [ThreadStatic]
    private static JsonBuffer? _buffer;

    /// <summary>The diffs from one status to the next, none where nothing differs; null where no diff can express it.</summary>
    public static List<EventPayload>? Between(PanelObject before, PanelObject after)
    {
        var buffer = _buffer ??= new JsonBuffer();
        buffer.Clear();
        var unsayable = new List<PanelKey>();
        buffer.Write("{\"diff\":"u8);
        var start = buffer.Length;
        var changes = new List<EventPayload>();
        if (MergePatch.Write(before, after, buffer, unsayable) > 0)
        {
            if (IsMistakable(before, after) && !IsPlain(buffer.Written[start..])) return null;
            buffer.Write("}"u8);
            changes.Add(new EventPayload(EventKinds.PanelDiff, buffer.Written.ToArray()));
        }

        foreach (var panel in unsayable)
        {
            // A panel_op needs a name.
            if (panel.Utf8.IsEmpty) return null;
            buffer.Clear();
            buffer.Write("{\"diff\":{\"panel\":"u8);
            buffer.Write(panel.Json[..^1]);
            buffer.Write(",\"op\":\"full\",\"data\":"u8);
            after.Find(panel)!.WriteTo(buffer);
            buffer.Write("}}"u8);
            changes.Add(new EventPayload(EventKinds.PanelDiff, buffer.Written.ToArray()));
        }

        return changes;
    }

    private static bool IsMistakable(PanelObject before, PanelObject after)
    {
        foreach (var key in Telling)
        {
            if (before.Find(key) is not null || after.Find(key) is not null) return true;
        }

        return false;
    }

    private static bool IsPlain(ReadOnlySpan<byte> patch)
    {
        var tape = new JsonTape(maxDepth: 1024);
        if (tape.Parse(patch.ToArray()) != JsonFault.None) return false;
        var shape = DiffShape.Of(tape.Root);
        return shape.Form == DiffForm.MergePatch && !shape.IsTruncated;
    }
}
