using System.Text.Json;
using Microsoft.AspNetCore.Http.HttpResults;
using PanelActors.Protocol;
using PanelActors.Snapshots;
using PanelActors.Stores;

namespace PanelActors.Http;

/// <summary>Answers requests for a snapshot of the past: <c>?at=</c> (specification 12.4).</summary>
internal sealed class PastAnswer(PastSnapshots past, BodyWriter body, TimeProvider time)
{
    // Of a recording with many interruptions the latest times.
    private const int MaxSpans = 100;

    private const string Parameter = "at";

    /// <summary>Whether a request is for the past.</summary>
    public static bool IsAsked(HttpContext context) =>
        context.Request.QueryString.HasValue && context.Request.Query.ContainsKey(Parameter);

    /// <summary>
    /// The snapshot of <paramref name="store"/> at the time in the query: 400 where that is none, 404 with what is covered where no
    /// recording has it, 503 where the recordings cannot be read.
    /// </summary>
    public async Task<IResult> AnswerAsync(Store store, HttpContext context)
    {
        if (context.Request.Query[Parameter] is not [{ } text] || QueryTime.Parse(text) is not { } at)
            return Problem($"{Parameter} has to be {QueryTime.Allowed}, once.", StatusCodes.Status400BadRequest);
        if (at > time.GetUtcNow()) return Problem($"{Parameter} is in the future.", StatusCodes.Status400BadRequest);
        try
        {
            if (await past.AtAsync(store, at, context.RequestAborted) is not { } view) return await NotCoveredAsync(store, context);
            var response = context.Response;
            response.Headers.CacheControl = "no-store";
            response.ContentType = StoreEndpoints.JsonType;
            response.ContentLength = view.Length;
            if (!HttpMethods.IsHead(context.Request.Method)) await body.WriteAsync(view.Parts, view.Rendered, context);
            return TypedResults.Empty;
        }
        catch (Exception fault)
            when (fault is IOException or UnauthorizedAccessException && !context.RequestAborted.IsCancellationRequested)
        {
            return Problem("The recordings cannot be read now.", StatusCodes.Status503ServiceUnavailable);
        }
    }

    private async Task<IResult> NotCoveredAsync(Store store, HttpContext context)
    {
        var spans = await past.SpansOfAsync(store, context.RequestAborted);
        double[][] covered =
        [
            .. spans.TakeLast(MaxSpans).Select(static span => new[] { UnixTime.Seconds(span.From), UnixTime.Seconds(span.To) }),
        ];
        return TypedResults.Problem(
            covered.Length == 0 ? "There is no recording of this store."
                : "No recording of this store covers that time; covered has those there are.",
            statusCode: StatusCodes.Status404NotFound,
            extensions: new Dictionary<string, object?>
            {
                ["covered"] = JsonSerializer.SerializeToElement(covered, ApiJson.Default.DoubleArrayArray),
            });
    }

    private static ProblemHttpResult Problem(string detail, int status) => TypedResults.Problem(detail, statusCode: status);
}
