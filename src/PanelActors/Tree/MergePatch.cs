using System.Buffers;
using System.Text.Json;

namespace PanelActors.Tree;

/// <summary>
/// The change from one object to another as an RFC 7396 merge patch. It costs what differs: what two versions of a tree share is skipped.
/// A merge patch cannot express every change, since it cannot set a member to <c>null</c>.
/// </summary>
internal static class MergePatch
{
    private enum Change
    {
        None,
        Written,
        Inexpressible,
    }

    /// <summary>
    /// Writes the patch from <paramref name="before"/> to <paramref name="after"/>, <c>{}</c> where nothing differs. Members whose change
    /// it cannot express are left out and added to <paramref name="inexpressible"/>; they exist in <paramref name="after"/>.
    /// </summary>
    /// <returns>How many members the patch has.</returns>
    public static int Write(PanelObject before, PanelObject after, JsonBuffer output, List<PanelKey> inexpressible)
    {
        output.Write("{"u8);
        var count = 0;
        foreach (var key in after.Members.ChangedKeys(before.Members))
        {
            var mark = output.Length;
            WriteName(key, count, output);
            var change = WriteChange(before.Find(key), after.Find(key), output);
            if (change == Change.Written)
            {
                count++;
                continue;
            }

            output.Truncate(mark);
            if (change == Change.Inexpressible) inexpressible.Add(key);
        }

        output.Write("}"u8);
        return count;
    }

    private static Change WriteChange(PanelNode? before, PanelNode? after, JsonBuffer output)
    {
        if (after is null)
        {
            output.Write("null"u8);
            return Change.Written;
        }

        if (before is not null && IsSame(before, after)) return Change.None;
        if (before is PanelObject from && after is PanelObject to) return WriteObject(from, to, output);
        if (WouldLoseNull(after)) return Change.Inexpressible;
        after.WriteTo(output);
        return Change.Written;
    }

    private static Change WriteObject(PanelObject before, PanelObject after, JsonBuffer output)
    {
        output.Write("{"u8);
        var count = 0;
        foreach (var key in after.Members.ChangedKeys(before.Members))
        {
            var mark = output.Length;
            WriteName(key, count, output);
            switch (WriteChange(before.Find(key), after.Find(key), output))
            {
                case Change.Inexpressible: return Change.Inexpressible;
                case Change.Written: count++; break;
                default: output.Truncate(mark); break;
            }
        }

        output.Write("}"u8);
        return count == 0 ? Change.None : Change.Written;
    }

    private static void WriteName(PanelKey key, int before, JsonBuffer output)
    {
        if (before > 0) output.Write(","u8);
        output.Write(key.Json);
    }

    // Same text, or same hash where both are cached. Otherwise comparing members is cheaper than computing hashes.
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
        // The text was accepted under a limit of depth before.
        var reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = int.MaxValue });
        while (reader.Read())
        {
            if (reader.TokenType == JsonTokenType.StartArray) reader.Skip();
            else if (reader.TokenType == JsonTokenType.Null) return true;
        }

        return false;
    }
}
