using System.Buffers;
using System.IO.Pipelines;
using System.Text.Json.Nodes;
using PanelActors.Configuration;
using PanelActors.Protocol;
using PanelActors.Protocol.Decode;
using PanelActors.Protocol.Encode;
using PanelActors.Protocol.Sse;
using PanelActors.Relay;
using PanelActors.State;
using PanelActors.Tests.Support;
using PanelActors.Tree;

namespace PanelActors.Tests.Relay;

/// <summary>
/// A subscriber that reads as fast as the test allows, comes and goes, and holds every event against what the relay promises.
/// What it finds broken ends it with an exception.
/// </summary>
internal sealed class FollowingClient(StoreRelay relay, RelayOptions options, Market market, int pipeBytes) : IAsyncDisposable
{
    // How far the time between sending and reading may put the age of data off.
    private static readonly TimeSpan Transit = TimeSpan.FromSeconds(20);
    private static readonly PanelKey Counter = PanelKey.Of("n");

    private readonly SemaphoreSlim _permits = new(0);
    private CancellationTokenSource? _connection;
    private Task _running = Task.CompletedTask;
    private long _lastId;
    private long _n = -1;
    private bool _unsettled;
    private volatile bool _isIdle;
    private bool _expectsBaseline;

    /// <summary>What it holds, by the rules every reader of the protocol has.</summary>
    public PanelState State { get; private set; } = PanelState.Initial;

    public bool IsConnected => _connection is not null;

    public int Conflations { get; private set; }

    public int Resumptions { get; private set; }

    public int Refusals { get; private set; }

    /// <summary>Lets it read so many pieces more.</summary>
    public void Read(int pieces) => _permits.Release(pieces);

    /// <summary>Lets it read so many pieces more, and waits until it has, or finds nothing more to read.</summary>
    public async Task ReadNow(int pieces)
    {
        Read(pieces);
        if (!IsConnected) return;
        using var patience = new CancellationTokenSource(ScriptedUpstream.Patience);
        while (_permits.CurrentCount > 0 && !_isIdle && !_running.IsCompleted && !patience.IsCancellationRequested) await Task.Yield();
    }

    /// <summary>Comes, and is let in.</summary>
    public async Task Connect()
    {
        _connection = new CancellationTokenSource();
        var joined = new TaskCompletionSource();
        _running = RunAsync(joined, _connection.Token);
        await Task.WhenAny(joined.Task, _running).WaitAsync(ScriptedUpstream.Patience);
    }

    /// <summary>Goes away, in the middle of whatever it reads.</summary>
    public async Task Disconnect()
    {
        await _connection!.CancelAsync();
        await _running;
        _connection.Dispose();
        _connection = null;
    }

    public async ValueTask DisposeAsync()
    {
        if (IsConnected) await Disconnect();
        _permits.Dispose();
    }

    /// <summary>Fails if it found anything broken.</summary>
    public void ShouldBeContent()
    {
        if (_running.IsFaulted) _running.GetAwaiter().GetResult();
    }

    public bool HasConverged(PanelState state) =>
        State.Status is { } status && ContentHash.Of(status).Equals(ContentHash.Of(state.Status!))
        && State.SeverityCounts?.ToString() == state.SeverityCounts?.ToString()
        && ContentHash.Of(State.SeverityStates).Equals(ContentHash.Of(state.SeverityStates))
        && State.Followups.SequenceEqual(state.Followups);

    private async Task RunAsync(TaskCompletionSource joined, CancellationToken gone)
    {
        var pipe = new Pipe(new PipeOptions(
            pauseWriterThreshold: pipeBytes, resumeWriterThreshold: pipeBytes / 2, useSynchronizationContext: false));
        var writer = new MeasuredWriter(pipe.Writer);
        var client = new RelayClient(relay, EventKinds.All, options, TimeProvider.System, static () => { });
        var sending = SendAsync(client, writer, joined, gone);
        try
        {
            await ReceiveAsync(pipe.Reader, writer, gone);
        }
        catch (OperationCanceledException)
        {
            // It went away.
        }
        finally
        {
            await pipe.Reader.CompleteAsync();
            await sending;
        }
    }

    private async Task SendAsync(RelayClient client, MeasuredWriter writer, TaskCompletionSource joined, CancellationToken gone)
    {
        try
        {
            var request = new RelayRequest(EventKinds.All, _lastId == 0 ? null : _lastId, false, false);
            var welcome = await relay.JoinAsync(client, request, gone);
            joined.SetResult();
            await client.RunAsync(welcome, writer, gone);
        }
        catch (OperationCanceledException)
        {
            // It went away.
        }
        finally
        {
            relay.Leave(client);
            await writer.CompleteAsync();
        }
    }

