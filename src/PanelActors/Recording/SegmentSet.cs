using PanelActors.Configuration;
using PanelActors.Sources;
using PanelActors.Telemetry;
using ZstdSharp;

namespace PanelActors.Recording;

/// <summary>
/// The segments that are written now, one for each source at most. Not safe for concurrent use: the writer's thread calls it.
/// </summary>
internal sealed class SegmentSet(RecorderOptions options, RecordingMetrics metrics, TimeProvider time, ILogger log) : IDisposable
{
    // Records between two marks: so much is read at most to find the state of a moment.
    private const long MarkEvery = 8L * 1024 * 1024;

    // Smaller segments would be mostly heads and states.
    private const long MinSegmentBytes = 64 * 1024;

    private static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan BoundEvery = TimeSpan.FromMinutes(1);

    private readonly string _folder = Path.GetFullPath(options.Path);
    private readonly LogThrottle _throttle = new(time, TimeSpan.FromMinutes(1));
    private readonly Compressor _compressor = new();
    private readonly Dictionary<StoreRecording, OpenSegment> _open = [];
    private readonly Dictionary<StoreRecording, Record.Gap> _gaps = [];

    // Those that a fault cut off: a mark that waits for them already does not know of that.
    private readonly HashSet<StoreRecording> _cut = [];
    private volatile IReadOnlyCollection<StoreName> _writing = [];
    private FileStream? _claim;
    private long _syncedAt = time.GetTimestamp();
    private long? _boundedAt;
    private long? _failedAt;

    /// <summary>Writes a record of a source; where that fails it is lost, and the recording goes on with the next mark.</summary>
    public void Write(StoreRecording recording, Record record)
    {
        var isMark = record is Record.Item { What: SourceItem.Mark };
        if (_open.TryGetValue(recording, out var open))
        {
            if (record is Record.Gap || (isMark && open.Writer.Written >= SegmentBytes)) Close(recording, open, record);
            else Try(recording, open, () => Add(recording, open, record));
        }
        else if (record is Record.Gap gap)
        {
            // While writing fails again and again there are many, and one in the end.
            _gaps[recording] = _gaps.TryGetValue(recording, out var known)
                ? gap with { Items = known.Items + gap.Items, Bytes = known.Bytes + gap.Bytes } : gap;
        }
        else if (!isMark && record is Record.Item { What: not (SourceItem.Answered or SourceItem.Closed) })
        {
            // It was on its way here when what it belongs to was cut off.
            recording.Fail(1, StoreRecording.BytesOf(record));
        }

        if (!isMark || _open.ContainsKey(recording)) return;
        if (_failedAt is { } at && time.GetElapsedTime(at) < RetryAfter) recording.Fail(1, 0);
        else Try(recording, null, () => Open(recording, record));
    }

    /// <summary>Whether <paramref name="source"/> is being recorded. For any thread.</summary>
    public bool IsWriting(StoreName source) => _writing.Contains(source);

    /// <summary>Ends the recording of a source.</summary>
    public void End(StoreRecording recording)
    {
        if (_open.TryGetValue(recording, out var open)) Close(recording, open, null);
        _gaps.Remove(recording);
        _cut.Remove(recording);
    }

    /// <summary>Writes what has gathered, has it reach the disk when it is time, and keeps to the bounds.</summary>
    public void Flush()
    {
        var isTime = time.GetElapsedTime(_syncedAt) >= RecordingWriter.SyncEvery;
        foreach (var (recording, open) in _open.ToArray())
        {
            Try(recording, open, () =>
            {
                open.Writer.Flush();
                if (isTime && open.IsUnsynced) open.Writer.Sync();
            });
            open.IsUnsynced = !isTime;
            Count(recording, open);
        }

        _writing = [.. _open.Keys.Select(static recording => new StoreName(recording.Settings.Source))];
        if (isTime) _syncedAt = time.GetTimestamp();
        // What another daemon has written is not to be bounded here.
        if (_claim is not null && (_boundedAt is not { } at || time.GetElapsedTime(at) >= BoundEvery)) Bound();
    }

    /// <summary>Ends all segments.</summary>
    public void EndAll()
    {
        foreach (var (recording, open) in _open.ToArray()) Close(recording, open, null);
    }

    /// <summary>Lets go of the folder.</summary>
    public void Dispose()
    {
        _compressor.Dispose();
        _claim?.Dispose();
    }

