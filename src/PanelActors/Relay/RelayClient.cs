using System.IO.Pipelines;
using PanelActors.Configuration;
using PanelActors.Protocol.Encode;
using PanelActors.Telemetry;

namespace PanelActors.Relay;

/// <summary>
/// Sends one client its events: several that wait leave in one write. Nothing waits here for the client but its position in the log; when
/// that gets too far behind, a baseline takes the place of all between.
/// </summary>
internal sealed class RelayClient : IWaitingClient
{
    // Enough to be worth the baseline that a client gets before it that is too slow for its feed, little enough to hold for each of those.
    private const int MaxWrite = 128 * 1024;

    // A heartbeat that waited longer than this is replaced by one of the present.
    private static readonly TimeSpan MaxHeartbeatAge = TimeSpan.FromMilliseconds(250);

    private readonly StoreRelay _relay;
    private readonly RelayOptions _options;
    private readonly TimeProvider _time;
    private readonly EventKinds _kinds;
    private readonly Action _abort;
    private volatile ClientOutput? _started;
    private volatile string? _goodbye;
    private volatile ClientTurn? _turning;
    private RelayLog _log = null!;

    // The one whose turn it is touches these.
    private ClientPosition _position;
    private EncodedEvent? _large;
    private DataSpan? _writing;

    /// <summary>A client of a relay.</summary>
    /// <param name="relay">The relay.</param>
    /// <param name="kinds">What the client wants.</param>
    /// <param name="options">Its bounds.</param>
    /// <param name="time">The clock.</param>
    /// <param name="abort">Cuts its connection.</param>
    public RelayClient(StoreRelay relay, EventKinds kinds, RelayOptions options, TimeProvider time, Action abort) =>
        (_relay, _kinds, _options, _time, _abort) = (relay, kinds, options, time, abort);

    private ClientOutput Output => _started!;

    private ClientTurn Turn => _turning!;

    /// <summary>Cuts the connection if a write has been waiting for the client for too long. For any thread.</summary>
    public void AbortIfStalled()
    {
        if (_started is { } output && output.IsStalled(_options.WriteTimeout)) _abort();
    }

    /// <summary>Ends this client alone, with a good-bye. For any thread.</summary>
    /// <param name="reason">What the good-bye says.</param>
    public void End(string reason)
    {
        _goodbye = reason;
        Interlocked.MemoryBarrier();
        _turning?.CallBack();
    }

    /// <summary>Writes to <paramref name="pipe"/>, from <paramref name="welcome"/> on, until the log ends or the client is gone.</summary>
    /// <exception cref="OperationCanceledException"><paramref name="gone"/> was signalled.</exception>
    public Task RunAsync(RelayWelcome welcome, PipeWriter pipe, CancellationToken gone)
    {
        (_started, _turning, _log) = (new ClientOutput(pipe, _time, gone), new ClientTurn(gone), welcome.Log);
        _position = ClientPosition.Begin(welcome.Baseline, _log.Extent, _options.ClientBufferBytes);
        // The welcome ends here: what follows lives as long as the client, and would keep its whole baseline as long.
        return FollowAsync(WelcomeAsync(welcome), gone);
    }

    /// <inheritdoc/>
    bool IWaitingClient.Serve()
    {
        if (!Turn.TryServe()) return false;
        try
        {
            var (next, bytes) = Fill();
            var flushed = bytes > 0 ? FlushAsync() : Task.CompletedTask;
            if (next == ClientStep.Wait && flushed.IsCompletedSuccessfully)
            {
                Turn.WaitOn();
                return true;
            }

            Turn.HandBack(new Served(next, flushed));
        }
        catch (Exception fault)
        {
            Turn.HandBack(fault);
        }

        return false;
    }

    private async Task WelcomeAsync(RelayWelcome welcome)
    {
        Output.Write("retry: 1000\n"u8);
        await SendAsync(welcome.Hello);
        await SendAsync(welcome.Baseline);
        if ((_kinds & EventKinds.Heartbeat) != 0) await SendAsync(_relay.Heartbeat(_log.Generation, _time.GetUtcNow()));
        await Output.FlushAsync();
    }

