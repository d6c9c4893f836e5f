using PanelActors.Telemetry;

namespace PanelActors.Http.Access;

/// <summary>
/// Answers a request that is itself at fault with the status of its fault: a body that is too large, too slow, cut off or in broken
/// chunks. The daemon does not log it as an error.
/// </summary>
internal sealed class ClientFaults(RefusalLog refusals)
{
    /// <summary>Passes <paramref name="context"/> on to <paramref name="next"/>, and answers where that finds a fault in it.</summary>
    public async Task InvokeAsync(HttpContext context, RequestDelegate next)
    {
        try
        {
            await next(context);
        }
        catch (BadHttpRequestException fault)
        {
            // The web server finds the same fault again when it reads to the end of the body.
            context.Features.Set(Noted.Instance);
            refusals.Note(HttpRefusals.BadRequest, $"a faulty request: {fault.StatusCode}, {LogText.Printable(fault.Message)}");
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
        StatusCodes.Status415UnsupportedMediaType => "This call does not take the content type; see /openapi/v1.json.",
        _ => "The request is not valid HTTP; send it whole, with the body that its headers announce.",
    };

    /// <summary>Marks a request whose fault was noted.</summary>
    internal sealed class Noted
    {
        public static readonly Noted Instance = new();
    }
}
