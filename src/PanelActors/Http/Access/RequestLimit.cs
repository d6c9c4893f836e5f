using Microsoft.AspNetCore.Http.HttpResults;
using PanelActors.Telemetry;

namespace PanelActors.Http.Access;

/// <summary>Refuses the requests of a client that makes too many. Asking whether the process lives is always answered.</summary>
internal sealed class RequestLimit(ClientLimits limits, RefusalLog refusals)
{
    private const int RetryAfterSeconds = 1;

    private static readonly PathString[] Live = [new("/health/live"), new("/healthz")];

    public Task InvokeAsync(HttpContext context, RequestDelegate next)
    {
        if (limits.TryRequest(context) || Live.Contains(context.Request.Path)) return next(context);
        refusals.Note(HttpRefusals.Requests, "requests of a client that makes more in a second than ClientLimits:RequestsPerSecond");
        return TooMany(context, "This client makes more requests in a second than the daemon answers.").ExecuteAsync(context);
    }

    /// <summary>The answer to a client that takes too much.</summary>
    /// <param name="context">The request.</param>
    /// <param name="what">What is too much.</param>
    public static ProblemHttpResult TooMany(HttpContext context, string what)
    {
        context.Response.Headers.RetryAfter = $"{RetryAfterSeconds}";
        return TypedResults.Problem(
            $"{what} Wait for {RetryAfterSeconds} s; the daemon's bounds are ClientLimits in its configuration.",
            statusCode: StatusCodes.Status429TooManyRequests);
    }
}
