using System.Buffers;
using System.IO.Pipelines;
using PanelActors.Configuration;
using PanelActors.Protocol.Encode;

namespace PanelActors.Relay;

/// <summary>
/// Writes one client's events: several that wait leave in one write. Nothing waits here for the client but its place in the
/// log; when that gets too far behind, a baseline takes the place of all between.
/// </summary>
internal sealed class RelayClient : IWaitingClient
{
    // What is written at once: enough to be worth the baseline that a client gets before it that is too slow for its feed, little
    // enough to hold for each of those.
    private const int LargestWrite = 128 * 1024;

    // What of it is asked of the output at once. What is larger would leave the pools of memory with arrays that nobody else wants.
    private const int LargestPiece = 31 * 1024;

    // A heartbeat that waited longer than this is replaced by one of the present.
    private static readonly TimeSpan HeartbeatLife = TimeSpan.FromMilliseconds(250);

    private readonly StoreRelay _relay;
    private readonly RelayOptions _options;
    private readonly TimeProvider _time;
    private readonly EventKinds _types;
    private readonly Action _abort;
    private PipeWriter _output = null!;
    private RelayLog _log = null!;
    private CancellationToken _gone;

    // Whose turn it is to touch the fields below: its own task's, or, while it waits, that of whoever serves those who wait.
    private Turn _turn;
    private TaskCompletionSource<(Next Next, Task Flushed)>? _served;
    private long _place;
    private long _bytesSoFar;
    private long _bound;
    private EncodedEvent? _large;
    private long _flushingSince;

    /// <summary>A client of a relay.</summary>
    /// <param name="relay">The relay.</param>
    /// <param name="types">What the client wants.</param>
    /// <param name="options">Its bounds.</param>
    /// <param name="time">The clock.</param>
    /// <param name="abort">Cuts its connection.</param>
    public RelayClient(StoreRelay relay, EventKinds types, RelayOptions options, TimeProvider time, Action abort) =>
        (_relay, _types, _options, _time, _abort) = (relay, types, options, time, abort);

    private enum Turn
    {
        Own,
        Waiting,
        Serving,
    }

    private enum Next
    {
        Write,
        Wait,
        WriteLarge,
        Conflate,
        End,
    }

    /// <summary>Cuts the connection if a write has been waiting for the client for too long. For any thread.</summary>
    public void AbortIfStalled()
    {
        var since = Volatile.Read(ref _flushingSince);
        if (since != 0 && _time.GetElapsedTime(since) >= _options.WriteTimeout) _abort();
    }

    /// <summary>Writes to <paramref name="output"/>, from <paramref name="welcome"/> on, until the log ends or the client is gone.</summary>
    /// <exception cref="OperationCanceledException"><paramref name="gone"/> was signalled.</exception>
    public Task RunAsync(RelayWelcome welcome, PipeWriter output, CancellationToken gone)
    {
        (_output, _gone) = (output, gone);
        (_log, _place, _bytesSoFar) = (welcome.Log, welcome.Baseline.Place, welcome.Baseline.BytesSoFar);
        // Whoever resumes may be further behind than a client may fall: the bound is where it is now, and what it may fall.
        _bound = _log.EndBytes - _bytesSoFar + _options.ClientBufferBytes;
        // The welcome ends here: what follows lives as long as the client, and would keep its whole baseline as long.
        return FollowAsync(WelcomeAsync(welcome));
    }

    /// <inheritdoc/>
    bool IWaitingClient.Serve()
    {
        if (!TryPass(Turn.Waiting, Turn.Serving)) return false;
        try
        {
            var (next, bytes) = Fill();
            var flushed = bytes > 0 ? FlushAsync() : Task.CompletedTask;
            if (next == Next.Wait && flushed.IsCompletedSuccessfully)
            {
                Interlocked.Exchange(ref _turn, Turn.Waiting);
                // Its end may have been told while it was served.
                if (_gone.IsCancellationRequested) StopWaiting();
                return true;
            }

            Resume().SetResult((next, flushed));
        }
        catch (Exception fault)
        {
            Resume().SetException(fault);
        }

        return false;
    }

    private async Task WelcomeAsync(RelayWelcome welcome)
    {
        _output.Write("retry: 1000\n"u8);
        welcome.Hello.WriteTo(_output, _time.GetUtcNow());
        _relay.CountSent(1);
        await TellAsync(welcome.Baseline);
        if ((_types & EventKinds.Heartbeat) != 0)
        {
            var now = _time.GetUtcNow();
            _relay.Heartbeat(_log.Generation, now).WriteTo(_output, now);
            _relay.CountSent(1);
        }

        await FlushAsync();
    }

    private async Task FollowAsync(Task welcomed)
    {
        await welcomed;
        using var leaving = _gone.UnsafeRegister(static client => ((RelayClient)client!).StopWaiting(), this);
        while (true)
        {
            var (next, bytes) = Fill();
            if (bytes > 0 || next == Next.End) await FlushAsync();
            if (next == Next.Wait)
            {
                (next, var flushed) = await WaitAsync();
                await flushed;
            }

            switch (next)
            {
                case Next.WriteLarge: await WriteInPiecesAsync(Interlocked.Exchange(ref _large, null)!); break;
                case Next.Conflate: await ConflateAsync(); break;
                case Next.End: return;
                default: break;
            }
        }
    }

