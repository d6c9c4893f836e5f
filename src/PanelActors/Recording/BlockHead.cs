using System.Buffers.Binary;
using System.IO.Hashing;

namespace PanelActors.Recording;

/// <summary>
/// The head of a block: a skippable frame of Zstandard (RFC 8878, 3.1.2), so that <c>zstd -dc</c> prints a whole segment. All numbers are
/// little-endian.
/// </summary>
/// <param name="HasMark">Whether the block begins with a mark, so that reading can begin there.</param>
/// <param name="At">When its first record was made, in ticks of UTC.</param>
/// <param name="Packed">Bytes of the compressed frame that follows; at least 1.</param>
/// <param name="Length">Bytes of the records in it.</param>
internal readonly record struct BlockHead(bool HasMark, long At, int Packed, int Length)
{
    /// <summary>Bytes of a head.</summary>
    public const int Size = 40;

    /// <summary>The version that is written.</summary>
    public const byte Version = 1;

    /// <summary>The most that the records of a block may be together, in bytes.</summary>
    public const int MaxLength = 1 << 30;

    private const uint SkippableFrame = 0x184D2A5D;
    private const int ContentSize = Size - 8;
    private const int HashAt = 32;
    private const int MarkFlag = 1;

    private static ReadOnlySpan<byte> Name => "PArc"u8;

    /// <summary>Whether <paramref name="block"/>, a head and its compressed frame, is what was written.</summary>
    public static bool IsSound(ReadOnlySpan<byte> block) => BinaryPrimitives.ReadUInt64LittleEndian(block[HashAt..]) == HashOf(block);

    /// <summary>Writes the head into the first <see cref="Size"/> bytes of <paramref name="into"/>, whose rest is the frame.</summary>
    public void Write(Span<byte> into)
    {
        BinaryPrimitives.WriteUInt32LittleEndian(into, SkippableFrame);
        BinaryPrimitives.WriteInt32LittleEndian(into[4..], ContentSize);
        Name.CopyTo(into[8..]);
        into[12] = Version;
        into[13] = (byte)(HasMark ? MarkFlag : 0);
        into[14..16].Clear();
        BinaryPrimitives.WriteInt64LittleEndian(into[16..], At);
        BinaryPrimitives.WriteInt32LittleEndian(into[24..], Packed);
        BinaryPrimitives.WriteInt32LittleEndian(into[28..], Length);
        BinaryPrimitives.WriteUInt64LittleEndian(into[HashAt..], HashOf(into[..(Size + Packed)]));
    }

    /// <summary>Reads the first <see cref="Size"/> bytes; what is wrong with them otherwise.</summary>
    public static RecordingFault Read(ReadOnlySpan<byte> from, out BlockHead head)
    {
        head = default;
        if (BinaryPrimitives.ReadUInt32LittleEndian(from) != SkippableFrame || !from[8..].StartsWith(Name))
            return RecordingFault.NotARecording;
        if (from[12] > Version) return RecordingFault.Newer;
        head = new BlockHead(
            (from[13] & MarkFlag) != 0, BinaryPrimitives.ReadInt64LittleEndian(from[16..]),
            BinaryPrimitives.ReadInt32LittleEndian(from[24..]), BinaryPrimitives.ReadInt32LittleEndian(from[28..]));
        return from[12] == 0 || BinaryPrimitives.ReadInt32LittleEndian(from[4..]) != ContentSize || head.Packed < 1
            || head.Length is < 1 or > MaxLength
            || head.At < 0 || head.At > DateTime.MaxValue.Ticks
            ? RecordingFault.Damaged : RecordingFault.None;
    }

    // Of everything but itself.
    private static ulong HashOf(ReadOnlySpan<byte> block)
    {
        var hash = new XxHash3();
        hash.Append(block[..HashAt]);
        hash.Append(block[Size..]);
        return hash.GetCurrentHashAsUInt64();
    }
}
