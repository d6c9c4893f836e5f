using System.Buffers;
using ZstdSharp;

namespace PanelActors.Recording;

/// <summary>
/// Writes one segment: records gather to a block, and a block is written as a whole. What was written is the system's as soon as
/// <see cref="Flush"/> returns, and the disk's after <see cref="Sync"/>. Not safe for concurrent use.
/// </summary>
internal sealed class SegmentWriter : IDisposable
{
    /// <summary>A block is written when its records are this many bytes.</summary>
    public const int BlockBytes = 256 * 1024;

    // Memory for an unusually large block is not kept.
    private const int MaxKept = 4 * 1024 * 1024;

    private readonly FileStream _file;
    private readonly Compressor _compressor;
    private ArrayBufferWriter<byte> _records = new(BlockBytes);
    private byte[] _block = [];
    private DateTimeOffset _at;
    private bool _hasMark;

    /// <summary>Begins a segment in a file that is new.</summary>
    /// <exception cref="IOException">There is such a file, or it cannot be made.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be made.</exception>
    public SegmentWriter(string path, Compressor compressor)
    {
        (Path, _compressor) = (path, compressor);
        _file = new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.Read, bufferSize: 0);
    }

    /// <summary>The file.</summary>
    public string Path { get; }

    /// <summary>Bytes written.</summary>
    public long Written { get; private set; }

    /// <summary>Bytes of records since the latest mark.</summary>
    public long SinceMark { get; private set; }

    /// <summary>Bytes of the latest mark.</summary>
    public long MarkBytes { get; private set; }

    /// <summary>Adds a record; it is written with its block.</summary>
    /// <exception cref="IOException">The block could not be written; the segment is of no further use.</exception>
    public void Add(Record record)
    {
        var isMark = record is Record.Item { What: Sources.SourceItem.Mark };
        if (isMark) Flush();
        if (_records.WrittenCount == 0) (_at, _hasMark) = (record.At, isMark);
        var before = _records.WrittenCount;
        RecordWriter.Write(record, _records);
        var added = _records.WrittenCount - before;
        (SinceMark, MarkBytes) = isMark ? (0, added) : (SinceMark + added, MarkBytes);
        if (_records.WrittenCount >= BlockBytes) Flush();
    }

    /// <summary>Writes what was added.</summary>
    /// <exception cref="IOException">It could not be written; the segment is of no further use.</exception>
    public void Flush()
    {
        var records = _records.WrittenSpan;
        if (records.IsEmpty) return;
        var needed = BlockHead.Size + Compressor.GetCompressBound(records.Length);
        if (_block.Length < needed) _block = GC.AllocateUninitializedArray<byte>(needed);
        var packed = _compressor.Wrap(records, _block.AsSpan(BlockHead.Size));
        new BlockHead(_hasMark, _at.UtcTicks, packed, records.Length).Write(_block);
        _file.Write(_block, 0, BlockHead.Size + packed);
        Written += BlockHead.Size + packed;
        _records.ResetWrittenCount();
        if (_records.Capacity > MaxKept) _records = new ArrayBufferWriter<byte>(BlockBytes);
        if (_block.Length > MaxKept) _block = [];
    }

    /// <summary>Has what was written reach the disk.</summary>
    /// <exception cref="IOException">It did not.</exception>
    public void Sync() => _file.Flush(flushToDisk: true);

    /// <summary>
    /// Gives the segment up after a fault: what was written whole stays, and a file without anything goes, so that a disk that is full for
    /// long does not fill with names.
    /// </summary>
    /// <exception cref="IOException">The file stays as it is; its end is torn.</exception>
    /// <exception cref="UnauthorizedAccessException">As above.</exception>
    public void Abandon()
    {
        using (_file)
        {
            if (Written > 0) _file.SetLength(Written);
        }

        if (Written == 0) File.Delete(Path);
    }

    /// <summary>Closes the file. What was not flushed is lost.</summary>
    public void Dispose() => _file.Dispose();
}