    private async Task ReceiveAsync(PipeReader reader, MeasuredWriter writer, CancellationToken gone)
    {
        var frames = new SseDecoder(8 << 20);
        var events = new PanelEventDecoder(DiffForm.Auto, 64);
        while (true)
        {
            await _permits.WaitAsync(gone);
            var reading = reader.ReadAsync(gone);
            _isIdle = !reading.IsCompleted;
            var read = await reading;
            _isIdle = false;
            if (read.IsCompleted && read.Buffer.IsEmpty) return;
            var piece = read.Buffer.Slice(0, Math.Min(read.Buffer.Length, 2048)).ToArray();
            reader.AdvanceTo(read.Buffer.GetPosition(piece.Length));
            writer.Consumed(piece.Length);
            // Bounded: what waits for it is what the pipe may hold, and one write.
            writer.Outstanding.ShouldBeLessThan(pipeBytes + (192 * 1024));
            var batch = new SseBatch();
            frames.Decode(piece, batch);
            foreach (var frame in batch.Frames.Where(frame => frame.Kind == SseFrameKind.Event)) OnFrame(frame, events);
        }
    }

    private void OnFrame(SseFrame frame, PanelEventDecoder events)
    {
        var envelope = JsonNode.Parse(frame.Data.Span)!;
        var type = (string)envelope["type"]!;
        if ((long?)envelope["id"] is { } id)
        {
            // Ordered and unique, over all its connections.
            id.ShouldBeGreaterThan(_lastId);
            _lastId = id;
        }
        else
        {
            type.ShouldBeOneOf("hello", "heartbeat", "bye");
        }

        if (type == "hello") OnHello(envelope["payload"]!);
        else if (type == "heartbeat") OnHeartbeat(envelope);
        else if (type != "bye") OnEvent(type, envelope, events.Decode(frame));
    }

    private void OnHello(JsonNode payload)
    {
        // Resumable, or refused.
        var resumed = (bool)payload["resumed"]!;
        _expectsBaseline = !resumed;
        if (resumed) Resumptions++;
        else if ((string)payload["reason"]! != "connected") Refusals++;
    }

    private void OnHeartbeat(JsonNode envelope)
    {
        // Honest: neither newer data than there is, nor a better health than its age has.
        var payload = envelope["payload"]!;
        var age = (double?)payload["stale_seconds"];
        ((string)payload["health"]!).ShouldBe(age is null ? "init" : age >= 30 ? "stale" : age >= 10 ? "warn" : "ok");
        if (age is null) return;
        var published = (double)envelope["publish_unixtime"]!;
        (published - age.Value).ShouldBeLessThanOrEqualTo(market.LatestDataTime + 0.01);
    }

    private void OnEvent(string type, JsonNode envelope, PanelEvent panelEvent)
    {
        var now = DateTimeOffset.UtcNow;
        var (after, outcome, _) = State.Apply(panelEvent, now, market.Limits);
        if (panelEvent is not FollowupAlertEvent) outcome.Kind.ShouldBe(OutcomeKind.Applied, envelope.ToJsonString());
        var before = State.Status;
        State = after;
        if (type == "panel_full")
        {
            if ((string?)envelope["payload"]!["reason"] == "conflated") Conflations++;
        }
        else if (type == "panel_diff")
        {
            _expectsBaseline.ShouldBeFalse("a diff came where a baseline was due");
        }
        else
        {
            return;
        }

        var n = long.Parse(after.Status!.Find(Counter)!.ToString(), System.Globalization.CultureInfo.InvariantCulture);
        // Never back in time, and no gap unless a baseline closes it.
        n.ShouldBeGreaterThanOrEqualTo(_n);
        if (type == "panel_diff") n.ShouldBeLessThanOrEqualTo(_n + 1);
        // A change that takes several events is whole before the next one begins, unless a baseline takes the place of both.
        if (n != _n && type == "panel_diff") _unsettled.ShouldBeFalse($"the state at {_n} was never whole: {before}");
        (_n, _expectsBaseline) = (n, false);
        // Converging: at every position it holds exactly what the store held.
        _unsettled = !ContentHash.Of(market.At(n)).Equals(ContentHash.Of(after.Status));
        if (type == "panel_full") _unsettled.ShouldBeFalse("a baseline is whole");

        // Honest: old data stays old, however it comes here.
        var claimed = now - panelEvent.Age.ShouldNotBeNull();
        market.WasOf(n, claimed, Transit).ShouldBeTrue($"{claimed:O} is no time of step {n}");
    }
}
