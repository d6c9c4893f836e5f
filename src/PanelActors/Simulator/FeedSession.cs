using Microsoft.AspNetCore.Http.Features;

namespace PanelActors.Simulator;

/// <summary>One client's response: what the feed holds from the client's position on, for as long as both sides stay.</summary>
internal static class FeedSession
{
    private static readonly ReadOnlyMemory<byte> Preamble = "retry: 1000\n: keep-alive\n"u8.ToArray();
    private static readonly ReadOnlyMemory<byte> SummaryPreamble = ":ok\n\n"u8.ToArray();
    private static readonly ReadOnlyMemory<byte> KeepAlive = ": keep-alive\n\n"u8.ToArray();

    /// <summary>Writes the response until the client leaves, falls behind, is cut off by a fault, or <paramref name="stop"/> is set.</summary>
    /// <param name="feed">The feed.</param>
    /// <param name="context">The client's request.</param>
    /// <param name="stop">Set when the client is gone or the server stops.</param>
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
                    // The retry field shares a block with the frame that follows it, as on the real feed.
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
