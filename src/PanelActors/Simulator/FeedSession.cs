using Microsoft.AspNetCore.Http.Features;

namespace PanelActors.Simulator;

/// <summary>One client's response: the events of the feed after the client's position.</summary>
internal static class FeedSession
{
    private static readonly ReadOnlyMemory<byte> Preamble = "retry: 1000\n: keep-alive\n"u8.ToArray();
    private static readonly ReadOnlyMemory<byte> SummaryPreamble = ":ok\n\n"u8.ToArray();
    private static readonly ReadOnlyMemory<byte> KeepAlive = ": keep-alive\n\n"u8.ToArray();

    /// <summary>Writes the response until the client leaves or falls behind, a fault cuts it off, or the server stops.</summary>
    public static async Task RunAsync(LiveFeed feed, HttpContext context, CancellationToken stop)
    {
        var request = FeedRequest.Of(context.Request);
        var response = context.Response;
        if (feed.Subscribe(request.After, request.ForceFull) is not { } position)
        {
            response.StatusCode = StatusCodes.Status503ServiceUnavailable;
            response.Headers.RetryAfter = "1";
            return;
        }

        context.Features.Get<IHttpResponseBodyFeature>()?.DisableBuffering();
        response.ContentType = "text/event-stream";
        response.Headers.CacheControl = "no-cache";
        response.Headers["X-Accel-Buffering"] = "no";
        await response.BodyWriter.FlushAsync(stop);

        var started = false;
        var next = position.Next;
        var wroteAt = 0L;
        var events = new List<FeedEvent>(LiveFeed.BatchSize);
        while (true)
        {
            var view = feed.Read(next, events);
            if (view.Lost)
            {
                context.Abort();
                return;
            }

            if (!view.Silent)
            {
                if (!started)
                {
                    // On the real feed no blank line ends the retry field either.
                    await Write(feed.IsSummary ? SummaryPreamble : Preamble);
                    if (position.Baseline is { } baseline) await Write(baseline.Frame);
                    started = true;
                    wroteAt = view.Beat;
                }

                foreach (var item in events)
                {
                    if (item.Id >= position.Live && item.Cut is { } cut)
                    {
                        if (cut == SimulatorFault.Close) return;
                        await Write(item.Frame[..(item.Frame.Length / 2)]);
                        context.Abort();
                        return;
                    }

                    next = item.Id + 1;
                    if (!feed.IsSummary && !request.Wants(item.Type)) continue;
                    await Write(item.Frame);
                    wroteAt = view.Beat;
                }

                if (!feed.IsSummary && view.Beat - wroteAt >= 2)
                {
                    await Write(KeepAlive);
                    wroteAt = view.Beat - 1;
                }
            }

            if (events.Count == 0) await view.Changed.WaitAsync(stop);
        }

        async ValueTask Write(ReadOnlyMemory<byte> bytes) => await response.BodyWriter.WriteAsync(bytes, stop);
    }
}
