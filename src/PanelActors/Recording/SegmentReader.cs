using Microsoft.Win32.SafeHandles;
using ZstdSharp;

namespace PanelActors.Recording;

/// <summary>
/// Reads one segment, block by block. A block is read as a whole or not at all. A segment that is being written can be read; it
/// is then <see cref="RecordingFault.Torn"/>, or lacks its <see cref="Record.End"/>. Not safe for concurrent use.
/// </summary>
internal sealed class SegmentReader : IDisposable
{
    private readonly SafeFileHandle _file;
    private readonly Decompressor _decompressor = new();
    private readonly byte[] _head = new byte[BlockHead.Size];

    /// <summary>Opens the segment at <paramref name="path"/>.</summary>
    /// <exception cref="IOException">It cannot be opened.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be opened.</exception>
    public SegmentReader(string path)
    {
        Path = path;
        _file = File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
    }

    /// <summary>The file.</summary>
    public string Path { get; }

    /// <summary>Bytes of the file.</summary>
    public long Length => RandomAccess.GetLength(_file);

    /// <summary>Why there is no further block; <see cref="RecordingFault.None"/> at the end of the file.</summary>
    public RecordingFault Fault { get; private set; }

    /// <summary>Where the next block begins, or the fault is.</summary>
    public long Position { get; private set; }

    /// <summary>The records of the next block; null where there is none, for the reason in <see cref="Fault"/>.</summary>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public IReadOnlyList<Record>? ReadBlock()
    {
        if (ReadHead() is not { } head) return null;
        var block = GC.AllocateUninitializedArray<byte>(BlockHead.Size + head.Packed);
        if (ReadAll(block, Position) < block.Length) return Fail(RecordingFault.Torn);
        if (!BlockHead.IsSound(block) || Unpack(block.AsSpan(BlockHead.Size), head.Length) is not { } unpacked)
            return Fail(RecordingFault.Damaged);
        ReadOnlyMemory<byte> text = unpacked;
        var records = new List<Record>();
        while (!text.IsEmpty)
        {
            if (RecordReader.Read(ref text) is not { } record) return Fail(RecordingFault.Damaged);
            records.Add(record);
        }

        Position += BlockHead.Size + head.Packed;
        return records;
    }

    /// <summary>Looks again at what was torn: a block that is being written is whole soon.</summary>
    public void TryAgain()
    {
        if (Fault == RecordingFault.Torn) Fault = RecordingFault.None;
    }

    /// <summary>Moves to the last block, whatever it begins with. False where there is none.</summary>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public bool SeekLast()
    {
        var last = -1L;
        while (ReadHead() is { } head) (last, Position) = (Position, Position + BlockHead.Size + head.Packed);
        if (last < 0) return false;
        (Position, Fault) = (last, RecordingFault.None);
        return true;
    }

    /// <summary>
    /// Moves to the latest block that begins with a mark of <paramref name="time"/> or before, from where reading can begin; false where
    /// there is none, and the reader is where it was.
    /// </summary>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public bool Seek(DateTimeOffset time)
    {
        var (begun, fault, found) = (Position, Fault, -1L);
        while (ReadHead() is { } head)
        {
            if (head.HasMark)
            {
                // A clock that was set back puts later marks before: the first one that is too late ends the search.
                if (head.At > time.UtcTicks) break;
                found = Position;
            }

            Position += BlockHead.Size + head.Packed;
        }

        Fault = fault;
        Position = found < 0 ? begun : found;
        return found >= 0;
    }

    /// <summary>Closes the file.</summary>
    public void Dispose()
    {
        _decompressor.Dispose();
        _file.Dispose();
    }

    // The next head, with all of its block behind it.
    private BlockHead? ReadHead()
    {
        if (Fault != RecordingFault.None) return null;
        var read = ReadAll(_head, Position);
        if (read == 0 && Position > 0) return null;
        if (read < BlockHead.Size)
        {
            Fault = Position == 0 && !Looks(_head.AsSpan(0, read)) ? RecordingFault.NotARecording : RecordingFault.Torn;
            return null;
        }

        var fault = BlockHead.Read(_head, out var head);
        // Behind the first block every file is a recording.
        if (fault == RecordingFault.NotARecording && Position > 0) fault = RecordingFault.Damaged;
        if (fault == RecordingFault.None && Position + BlockHead.Size + head.Packed > Length) fault = RecordingFault.Torn;
        Fault = fault;
        return fault == RecordingFault.None ? head : null;
    }

    private int ReadAll(Span<byte> into, long at)
    {
        var read = 0;
        while (read < into.Length && RandomAccess.Read(_file, into[read..], at + read) is > 0 and var length) read += length;
        return read;
    }

    // A file that is shorter than a head was torn right at its begin, or is something else.
    private static bool Looks(ReadOnlySpan<byte> begin)
    {
        const int MarkEnd = 12;
        Span<byte> head = stackalloc byte[BlockHead.Size + 1];
        head.Clear();
        new BlockHead(false, 0, 1, 1).Write(head);
        return begin.Length > 0 && head[..MarkEnd].StartsWith(begin[..Math.Min(MarkEnd, begin.Length)]);
    }

    // An array and not a memory: of a memory, null would be one that is empty.
    private byte[]? Unpack(ReadOnlySpan<byte> packed, int length)
    {
        try
        {
            // Not more than the head says, whatever the frame claims.
            var text = GC.AllocateUninitializedArray<byte>(length);
            return _decompressor.Unwrap(packed, text) == length ? text : null;
        }
        catch (ZstdException)
        {
            return null;
        }
    }

    private IReadOnlyList<Record>? Fail(RecordingFault fault)
    {
        Fault = fault;
        return null;
    }
}
