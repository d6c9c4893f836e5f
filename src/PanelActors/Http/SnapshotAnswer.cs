using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;
using PanelActors.Http.Access;
using PanelActors.Snapshots;
using PanelActors.Stores;
using PanelActors.Telemetry;

namespace PanelActors.Http;

/// <summary>Answers requests for a snapshot. What it needs is found once: looking it up is most of what an unchanged snapshot would cost.</summary>
internal sealed class SnapshotAnswer(
    StoreRegistry stores, SnapshotRenderer renderer, PacedBody body, RefusalLog refusals, PanelActorsMetrics metrics)
{
    private static readonly Task<IResult> Done = Task.FromResult<IResult>(TypedResults.Empty);

    /// <summary>Answers with the snapshot of the store <paramref name="name"/>, by default the default store, or with 304.</summary>
    public Task<IResult> AnswerAsync(string? name, HttpContext context)
    {
        if (StoreEndpoints.Find(stores, name) is not { } store) return Task.FromResult<IResult>(StoreEndpoints.NoSuchStore(name));
        var view = renderer.View(store);
        var response = context.Response;
        response.Headers.ETag = view.ETag;
        // Whoever keeps a copy has to ask each time whether it still holds.
        response.Headers.CacheControl = "no-cache";
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
        if (!await body.WriteAsync(view.Parts, view.Rendered, context)) refusals.Note(HttpRefusals.SlowReader, "to wait for one who does not read a snapshot");
        return TypedResults.Empty;
    }

    // RFC 9110 section 13.1.2: weak comparison, and * matches whatever there is. Nearly everyone sends back just what they were given.
    private static bool Matches(StringValues ifNoneMatch, string tag)
    {
        if (ifNoneMatch.Count == 1 && ifNoneMatch[0] == tag) return true;
        if (ifNoneMatch.Count == 0 || !EntityTagHeaderValue.TryParseList(ifNoneMatch!, out var known)) return false;
        var own = EntityTagHeaderValue.Parse(tag);
        return known.Any(candidate => candidate.Equals(EntityTagHeaderValue.Any) || candidate.Compare(own, useStrongComparison: false));
    }
}
