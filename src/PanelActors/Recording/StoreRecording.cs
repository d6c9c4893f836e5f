using PanelActors.Persistence;
using PanelActors.Sources;

namespace PanelActors.Recording;

/// <summary>
/// The recording of one source, as the source sees it: what is noted waits in the writer's queue. What finds no room there is counted, and
/// the recording shows a gap. For any thread.
/// </summary>
internal sealed class StoreRecording(RecordingWriter writer, RecordedSettings settings) : ISourceRecorder
{
    private readonly Lock _gate = new();
    private long _lostItems;
    private long _lostBytes;
    private volatile bool _wantsMark = true;
    private bool _isMarked;

    /// <summary>How the source is read.</summary>
    public RecordedSettings Settings => settings;

    /// <inheritdoc/>
    public bool WantsMark => _wantsMark;

    /// <inheritdoc/>
    public void Restart()
    {
        lock (_gate) (_isMarked, _wantsMark) = (false, true);
    }

    /// <summary>Asks for a mark. Only the writer calls this.</summary>
    internal void AskForMark() => _wantsMark = true;

    /// <inheritdoc/>
    public void Note(SourceItem item)
    {
        // One order for the queue and for what was lost between.
        lock (_gate)
        {
            var bytes = BytesOf(item);
            if (item is SourceItem.Mark mark && StateCodec.Fits(mark.Source.State))
            {
                item = mark with { IsContinued = _isMarked && _lostItems == 0 };
                (_isMarked, _wantsMark) = (true, false);
            }
            else if (item is SourceItem.Mark || (!_isMarked && item is not (SourceItem.Answered or SourceItem.Closed)))
            {
                // A state that is too large to be written, or something without a state before it that it could change.
                Lose(bytes);
                return;
            }

            if (_lostItems > 0 && item is not SourceItem.Mark)
            {
                Lose(bytes);
                return;
            }

            if (_lostItems > 0)
            {
                if (!writer.TryAdd(this, new Record.Gap(item.At, _lostItems, _lostBytes), 0, always: true)) return;
                (_lostItems, _lostBytes) = (0, 0);
            }

            if (writer.TryAdd(this, new Record.Item(item), bytes)) return;
            Lose(bytes);
        }
    }

    /// <summary>What was written is lost: the file failed. Only the writer calls this.</summary>
    internal void Fail(long items, long bytes)
    {
        lock (_gate)
        {
            _lostItems += items;
            _lostBytes += bytes;
            _wantsMark = true;
        }

        writer.CountLost(settings.Source, items);
    }

    private void Lose(long bytes)
    {
        _lostItems++;
        _lostBytes += bytes;
        _wantsMark = true;
        writer.CountLost(settings.Source, 1);
    }

    /// <summary>The bytes of the feed in a record.</summary>
    internal static long BytesOf(Record record) => record is Record.Item { What: var item } ? BytesOf(item) : 0;

    private static long BytesOf(SourceItem item) => item switch
    {
        SourceItem.Read read => read.Bytes.Length,
        SourceItem.Fetched fetched => fetched.Document.Json.Length,
        _ => 0,
    };
}
