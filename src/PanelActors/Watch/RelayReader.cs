using System.Text;
using System.Text.Json;
using PanelActors.Configuration;
using PanelActors.Protocol;
using PanelActors.Protocol.Decode;
using PanelActors.Protocol.Encode;
using PanelActors.Protocol.Sse;
using PanelActors.Tree;

namespace PanelActors.Watch;

/// <summary>The bytes of one relay connection as inputs. A relay speaks the upstream protocol, so the same decoders read it.</summary>
internal sealed class RelayReader(string? lastEventId = null)
{
    // A baseline is as large as a store, not as an event.
    private const int MaxEventBytes = 512 << 20;
    private const int MaxDepth = 1024;
    private const string Conflated = "conflated";

    private readonly SseDecoder _frames = new(MaxEventBytes, Encoding.UTF8.GetBytes(lastEventId ?? ""));
    private readonly PanelEventDecoder _events = new(DiffForm.Auto, MaxDepth, dialect: Dialect.Panels);
    private readonly JsonTape _tape = new(MaxDepth);
    private readonly SseBatch _batch = new();
    private bool _startsOver;

    /// <summary>After which event to go on; null before the first.</summary>
    public string? LastEventId { get; private set; } = lastEventId;

    /// <summary>How long the relay asks to wait before the next attempt.</summary>
    public TimeSpan? Retry { get; private set; }

    /// <summary>The inputs that <paramref name="chunk"/> completed. Its bytes must never change afterwards.</summary>
    public IReadOnlyList<WatchInput> Read(ReadOnlyMemory<byte> chunk)
    {
        _batch.Clear();
        _frames.Decode(chunk, _batch);
        Retry = _batch.Retry ?? Retry;
        var id = Encoding.UTF8.GetString(_batch.LastEventId.Span);
        // An empty id takes the one before out of force, wherever the bytes were cut.
        LastEventId = id.Length > 0 ? id : null;
        return [.. _batch.Frames.Select(frame => Read(frame))];
    }

    private WatchInput Read(SseFrame frame) => frame switch
    {
        { Kind: SseFrameKind.Comment } => new WatchInput.Alive(),
        { Kind: SseFrameKind.Oversized } => new WatchInput.Event(_events.Decode(frame)),
        { EventType: EventKindNames.Hello } => Payload(frame) is { } hello ? ReadHello(hello) : Lost(),
        { EventType: EventKindNames.Heartbeat } =>
            Payload(frame) is { } beat && ReadBeat(beat) is { } body ? new WatchInput.Beat(body) : Lost(),
        { EventType: EventKindNames.Bye } => new WatchInput.Alive(),
        _ => ReadEvent(frame),
    };

    private WatchInput.Hello ReadHello(TapeValue payload)
    {
        var store = payload.TryGet("store"u8, out var name) ? name.AsString() ?? "" : "";
        var resumed = payload.TryGet("resumed"u8, out var value) && value.IsTrue;
        _startsOver = !resumed;
        return new WatchInput.Hello(store, resumed);
    }

    private static HeartbeatBody? ReadBeat(TapeValue payload)
    {
        try
        {
            return JsonSerializer.Deserialize(payload.Json.Span, HeartbeatJson.Default.HeartbeatBody);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private WatchInput.Event ReadEvent(SseFrame frame)
    {
        var content = _events.Decode(frame);
        if (content is not PanelFullEvent) return new WatchInput.Event(content);
        var isConflated = Payload(frame) is { } body && body.TryGet("reason"u8, out var reason) && reason.AsString() == Conflated;
        var startsOver = _startsOver || isConflated;
        _startsOver = false;
        return new WatchInput.Event(content, startsOver);
    }

    private TapeValue? Payload(SseFrame frame) =>
        _tape.Parse(frame.Data) == JsonFault.None && _tape.Root.TryGet("payload"u8, out var payload) && payload.IsObject ? payload : null;

    // A frame that cannot be read may have been any event.
    private static WatchInput.Event Lost() => new(new LostEvent(LossReasons.BadPayload, NeedsFull: false));
}
