using PanelActors.Telemetry;


namespace PanelActors.Http.Access;

/// <summary>
/// Answers a request that is at fault itself with the status that this has: a body that is too large, too slow, cut off or in chunks
/// that are none. It is no error of the daemon, and is not logged as one.
/// </summary>
internal sealed class ClientFaults(RefusalLog refusals)
{
    /// <summary>Passes <paramref name="context"/> on to <paramref name="next"/>, and answers for what comes of its faults.</summary>
    public async Task InvokeAsync(HttpContext context, RequestDelegate next)
    {
        try
        {
            await next(context);
        }
        catch (BadHttpRequestException fault)
        {
            // The web server meets the same fault again where it looks for the end of the body.
            context.Features.Set(Noted.Instance);
            refusals.Note(HttpRefusals.BadRequest, $"a request at fault itself: {fault.StatusCode}, {LogText.Printable(fault.Message)}");
            if (context.Response.HasStarted)
            {
                context.Abort();
                return;
            }

            await TypedResults.Problem(Advice(fault), statusCode: fault.StatusCode).ExecuteAsync(context);
        }
    }

    private static string Advice(BadHttpRequestException fault) => fault.StatusCode switch
    {
        StatusCodes.Status413PayloadTooLarge => "The body is larger than this daemon takes; send a smaller one.",
        StatusCodes.Status408RequestTimeout => "The body came too slowly; send it faster.",
        StatusCodes.Status415UnsupportedMediaType => "The content type is none that this call takes; see /openapi/v1.json.",
        _ => "The request is no good HTTP; send it whole, with a body as its headers say.",
    };

    /// <summary>Marks a request whose fault was noted.</summary>
    internal sealed class Noted
    {
        /// <summary>The only one.</summary>
        public static readonly Noted Instance = new();
    }
}
