using System.Text;
using Akka.Actor;
using PanelActors.Configuration;
using PanelActors.Persistence;
using PanelActors.Protocol;
using PanelActors.Protocol.Decode;
using PanelActors.Protocol.Sse;
using PanelActors.Sources;
using PanelActors.State;

namespace PanelActors.Recording;

/// <summary>
/// Has a recording go through the pipeline again: the same records lead through the same states. What is not known, before the first mark
/// and behind a gap, is left out until the next mark. Not safe for concurrent use.
/// </summary>
/// <param name="accounts">Hears what becomes of each event.</param>
internal sealed class RecordingPlayer(IEventAccounts accounts)
{
    private readonly Dictionary<int, BatchesStarted> _begun = [];
    private SourceState? _source;
    private ConnectionDecoder? _decoder;

    /// <summary>How the source was read; null before the first segment.</summary>
    public RecordedSettings? Settings { get; private set; }

    /// <summary>What readers saw; null where that is not known.</summary>
    public PanelState? State => _source?.State;

    /// <summary>The event id in force; null where there is none, or it is not known.</summary>
    public EventId? LastEventId => _source?.LastEventId;

    /// <summary>Whether all bytes so far belong to events that are over.</summary>
    public bool IsBetweenEvents => _decoder?.IsBetweenEvents ?? true;

    /// <summary>What the connection has been shown to speak.</summary>
    public Dialect Dialect => _decoder?.Dialect ?? Dialect.Auto;

    /// <summary>Marks that the records before them did not lead to: 0, or the recording was not made by this pipeline.</summary>
    public int Mismatches { get; private set; }

    /// <summary>Plays the next record.</summary>
    /// <param name="record">The record.</param>
    /// <param name="steps">Takes the states on the way; null where they are not wanted.</param>
    public void Play(Record record, List<PanelState>? steps = null)
    {
        switch (record)
        {
            case Record.Begin begin: Settings = begin.Settings; break;
            case Record.Gap: _source = null; break;
            case Record.Item { What: SourceItem.Mark mark } when Settings is { } settings: Resume(mark, settings); break;
            case Record.Item { What: var item } when _source is { } source: Play(source, item, steps); break;
        }
    }

    private void Play(SourceState source, SourceItem item, List<PanelState>? steps)
    {
        switch (item)
        {
            case SourceItem.Started started:
                _begun[started.Begin.Attempt] = started.Begin;
                source.Start(started.Begin);
                break;
            case SourceItem.Read read: source.Take(BatchOf(read), read.At, steps); break;
            case SourceItem.Fetched fetched:
                if (BatchOf(fetched) is { } batch) source.Take(batch, fetched.At, steps);
                break;
            case SourceItem.Need need: source.RaiseNeed(need.Reason); break;
            case SourceItem.Paused paused: source.Pause(paused.Attempt, paused.At); break;
            case SourceItem.Ended ended: source.End(ended.Attempt, ended.IsBroken, ended.At); break;
        }
    }

    private void Resume(SourceItem.Mark item, RecordedSettings settings)
    {
        var mark = item.Source;
        if (item.IsContinued && _source?.Mark is { } led && !AreAlike(led, mark)) Mismatches++;
        _source = new SourceState(new StateLimits(settings.FollowupAlerts, settings.MaxStateBytes), TimeProvider.System, accounts);
        _source.Resume(mark);
        if (_decoder?.Attempt == mark.Stream.Attempt && item.IsContinued) return;
        _decoder = new ConnectionDecoder(settings, mark.Stream.Attempt, mark.LastEventId, mark.Dialect, isBegun: true);
    }

    private EventBatch BatchOf(SourceItem.Read read)
    {
        if (_decoder?.Attempt != read.Attempt)
        {
            var resumedAfter = _begun.GetValueOrDefault(read.Attempt)?.ResumedAfter;
            _decoder = new ConnectionDecoder(Settings!, read.Attempt, resumedAfter, Settings!.Dialect, isBegun: false);
            _begun.Clear();
        }

        return _decoder.Decode(read);
    }

    private EventBatch? BatchOf(SourceItem.Fetched fetched)
    {
        var settings = Settings!;
        var decoder = new PanelEventDecoder(settings.DiffForm, settings.MaxDepth, settings.TrustsPublishTime);
        if (decoder.DecodeBaseline(fetched.Document.Json, fetched.Document.IsBare) is not PanelFullEvent full) return null;
        return new EventBatch(fetched.Attempt, ActorRefs.Nobody, [full], fetched.Position, null, 0)
        {
            UpstreamNow = fetched.At + fetched.Ahead,
            Document = fetched.Document,
        };
    }

    private static bool AreAlike(SourceMark one, SourceMark other) =>
        one.State.UpstreamHealth == other.State.UpstreamHealth
        && StateCodec.Encode(Stored(one)).AsSpan().SequenceEqual(StateCodec.Encode(Stored(other)));

    private static StoredState Stored(SourceMark mark) => new(mark.State, mark.LastEventId, "") { Baselines = mark.Baselines };

    /// <summary>Reads one connection, as the graph of the ingest does.</summary>
    private sealed class ConnectionDecoder
    {
        private readonly SseDecoder _frames;
        private readonly PanelEventDecoder _events;
        private readonly SseBatch _batch = new();

        public ConnectionDecoder(RecordedSettings settings, int attempt, EventId? lastEventId, Dialect dialect, bool isBegun)
        {
            Attempt = attempt;
            _frames = new SseDecoder(settings.MaxEventBytes, Encoding.UTF8.GetBytes(lastEventId?.ToString() ?? ""));
            _events = new PanelEventDecoder(
                settings.DiffForm, settings.MaxDepth, settings.TrustsPublishTime, dialect == Dialect.Auto ? settings.Dialect : dialect);
            // A mark of the bytes' order means something at the begin of a stream only.
            if (isBegun) _frames.Decode("\n"u8.ToArray(), _batch);
        }

        public int Attempt { get; }

        public bool IsBetweenEvents => _frames.IsBetweenEvents;

        public Dialect Dialect => _events.Dialect;

        public EventBatch Decode(SourceItem.Read read)
        {
            _batch.Clear();
            _frames.Decode(read.Bytes, _batch);
            var events = _events.Decode(_batch);
            var lastEventId = _events.Dialect == Dialect.Summary ? null : EventId.PositionOf(_batch.LastEventId.Span);
            return new EventBatch(Attempt, ActorRefs.Nobody, events, lastEventId, _batch.Retry, read.Bytes.Length)
            {
                Dialect = _events.Dialect,
                UpstreamNow = read.At + read.Ahead,
                IsWhole = _frames.IsBetweenEvents,
            };
        }
    }
}