    private async Task FollowAsync(Task welcomed, CancellationToken gone)
    {
        await welcomed;
        using var leaving = gone.UnsafeRegister(static turn => ((ClientTurn)turn!).LookAgain(), Turn);
        while (true)
        {
            if (_goodbye is { } reason)
            {
                await SendAsync(UnnumberedEvents.Bye(reason, _log.Generation, _time.GetUtcNow()));
                await Output.FlushAsync();
                return;
            }

            var (next, bytes) = Fill();
            if (bytes > 0 || next == ClientStep.End) await FlushAsync();
            if (next == ClientStep.Wait)
            {
                (next, var flushed) = await WaitAsync();
                await flushed;
            }

            switch (next)
            {
                case ClientStep.WriteLarge: await Output.WriteAsync(Interlocked.Exchange(ref _large, null)!); break;
                case ClientStep.Conflate: await ConflateAsync(gone); break;
                case ClientStep.End: return;
                default: break;
            }
        }
    }

    // Waits until there is something to write, and beyond that for as long as it can be written at once.
    private Task<Served> WaitAsync()
    {
        var next = _position.Next;
        var served = Turn.WaitAsync();
        _log.Waiting.Add(this);
        // Since the last look at the log, and at whether the client is gone, both may have changed unnoticed.
        if (_log.End > next || _log.IsEnded) _log.Waiting.Serve();
        Turn.LookAgain();
        return served;
    }

    // Writes what waits, up to a limit, and decides what is next.
    private (ClientStep Next, int Bytes) Fill()
    {
        var now = _time.GetUtcNow();
        var batch = Output.Batch(now);
        var limit = Math.Min(MaxWrite, _options.ClientBufferBytes);
        var position = _position;
        var (next, events) = (ClientStep.Write, 0);
        while (batch.Bytes < limit)
        {
            var log = _log.Extent;
            position = position.Bounded(log, _options.ClientBufferBytes);
            next = position.StepIn(log);
            if (next != ClientStep.Write) break;
            var waiting = position.Behind(log);
            if (_log.Read(position.Next, out var bytes) is not { } encoded)
            {
                next = ClientStep.Conflate;
                break;
            }

            position = position.Past(bytes);
            if (!Wants(encoded)) continue;
            if (encoded.Kind != EventKinds.Comment) events++;
            if (ClientOutput.IsLarge(encoded))
            {
                (_large, next) = (encoded, ClientStep.WriteLarge);
                break;
            }

            var isOutdated = encoded.Kind == EventKinds.Heartbeat && now - encoded.Published > MaxHeartbeatAge;
            batch.Write(isOutdated ? _relay.Heartbeat(_log.Generation, now) : encoded, waiting);
        }

        batch.Commit();
        if (batch.Bytes > 0 && _log.Traced is { } traced && traced.IsIn(_position.Next, position.Next))
            _writing = traced.Trace.BeginWrite(now);
        _position = position;
        _relay.CountSent(events);
        return (next, batch.Bytes);
    }

    private Task FlushAsync()
    {
        var flushed = Output.FlushAsync();
        if (_writing is not { } writing) return flushed;
        _writing = null;
        writing.EndAfter(flushed);
        return flushed;
    }

    private async Task ConflateAsync(CancellationToken gone)
    {
        var baseline = await _relay.ConflateAsync(_log, _position.Next, gone);
        if (baseline.Events.Count > 0) _relay.CountConflation();
        _position = ClientPosition.After(baseline, _options.ClientBufferBytes);
        await SendAsync(baseline);
        await Output.FlushAsync();
    }

    private async Task SendAsync(RelayBaseline baseline)
    {
        foreach (var encoded in baseline.Events)
        {
            if (Wants(encoded)) await SendAsync(encoded);
        }
    }

    private ValueTask SendAsync(EncodedEvent encoded)
    {
        _relay.CountSent(1);
        return Output.WriteAsync(encoded);
    }

    private bool Wants(EncodedEvent encoded) => (encoded.Kind & _kinds) != 0;
}
