using System.Text;
using System.Text.Json;
using PanelActors.Tree;

namespace PanelActors.Fuzz.Targets;

/// <summary>
/// The tape and the tree: what the tape accepts the platform's parser accepts too, and what is written of it reads as the same content.
/// </summary>
internal static class TreeTarget
{
    private const int MaxDepth = 64;

    public static void Run(ReadOnlySpan<byte> input)
    {
        var bytes = input.ToArray();
        var tape = new JsonTape(MaxDepth);
        var fault = tape.Parse(bytes);
        var accepted = PlatformAccepts(bytes);
        Require.That(fault != JsonFault.None || accepted, "the tape accepts what the platform does not");
        Require.That(fault != JsonFault.TooDeep || !accepted, "too deep, which the platform accepts");
        if (fault != JsonFault.None) return;

        var node = tape.Root.ToNode();
        var text = node.ToString();
        Require.Equal(Encoding.UTF8.GetByteCount(text), (int)node.Size, "the size");
        Require.That(text.AsSpan().IndexOfAny('\r', '\n') < 0, "a line break was written");
        var hash = ContentHash.Of(node).ToString();
        var again = PanelNode.Parse(text);
        Require.Equal(text, again.ToString(), "what was written, read and written");
        Require.Equal(hash, ContentHash.Of(again).ToString(), "the hash of what was written and read");
        if (node is PanelObject plain) CheckObject(plain, PanelObject.Of(tape.Root), hash);
        Require.That(tape.Parse(Encoding.UTF8.GetBytes(text)) == JsonFault.None, "the tape refuses what was written");
    }

    private static void CheckObject(PanelObject plain, PanelObject split, string hash)
    {
        Require.Equal(hash, ContentHash.Of(split).ToString(), "the hash of the split object");
        Require.Equal(Encoding.UTF8.GetByteCount(split.ToString()), (int)split.Size, "the size of the split object");
        Require.Equal(plain.Count, split.Count, "the number of members");
        var rebuilt = new NodeMap.Builder();
        foreach (var (key, value) in plain.Members)
        {
            Require.That(split.Find(key) is { } same && ContentHash.Of(same).Equals(ContentHash.Of(value)), "a member differs");
            rebuilt.Add(key, value);
        }

        var without = plain.Members;
        foreach (var (key, _) in plain.Members)
        {
            without = without.Remove(key);
            Require.That(without.Find(key) is null, "a removed member is found");
        }

        Require.Equal(0, without.Count, "what is left when all members are removed");
        Require.Equal(hash, ContentHash.Of(PanelObject.Empty.With(rebuilt.ToMap())).ToString(), "the hash of the rebuilt object");
    }

    private static bool PlatformAccepts(byte[] bytes)
    {
        try
        {
            using var document = JsonDocument.Parse(bytes, new JsonDocumentOptions { MaxDepth = MaxDepth });
            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
