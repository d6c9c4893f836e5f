using System.Buffers;
using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace PanelActors.Tree;

/// <summary>
/// Computes <see cref="ContentHash"/>. A value is spelled in a prefix-free form. An object is spelled as the hash of its members in name
/// order, so that a changed object reuses the hashes of the members that did not change.
/// </summary>
internal static class CanonicalHasher
{
    public static ContentHash Hash(PanelNode node)
    {
        if (node is PanelObject known) return HashObject(known);
        var spelled = new ArrayBufferWriter<byte>();
        Spell(((PanelLeaf)node).Json, spelled);
        return Digest(spelled);
    }

    private static ContentHash HashObject(PanelObject node)
    {
        if (Volatile.Read(ref node.CachedHash) is { } cached) return cached;

        var hash = HashMembers(node.UnsplitJson is { IsEmpty: false } json ? SpellMembers(json) : SpellMembers(node.Members));
        Volatile.Write(ref node.CachedHash, hash);
        return hash;
    }

    private static List<(PanelKey Key, byte[] Value)> SpellMembers(NodeMap members)
    {
        var spelled = new List<(PanelKey, byte[])>(members.Count);
        var value = new ArrayBufferWriter<byte>();
        foreach (var (key, node) in members)
        {
            value.ResetWrittenCount();
            if (node is PanelObject child) SpellObject(HashObject(child), value);
            else Spell(((PanelLeaf)node).Json, value);
            spelled.Add((key, value.WrittenSpan.ToArray()));
        }

        return spelled;
    }

    private static List<(PanelKey Key, byte[] Value)> SpellMembers(ReadOnlySpan<byte> json)
    {
        var reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = int.MaxValue });
        reader.Read();
        return SpellMembers(ref reader);
    }

    private static List<(PanelKey Key, byte[] Value)> SpellMembers(ref Utf8JsonReader reader)
    {
        var spelled = new List<(PanelKey, byte[])>();
        var value = new ArrayBufferWriter<byte>();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var key = PanelKey.Of(Text(ref reader));
            reader.Read();
            value.ResetWrittenCount();
            Spell(ref reader, value);
            spelled.Add((key, value.WrittenSpan.ToArray()));
        }

        return spelled;
    }

    private static ContentHash HashMembers(List<(PanelKey Key, byte[] Value)> members)
    {
        members.Sort(static (left, right) => left.Key.CompareTo(right.Key));
        var spelled = new ArrayBufferWriter<byte>();
        foreach (var (key, value) in members)
        {
            WriteText(key.Utf8, spelled);
            spelled.Write(value);
        }

        return Digest(spelled);
    }

    private static void Spell(ReadOnlySpan<byte> json, ArrayBufferWriter<byte> output)
    {
        var reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = int.MaxValue });
        reader.Read();
        Spell(ref reader, output);
    }

    private static void Spell(ref Utf8JsonReader reader, ArrayBufferWriter<byte> output)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.String:
                output.Write("s"u8);
                WriteText(Text(ref reader), output);
                break;

            case JsonTokenType.Number:
                output.Write("#"u8);
                WriteText(Encoding.ASCII.GetBytes(CanonicalNumber.Of(reader.ValueSpan)), output);
                break;

            case JsonTokenType.StartArray:
                output.Write("["u8);
                while (reader.Read() && reader.TokenType != JsonTokenType.EndArray) Spell(ref reader, output);
                output.Write("]"u8);
                break;

            case JsonTokenType.StartObject:
                SpellObject(HashMembers(SpellMembers(ref reader)), output);
                break;

            default:
                // true, false and null differ in their first letter, and no other form begins with one of these.
                output.Write(reader.ValueSpan[..1]);
                break;
        }
    }

    private static void SpellObject(ContentHash hash, ArrayBufferWriter<byte> output)
    {
        output.Write("{"u8);
        hash.CopyTo(output.GetSpan(ContentHash.Length));
        output.Advance(ContentHash.Length);
    }

    private static void WriteText(ReadOnlySpan<byte> text, ArrayBufferWriter<byte> output)
    {
        BinaryPrimitives.WriteInt32BigEndian(output.GetSpan(sizeof(int)), text.Length);
        output.Advance(sizeof(int));
        output.Write(text);
    }

    private static ReadOnlySpan<byte> Text(ref Utf8JsonReader reader) =>
        reader.ValueIsEscaped ? JsonText.Unescape(reader.ValueSpan) : reader.ValueSpan;

    private static ContentHash Digest(ArrayBufferWriter<byte> spelled)
    {
        Span<byte> digest = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(spelled.WrittenSpan, digest);
        return new ContentHash(BinaryPrimitives.ReadUInt128BigEndian(digest));
    }
}
