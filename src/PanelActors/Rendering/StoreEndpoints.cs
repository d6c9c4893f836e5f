using System.Text.Json;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;
using PanelActors.Freshness;
using PanelActors.Stores;
using PanelActors.Telemetry;

namespace PanelActors.Rendering;

/// <summary>The HTTP API over the stores (contract section 4).</summary>
public static class StoreEndpoints
{
    private const int LongestReason = 100;
    private const string DefaultReason = "api_request";
    private const string JsonType = "application/json";

    /// <summary>Maps the calls.</summary>
    public static void MapStores(this IEndpointRouteBuilder routes)
    {
        var api = routes.MapGroup("/api").WithTags("Stores");
        api.MapGet("/stores", List).WithName("ListStores").WithSummary("Every store with its health and connection.")
            .Produces<IReadOnlyList<StoreSummary>>();

        string[] read = [HttpMethods.Get, HttpMethods.Head];
        api.MapMethods("/stores/{name}/snapshot", read, (string name, HttpContext context, StoreRegistry stores) => Snapshot(stores, name, context))
            .WithName("GetStoreSnapshot").WithSummary("The store's panels with freshness, hashes and alerts.").DescribeSnapshot();
        api.MapMethods("/snapshot", read, (HttpContext context, StoreRegistry stores) => Snapshot(stores, null, context))
            .WithName("GetSnapshot").WithSummary("The snapshot of the default store.").DescribeSnapshot();

        api.MapGet("/stores/{name}/heartbeat", (string name, StoreRegistry stores, TimeProvider time) => Heartbeat(stores, name, time))
            .WithName("GetStoreHeartbeat").WithSummary("How fresh the store is.").Produces<HeartbeatBody>().ProducesProblem(StatusCodes.Status404NotFound);
        api.MapGet("/heartbeat", (StoreRegistry stores, TimeProvider time) => Heartbeat(stores, null, time))
            .WithName("GetHeartbeat").WithSummary("How fresh the default store is.").Produces<HeartbeatBody>();

        api.MapPost("/stores/{name}/request-full", RequestFullAsync)
            .WithName("RequestFull").WithSummary("Asks the source for a new baseline.").Accepts<FullRequestBody>(isOptional: true, JsonType)
            .Produces<FullRequestAccepted>(StatusCodes.Status202Accepted)
            .ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status404NotFound).ProducesProblem(StatusCodes.Status409Conflict);
        api.MapPost("/sources/{name}/restart", Restart)
            .WithName("RestartSource").WithSummary("Connects a source afresh, also one that had stopped.").Produces(StatusCodes.Status202Accepted)
            .ProducesProblem(StatusCodes.Status404NotFound).ProducesProblem(StatusCodes.Status409Conflict);
    }

    private static RouteHandlerBuilder DescribeSnapshot(this RouteHandlerBuilder endpoint) => endpoint
        .Produces<JsonElement>(StatusCodes.Status200OK, JsonType).Produces(StatusCodes.Status304NotModified).ProducesProblem(StatusCodes.Status404NotFound);

    private static JsonHttpResult<IReadOnlyList<StoreSummary>> List(StoreRegistry stores, TimeProvider time)
    {
        var now = time.GetUtcNow();
        return TypedResults.Json<IReadOnlyList<StoreSummary>>([.. stores.All.Select(store => Summary(store, now))], ApiJson.Default.IReadOnlyListStoreSummary);
    }

    private static StoreSummary Summary(Store store, DateTimeOffset now)
    {
        var state = store.Board.Current.State;
        var connection = store.Connection?.Status;
        return new StoreSummary(
            store.Name, store.Kind == StoreKind.Source ? "source" : "composite", store.HeartbeatAt(now).Health.ToString().ToLowerInvariant(),
            connection?.PhaseName, state.Generation, state.UiGeneration, state.Need.IsNeeded,
            state.Need.IsNeeded ? state.Need.LastReason : null, EnrichedSnapshot.PanelsOf(state.Status).Count(),
            connection?.LastError);
    }

    private static async Task<IResult> Snapshot(StoreRegistry stores, string? name, HttpContext context)
    {
        if (Find(stores, name) is not { } store) return NoSuchStore(name);
        var view = context.RequestServices.GetRequiredService<SnapshotRenderer>().View(store);
        var response = context.Response;
        response.Headers.ETag = view.ETag;
        // Whoever keeps a copy has to ask each time whether it still holds.
        response.Headers.CacheControl = "no-cache";
        if (Matches(context.Request.Headers.IfNoneMatch, view.ETag))
        {
            context.RequestServices.GetRequiredService<PanelActorsMetrics>().CountNotModified(store.Name);
            return TypedResults.StatusCode(StatusCodes.Status304NotModified);
        }

        response.ContentType = JsonType;
        response.ContentLength = view.Length;
        if (!HttpMethods.IsHead(context.Request.Method))
        {
            view.WriteTo(response.BodyWriter);
            await response.BodyWriter.FlushAsync(context.RequestAborted);
        }

        return TypedResults.Empty;
    }

    private static IResult Heartbeat(StoreRegistry stores, string? name, TimeProvider time) =>
        Find(stores, name) is { } store
            ? TypedResults.Json(HeartbeatBody.Of(store.HeartbeatAt(time.GetUtcNow()), store.Freshness), HeartbeatJson.Default.HeartbeatBody)
            : NoSuchStore(name);

    private static async Task<IResult> RequestFullAsync(string name, HttpContext context, StoreRegistry stores)
    {
        if (Find(stores, name) is not { } store) return NoSuchStore(name);
        string? reason;
        try
        {
            reason = await ReadReasonAsync(context.Request);
        }
        catch (JsonException)
        {
            return TypedResults.Problem("The body must be empty or a JSON object with an optional text \"reason\".", statusCode: StatusCodes.Status400BadRequest);
        }

        if (reason is { Length: > LongestReason } || reason?.Any(char.IsControl) == true)
            return TypedResults.Problem($"A reason has at most {LongestReason} printable characters.", statusCode: StatusCodes.Status400BadRequest);

        var why = string.IsNullOrWhiteSpace(reason) ? DefaultReason : reason;
        return store.Control.RequestFull(why) is { } refusal
            ? TypedResults.Problem(refusal, statusCode: StatusCodes.Status409Conflict)
            : TypedResults.Json(new FullRequestAccepted(store.Name, why), ApiJson.Default.FullRequestAccepted, statusCode: StatusCodes.Status202Accepted);
    }

    private static async Task<string?> ReadReasonAsync(HttpRequest request)
    {
        using var buffer = new MemoryStream();
        await request.Body.CopyToAsync(buffer, request.HttpContext.RequestAborted);
        return buffer.Length == 0 ? null : JsonSerializer.Deserialize(buffer.GetBuffer().AsSpan(0, (int)buffer.Length), ApiJson.Default.FullRequestBody)?.Reason;
    }

    private static IResult Restart(string name, StoreRegistry stores)
    {
        if (Find(stores, name) is not { } store) return NoSuchStore(name);
        return store.Control.Restart() is { } refusal
            ? TypedResults.Problem(refusal, statusCode: StatusCodes.Status409Conflict)
            : TypedResults.Accepted((string?)null);
    }

    internal static Store? Find(StoreRegistry stores, string? name) =>
        name is null ? stores.Default : stores.TryGet(name, out var store) ? store : null;

    internal static ProblemHttpResult NoSuchStore(string? name) =>
        TypedResults.Problem($"There is no store named '{LogText.Printable(name ?? "")}'.", statusCode: StatusCodes.Status404NotFound);

    // RFC 9110 section 13.1.2: weak comparison, and * matches whatever there is.
    private static bool Matches(StringValues ifNoneMatch, string tag)
    {
        if (ifNoneMatch.Count == 0 || !EntityTagHeaderValue.TryParseList(ifNoneMatch!, out var known)) return false;
        var own = EntityTagHeaderValue.Parse(tag);
        return known.Any(candidate => candidate.Equals(EntityTagHeaderValue.Any) || candidate.Compare(own, useStrongComparison: false));
    }
}
