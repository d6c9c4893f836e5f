using System.Net;

namespace PanelActors.Watch;

/// <summary>
/// Follows one store of a daemon over its relay until it is cancelled: reconnects after every end, and resumes after the last event that
/// it had.
/// </summary>
/// <param name="daemon">The daemon.</param>
/// <param name="store">The store; null for the default store.</param>
/// <param name="output">Takes the inputs. While it is full the follower does not read on.</param>
internal sealed class RelayFollower(DaemonClient daemon, string? store, Func<WatchInput, CancellationToken, ValueTask> output)
{
    private const int ReadBytes = 32 * 1024;
    private static readonly TimeSpan AnswerTimeout = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan MaxSilence = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan FirstDelay = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan MaxDelay = TimeSpan.FromSeconds(4);

    private string? _lastEventId;
    private CancellationTokenSource? _startingOver;

    /// <summary>Gives up the connection there is and asks for a baseline on the next.</summary>
    public void StartOver() => Volatile.Read(ref _startingOver)?.Cancel();

    /// <summary>Follows until <paramref name="cancellation"/>.</summary>
    public async Task RunAsync(CancellationToken cancellation)
    {
        var delay = FirstDelay;
        while (true)
        {
            var end = await FollowAsync(cancellation);
            delay = end.Lived ? FirstDelay : TimeSpan.FromTicks(Math.Min(delay.Ticks * 2, MaxDelay.Ticks));
            var wait = end.RetryAfter ?? delay;
            await output(new WatchInput.Lost(end.Reason, wait), cancellation);
            await Task.Delay(wait, cancellation);
        }
    }

    private async Task<End> FollowAsync(CancellationToken cancellation)
    {
        using var attempt = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        // Not disposed of: a caller of StartOver may hold it a moment longer.
        var startingOver = new CancellationTokenSource();
        using var registration = startingOver.Token.Register(static state => ((CancellationTokenSource)state!).Cancel(), attempt);
        Volatile.Write(ref _startingOver, startingOver);
        var lived = false;
        try
        {
            attempt.CancelAfter(AnswerTimeout);
            using var request = new HttpRequestMessage(HttpMethod.Get, Target());
            if (_lastEventId is not null) request.Headers.TryAddWithoutValidation("Last-Event-ID", _lastEventId);
            using var response = await daemon.SendAsync(request, attempt.Token);
            if (response.StatusCode != HttpStatusCode.OK) return Refused(response);
            if (response.Content.Headers.ContentType?.MediaType != "text/event-stream")
                return new End("this is not a relay: it does not answer with an event stream", false, MaxDelay);
            await using var stream = await response.Content.ReadAsStreamAsync(attempt.Token);
            var reader = new RelayReader(_lastEventId);
            while (true)
            {
                // A new one each time: the reader keeps parts of it.
                var buffer = new byte[ReadBytes];
                attempt.CancelAfter(MaxSilence);
                var read = await stream.ReadAsync(buffer, attempt.Token);
                if (read == 0) return new End("the daemon closed the connection", lived, null);
                foreach (var input in reader.Read(buffer.AsMemory(0, read)))
                {
                    lived |= input is WatchInput.Hello;
                    await output(input, cancellation);
                }

                _lastEventId = reader.LastEventId;
            }
        }
        catch (Exception) when (cancellation.IsCancellationRequested)
        {
            throw new OperationCanceledException(cancellation);
        }
        catch (OperationCanceledException) when (startingOver.IsCancellationRequested)
        {
            _lastEventId = null;
            return new End("something was lost on the way; asking for all of it", true, null);
        }
        catch (OperationCanceledException)
        {
            return new End(lived ? "the daemon fell silent" : $"no answer within {AnswerTimeout.TotalSeconds:0} s", false, null);
        }
        catch (DaemonFaultException fault)
        {
            return new End(fault.Message, lived, MaxDelay);
        }
        catch (Exception fault) when (fault is HttpRequestException or IOException)
        {
            return new End(daemon.Explain(fault), lived, null);
        }
        finally
        {
            Volatile.Write(ref _startingOver, null);
        }
    }

    private End Refused(HttpResponseMessage response) => response.StatusCode switch
    {
        HttpStatusCode.NotFound => new End(store is null ? "there is no relay" : $"there is no store '{store}'", false, MaxDelay),
        HttpStatusCode.ServiceUnavailable =>
            new End("the daemon has no room for another subscriber, or is about to stop", false, RetryAfter(response)),
        HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden =>
            new End(daemon.RefusalOf(response, store is null ? "the default store" : $"store '{store}'")!, false, MaxDelay),
        _ => new End($"the daemon answered {(int)response.StatusCode} {response.ReasonPhrase}", false, null),
    };

    private static TimeSpan? RetryAfter(HttpResponseMessage response) =>
        response.Headers.RetryAfter?.Delta is { } delta ? (delta < MaxDelay ? delta : MaxDelay) : null;

    // Without an id there is nothing to go on after, and a baseline comes by itself.
    private Uri Target() => store is null ? daemon.Address.At("/events") : daemon.Address.OfStore(store, "/events");

    private sealed record End(string Reason, bool Lived, TimeSpan? RetryAfter);
}