    // Those that are written now cannot be deleted: all of them together have to be well within the bound.
    private long SegmentBytes =>
        Math.Min(options.SegmentBytes, Math.Max(MinSegmentBytes, options.MaxBytes / (2 * Math.Max(1, _open.Count))));

    private void Add(StoreRecording recording, OpenSegment open, Record record)
    {
        open.Writer.Add(record);
        open.Items++;
        if (open.Writer.SinceMark >= Math.Max(MarkEvery, 4 * open.Writer.MarkBytes) || open.Writer.Written >= SegmentBytes)
            recording.AskForMark();
    }

    private void Open(StoreRecording recording, Record mark)
    {
        // One daemon writes a folder: two would delete each other's segments, and mix up those of one name.
        Directory.CreateDirectory(_folder);
        _claim ??= new FileStream(Path.Combine(_folder, ".lock"), FileMode.OpenOrCreate, FileAccess.Write, FileShare.None);
        var folder = Path.Combine(_folder, recording.Settings.Source);
        Directory.CreateDirectory(folder);
        var begin = NextName(folder, mark.At);
        var open = new OpenSegment(new SegmentWriter(Path.Combine(folder, SegmentName.Of(begin)), _compressor));
        _open[recording] = open;
        open.Writer.Add(new Record.Begin(mark.At, ProductVersion.UserAgent, recording.Settings));
        if (_gaps.Remove(recording, out var gap)) open.Writer.Add(gap);
        open.Writer.Add(_cut.Remove(recording) ? Begun(mark) : mark);
        // At once: a disk that is full is found out before anything else is taken.
        open.Writer.Flush();
        _failedAt = null;
        Bound();
    }

    private static Record Begun(Record mark) =>
        mark is Record.Item { What: SourceItem.Mark item } ? new Record.Item(item with { IsContinued = false }) : mark;

    // Names go on growing where the clock was set back.
    private static DateTimeOffset NextName(string folder, DateTimeOffset time) =>
        SegmentName.In(folder) is [.., var last] && SegmentName.TimeOf(last) is { } before && before >= time
            ? before + TimeSpan.FromTicks(1) : time;

    private void Close(StoreRecording recording, OpenSegment open, Record? last)
    {
        Try(recording, open, () =>
        {
            if (last is Record.Gap) open.Writer.Add(last);
            open.Writer.Add(new Record.End(time.GetUtcNow()));
            open.Writer.Flush();
            open.Writer.Sync();
        });
        Count(recording, open);
        if (_open.Remove(recording)) open.Writer.Dispose();
    }

    private void Try(StoreRecording recording, OpenSegment? open, Action write)
    {
        try
        {
            write();
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            _failedAt = time.GetTimestamp();
            open ??= _open.GetValueOrDefault(recording);
            if (_open.Remove(recording)) Abandon(open!);
            _cut.Add(recording);
            recording.Fail(Math.Max(1, open?.Items ?? 0), 0);
            if (_throttle.TryPass("write", out var heldBack))
            {
                log.LogWarning(
                    "The recording of {Source} cannot be written and has a gap: {Fault}{More:l}", recording.Settings.Source, fault.Message,
                    LogThrottle.More(heldBack));
            }
        }
    }

    private static void Abandon(OpenSegment open)
    {
        try
        {
            open.Writer.Abandon();
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            // Its end stays torn, which every reader copes with; that writing failed is said by the caller.
        }
    }

    private void Count(StoreRecording recording, OpenSegment open)
    {
        metrics.Bytes.Add(recording.Settings.Source, amount: open.Writer.Written - open.Counted);
        (open.Counted, open.Items) = (open.Writer.Written, 0);
    }

    private void Bound()
    {
        _boundedAt = time.GetTimestamp();
        var written = _open.Values.Select(static open => open.Writer.Path).ToHashSet(StringComparer.Ordinal);
        foreach (var fault in new RecordingBounds(_folder, options, time).Keep(written))
        {
            if (_throttle.TryPass("delete", out var heldBack))
                log.LogWarning("An old recording cannot be deleted: {Fault}{More:l}", fault.Message, LogThrottle.More(heldBack));
        }
    }

    private sealed class OpenSegment(SegmentWriter writer)
    {
        public SegmentWriter Writer => writer;

        /// <summary>Items that were added and may not be written yet.</summary>
        public long Items { get; set; }

        /// <summary>Bytes that were counted.</summary>
        public long Counted { get; set; }

        /// <summary>Whether something may not have reached the disk.</summary>
        public bool IsUnsynced { get; set; } = true;
    }
}
