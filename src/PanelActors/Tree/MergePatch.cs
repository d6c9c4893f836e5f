using System.Buffers;
using System.Text.Json;

namespace PanelActors.Tree;

/// <summary>
/// What turns one object into another, as an RFC 7396 merge patch. Costs what differs: what two versions of a tree share is
/// not looked at. A merge patch cannot say every change: it has no way to set a member to <c>null</c>.
/// </summary>
internal static class MergePatch
{
    private enum Said
    {
        Nothing,
        Something,
        Unsayable,
    }

    /// <summary>
    /// Writes the patch from <paramref name="before"/> to <paramref name="after"/>, <c>{}</c> where nothing differs. Members
    /// whose change it cannot say are left out of it and added to <paramref name="unsayable"/>; they exist in
    /// <paramref name="after"/>.
    /// </summary>
    /// <returns>How many members the patch has.</returns>
    public static int Write(PanelObject before, PanelObject after, JsonBuffer output, List<PanelKey> unsayable)
    {
        output.Write("{"u8);
        var count = 0;
        foreach (var key in after.Members.Unlike(before.Members))
        {
            var mark = output.Length;
            WriteName(key, count, output);
            var said = WriteChange(before.Find(key), after.Find(key), output);
            if (said == Said.Something)
            {
                count++;
                continue;
            }

            output.Truncate(mark);
            if (said == Said.Unsayable) unsayable.Add(key);
        }

        output.Write("}"u8);
        return count;
    }

    private static Said WriteChange(PanelNode? before, PanelNode? after, JsonBuffer output)
    {
        if (after is null)
        {
            output.Write("null"u8);
            return Said.Something;
        }

        if (before is not null && IsSame(before, after)) return Said.Nothing;
        if (before is PanelObject from && after is PanelObject to) return WriteObject(from, to, output);
        if (WouldLoseNull(after)) return Said.Unsayable;
        after.WriteTo(output);
        return Said.Something;
    }

    private static Said WriteObject(PanelObject before, PanelObject after, JsonBuffer output)
    {
        output.Write("{"u8);
        var count = 0;
        foreach (var key in after.Members.Unlike(before.Members))
        {
            var mark = output.Length;
            WriteName(key, count, output);
            switch (WriteChange(before.Find(key), after.Find(key), output))
            {
                case Said.Unsayable: return Said.Unsayable;
                case Said.Something: count++; break;
                default: output.Truncate(mark); break;
            }
        }

        output.Write("}"u8);
        return count == 0 ? Said.Nothing : Said.Something;
    }

    private static void WriteName(PanelKey key, int before, JsonBuffer output)
    {
        if (before > 0) output.Write(","u8);
        output.Write(key.Json);
    }

    // Text that is the same, or content that is known to be: where a hash would have to be computed first, members are compared.
    private static bool IsSame(PanelNode before, PanelNode after) => (before, after) switch
    {
        (PanelLeaf from, PanelLeaf to) => from.Json.SequenceEqual(to.Json),
        (PanelObject from, PanelObject to) =>
            (!from.UnsplitJson.IsEmpty && from.UnsplitJson.SequenceEqual(to.UnsplitJson))
            || (from.CachedHash is { } known && to.CachedHash is { } other && known.Equals(other)),
        _ => false,
    };

    /// <summary>Whether a merge that sets <paramref name="value"/> would drop a <c>null</c> in it. Inside arrays it would not.</summary>
    private static bool WouldLoseNull(PanelNode value)
    {
        if (value is PanelLeaf leaf) return leaf.Json.SequenceEqual("null"u8);
        var node = (PanelObject)value;
        if (!node.UnsplitJson.IsEmpty) return HasNullMember(node.UnsplitJson);
        foreach (var (_, member) in node.Members)
        {
            if (WouldLoseNull(member)) return true;
        }

        return false;
    }

    private static bool HasNullMember(ReadOnlySpan<byte> json)
    {
        if (json.IndexOf("null"u8) < 0) return false;
        // No limit of its own: the text was accepted under one.
        var reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = int.MaxValue });
        while (reader.Read())
        {
            if (reader.TokenType == JsonTokenType.StartArray) reader.Skip();
            else if (reader.TokenType == JsonTokenType.Null) return true;
        }

        return false;
    }
}