    // Waits until there is something to write, and beyond that for as long as it can be written at once.
    private Task<(Next Next, Task Flushed)> WaitAsync()
    {
        var place = _place;
        var served = _served = new TaskCompletionSource<(Next, Task)>(TaskCreationOptions.RunContinuationsAsynchronously);
        Interlocked.Exchange(ref _turn, Turn.Waiting);
        _log.Waiters.Add(this);
        // Since the last look at the log, and at whether the client is gone, both may have changed unnoticed.
        if (_log.End > place || _log.IsEnded) _log.Waiters.Serve();
        if (_gone.IsCancellationRequested) StopWaiting();
        return served.Task;
    }

    private void StopWaiting()
    {
        if (TryPass(Turn.Waiting, Turn.Own)) _served!.SetCanceled(_gone);
    }

    private TaskCompletionSource<(Next Next, Task Flushed)> Resume()
    {
        Interlocked.Exchange(ref _turn, Turn.Own);
        return _served!;
    }

    private bool TryPass(Turn from, Turn to) => Interlocked.CompareExchange(ref _turn, to, from) == from;

    /// <summary>Writes what waits, up to a limit, and says what is to be done then.</summary>
    private (Next Next, int Bytes) Fill()
    {
        var now = _time.GetUtcNow();
        var (bytes, events) = (0, 0);
        var next = Next.Write;
        var limit = Math.Min(LargestWrite, _options.ClientBufferBytes);
        // Taken from the output once for all that waits: that costs more than putting a small event into it.
        var room = Span<byte>.Empty;
        var used = 0;
        while (bytes < limit)
        {
            next = Ahead();
            if (next != Next.Write) break;
            var behind = _log.EndBytes - _bytesSoFar;
            if (_log.Read(_place, out var bytesSoFar) is not { } relayEvent)
            {
                next = Next.Conflate;
                break;
            }

            (_place, _bytesSoFar) = (_place + 1, bytesSoFar);
            if ((relayEvent.Type & _types) == 0) continue;
            if (relayEvent.Type != EventKinds.Comment) events++;
            if (relayEvent.LongestLength > LargestPiece)
            {
                (_large, next) = (relayEvent, Next.WriteLarge);
                break;
            }

            if (relayEvent.Type == EventKinds.Heartbeat && now - relayEvent.Published > HeartbeatLife) relayEvent = _relay.Heartbeat(_log.Generation, now);
            if (relayEvent.LongestLength > room.Length - used)
            {
                if (used > 0) _output.Advance(used);
                room = _output.GetSpan((int)Math.Max(relayEvent.LongestLength, Math.Min(behind, LargestPiece)));
                used = 0;
            }

            used += relayEvent.WriteTo(room[used..], now);
            bytes += relayEvent.Length;
        }

        if (used > 0) _output.Advance(used);
        _relay.CountSent(events);
        return (next, bytes);
    }

    private Next Ahead()
    {
        var behind = _log.EndBytes - _bytesSoFar;
        if (behind > _bound) return Next.Conflate;
        if (behind <= _options.ClientBufferBytes) _bound = _options.ClientBufferBytes;
        if (_place < _log.End) return Next.Write;
        // In this order: a log that has ended shows all that it ever will.
        return _log.IsEnded && _place == _log.End ? Next.End : Next.Wait;
    }

    private async Task ConflateAsync()
    {
        var baseline = await _relay.ConflateAsync(_log, _place, _gone);
        if (baseline.Events.Count > 0) _relay.CountConflation();
        (_place, _bytesSoFar, _bound) = (baseline.Place, baseline.BytesSoFar, _options.ClientBufferBytes);
        await TellAsync(baseline);
    }

    private async Task TellAsync(RelayBaseline baseline)
    {
        foreach (var relayEvent in baseline.Events.Where(relayEvent => (relayEvent.Type & _types) != 0))
        {
            _relay.CountSent(1);
            if (relayEvent.LongestLength > LargestPiece) await WriteInPiecesAsync(relayEvent);
            else relayEvent.WriteTo(_output, _time.GetUtcNow());
        }

        await FlushAsync();
    }

    // So that no more of it is held for a slow client than of anything else.
    private async Task WriteInPiecesAsync(EncodedEvent relayEvent)
    {
        foreach (var part in relayEvent.Parts(_time.GetUtcNow()))
        {
            for (var start = 0; start < part.Length; start += LargestPiece)
            {
                _output.Write(part.Span.Slice(start, Math.Min(LargestPiece, part.Length - start)));
                await FlushAsync();
            }
        }
    }

    private async Task FlushAsync()
    {
        var flush = _output.FlushAsync(_gone);
        if (!flush.IsCompletedSuccessfully) Volatile.Write(ref _flushingSince, _time.GetTimestamp());
        var result = await flush;
        Volatile.Write(ref _flushingSince, 0);
        if (result.IsCompleted || result.IsCanceled) throw new OperationCanceledException("The client is gone.");
    }
}
