using System.Buffers;
using System.IO.Pipelines;
using PanelActors.Configuration;

namespace PanelActors.Relay;

/// <summary>
/// Writes one client's events: several that wait leave in one write. Nothing waits here for the client but its place in the
/// log; when that gets too far behind, a baseline takes the place of all between.
/// </summary>
public sealed class RelayClient
{
    // What is written at once: enough to make one write of many events, little enough to hold for a slow client.
    private const int LargestWrite = 32 * 1024;

    // A heartbeat that waited longer than this is replaced by one of the present.
    private static readonly TimeSpan HeartbeatLife = TimeSpan.FromMilliseconds(250);

    private readonly StoreRelay _relay;
    private readonly RelayOptions _options;
    private readonly TimeProvider _time;
    private readonly RelayTypes _types;
    private readonly Action _abort;
    private PipeWriter _output = null!;
    private RelayLog _log = null!;
    private RelayEvent? _large;
    private long _place;
    private long _bytesSoFar;
    private long _bound;
    private long _flushingSince;

    /// <summary>A client of a relay.</summary>
    /// <param name="relay">The relay.</param>
    /// <param name="types">What the client wants.</param>
    /// <param name="options">Its bounds.</param>
    /// <param name="time">The clock.</param>
    /// <param name="abort">Cuts its connection.</param>
    public RelayClient(StoreRelay relay, RelayTypes types, RelayOptions options, TimeProvider time, Action abort) =>
        (_relay, _types, _options, _time, _abort) = (relay, types, options, time, abort);

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
        _output = output;
        (_log, _place, _bytesSoFar) = (welcome.Log, welcome.Baseline.Place, welcome.Baseline.BytesSoFar);
        // Whoever resumes may be further behind than a client may fall: the bound is where it is now, and what it may fall.
        _bound = _log.EndBytes - _bytesSoFar + _options.ClientBufferBytes;
        // The welcome ends here: what follows lives as long as the client, and would keep its whole baseline as long.
        return FollowAsync(WelcomeAsync(welcome, gone), gone);
    }

    private async Task WelcomeAsync(RelayWelcome welcome, CancellationToken gone)
    {
        _output.Write("retry: 1000\n"u8);
        welcome.Hello.WriteTo(_output, _time.GetUtcNow());
        _relay.CountSent(1);
        await TellAsync(welcome.Baseline, gone);
        if ((_types & RelayTypes.Heartbeat) != 0)
        {
            WriteHeartbeat(_time.GetUtcNow());
            _relay.CountSent(1);
        }

        await FlushAsync(gone);
    }

    private async Task FollowAsync(Task welcomed, CancellationToken gone)
    {
        await welcomed;
        while (true)
        {
            var (next, bytes) = Fill();
            if (bytes > 0 || next == Next.End) await FlushAsync(gone);
            switch (next)
            {
                case Next.Wait: await _log.WaitAsync(_place, gone); break;
                case Next.WriteLarge: await WriteInPiecesAsync(Interlocked.Exchange(ref _large, null)!, gone); break;
                case Next.Conflate: await ConflateAsync(gone); break;
                case Next.End: return;
                default: break;
            }
        }
    }

    /// <summary>Writes what waits, up to a limit, and says what is to be done then.</summary>
    private (Next Next, int Bytes) Fill()
    {
        var now = _time.GetUtcNow();
        var (bytes, events) = (0, 0);
        var next = Next.Write;
        while (bytes < Math.Min(LargestWrite, _options.ClientBufferBytes))
        {
            next = Ahead();
            if (next != Next.Write) break;
            if (_log.Read(_place, out var bytesSoFar) is not { } relayEvent)
            {
                next = Next.Conflate;
                break;
            }

            (_place, _bytesSoFar) = (_place + 1, bytesSoFar);
            if ((relayEvent.Type & _types) == 0) continue;
            if (relayEvent.Type != RelayTypes.Comment) events++;
            if (relayEvent.Length > LargestWrite)
            {
                (_large, next) = (relayEvent, Next.WriteLarge);
                break;
            }

            if (relayEvent.Type == RelayTypes.Heartbeat && now - relayEvent.Published > HeartbeatLife) WriteHeartbeat(now);
            else relayEvent.WriteTo(_output, now);
            bytes += relayEvent.Length;
        }

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

    private async Task ConflateAsync(CancellationToken gone)
    {
        var baseline = await _relay.ConflateAsync(_place, gone);
        _relay.CountConflation();
        (_place, _bytesSoFar, _bound) = (baseline.Place, baseline.BytesSoFar, _options.ClientBufferBytes);
        await TellAsync(baseline, gone);
    }

    private async Task TellAsync(RelayBaseline baseline, CancellationToken gone)
    {
        foreach (var relayEvent in baseline.Events.Where(relayEvent => (relayEvent.Type & _types) != 0))
        {
            _relay.CountSent(1);
            if (relayEvent.Length > LargestWrite) await WriteInPiecesAsync(relayEvent, gone);
            else relayEvent.WriteTo(_output, _time.GetUtcNow());
        }

        await FlushAsync(gone);
    }

    // So that no more of it is held for a slow client than of anything else.
    private async Task WriteInPiecesAsync(RelayEvent relayEvent, CancellationToken gone)
    {
        foreach (var part in relayEvent.Parts(_time.GetUtcNow()))
        {
            for (var start = 0; start < part.Length; start += LargestWrite)
            {
                _output.Write(part.Span.Slice(start, Math.Min(LargestWrite, part.Length - start)));
                await FlushAsync(gone);
            }
        }
    }

    private void WriteHeartbeat(DateTimeOffset now) => _relay.Heartbeat(_log.Generation, now).WriteTo(_output, now);

    private async ValueTask FlushAsync(CancellationToken gone)
    {
        var flush = _output.FlushAsync(gone);
        if (!flush.IsCompletedSuccessfully) Volatile.Write(ref _flushingSince, _time.GetTimestamp());
        var result = await flush;
        Volatile.Write(ref _flushingSince, 0);
        if (result.IsCompleted || result.IsCanceled) throw new OperationCanceledException("The client is gone.");
    }
}
