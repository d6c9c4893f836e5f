using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;
using PanelActors.Http.Access;
using PanelActors.Snapshots;
using PanelActors.Stores;
using PanelActors.Telemetry;

namespace PanelActors.Http;

/// <summary>
/// Answers requests for a snapshot. Its services are resolved once: resolving them would be most of what an unchanged snapshot costs.
/// </summary>
internal sealed class SnapshotAnswer(
    StoreRegistry stores, SnapshotRenderer renderer, PastAnswer past, BodyWriter body, RefusalLog refusals, PanelActorsMetrics metrics)
{
    private static readonly Task<IResult> Done = Task.FromResult<IResult>(TypedResults.Empty);

    /// <summary>Answers with the snapshot of the store <paramref name="name"/>, by default the default store, or with 304.</summary>
    public Task<IResult> AnswerAsync(string? name, HttpContext context)
    {
        if (StoreEndpoints.Find(stores, name) is not { } store) return Task.FromResult<IResult>(StoreEndpoints.NoSuchStore(name));
        if (PastAnswer.IsAsked(context)) return past.AnswerAsync(store, context);
        var view = renderer.View(store);
        var response = context.Response;
        response.Headers.ETag = view.ETag;
        // A cache may keep a copy, but has to validate it each time.
        if (response.Headers.CacheControl.Count == 0) response.Headers.CacheControl = "no-cache";
        if (Matches(context.Request.Headers.IfNoneMatch, view.ETag))
        {
            metrics.CountNotModified(store.Name.Text);
            response.StatusCode = StatusCodes.Status304NotModified;
            return Done;
        }

        response.ContentType = StoreEndpoints.JsonType;
        response.ContentLength = view.Length;
        return HttpMethods.IsHead(context.Request.Method) ? Done : WriteAsync(view, context);
    }

    private async Task<IResult> WriteAsync(SnapshotView view, HttpContext context)
    {
        if (!await body.WriteAsync(view.Parts, view.Rendered, context))
            refusals.Note(HttpRefusals.SlowReader, "to wait for a client that does not read its snapshot");
        return TypedResults.Empty;
    }

    // RFC 9110 section 13.1.2: weak comparison, and * matches every tag. Nearly every client sends the one tag that it was given.
    private static bool Matches(StringValues ifNoneMatch, string tag)
    {
        if (ifNoneMatch.Count == 1 && ifNoneMatch[0] == tag) return true;
        if (ifNoneMatch.Count == 0 || !EntityTagHeaderValue.TryParseList(ifNoneMatch!, out var known)) return false;
        var own = EntityTagHeaderValue.Parse(tag);
        return known.Any(candidate => candidate.Equals(EntityTagHeaderValue.Any) || candidate.Compare(own, useStrongComparison: false));
    }
}
