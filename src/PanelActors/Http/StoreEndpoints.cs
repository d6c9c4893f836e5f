using System.Text.Json;
using Microsoft.AspNetCore.Http.HttpResults;
using PanelActors.Http.Access;
using PanelActors.Protocol.Encode;
using PanelActors.Stores;
using PanelActors.Telemetry;

namespace PanelActors.Http;

/// <summary>The HTTP API over the stores (specification 4.1).</summary>
internal static class StoreEndpoints
{
    internal const string JsonType = "application/json";

    public static void MapStores(this IEndpointRouteBuilder routes)
    {
        var api = routes.MapGroup("/api").WithTags("Stores");
        var list = ActivatorUtilities.CreateInstance<StoreList>(routes.ServiceProvider);
        api.MapGet("/stores", (HttpContext context) =>
                TypedResults.Json(list.Summarize(context), ApiJson.Default.IReadOnlyListStoreSummary))
            .WithName("ListStores").WithSummary("Every store that one may read, with its health and connection.")
            .Produces<IReadOnlyList<StoreSummary>>().Needs(AccessEndpoints.Read);

        var snapshots = ActivatorUtilities.CreateInstance<SnapshotAnswer>(routes.ServiceProvider);
        string[] read = [HttpMethods.Get, HttpMethods.Head];
        api.MapMethods("/stores/{name}/snapshot", read, (string name, HttpContext context) => snapshots.AnswerAsync(name, context))
            .WithName("GetStoreSnapshot").WithSummary("The store's panels with freshness, hashes and alerts.").DescribeSnapshot();
        api.MapMethods("/snapshot", read, (Delegate)((HttpContext context) => snapshots.AnswerAsync(null, context)))
            .WithName("GetSnapshot").WithSummary("The snapshot of the default store.").DescribeSnapshot();

        api.MapGet("/stores/{name}/heartbeat", (string name, StoreRegistry stores, TimeProvider time) => Heartbeat(stores, name, time))
            .WithName("GetStoreHeartbeat").WithSummary("How fresh the store is.")
            .Produces<HeartbeatBody>().ProducesProblem(StatusCodes.Status404NotFound).Needs(AccessEndpoints.ReadStore);
        api.MapGet("/heartbeat", (StoreRegistry stores, TimeProvider time) => Heartbeat(stores, null, time))
            .WithName("GetHeartbeat").WithSummary("How fresh the default store is.").Produces<HeartbeatBody>()
            .Needs(AccessEndpoints.ReadStore);
    }

    private static RouteHandlerBuilder DescribeSnapshot(this RouteHandlerBuilder endpoint) => endpoint
        .Produces<JsonElement>(StatusCodes.Status200OK, JsonType).Produces(StatusCodes.Status304NotModified)
        .ProducesProblem(StatusCodes.Status404NotFound).Needs(AccessEndpoints.ReadStore);

    private static IResult Heartbeat(StoreRegistry stores, string? name, TimeProvider time) =>
        Find(stores, name) is { } store
            ? TypedResults.Json(store.HeartbeatAt(time.GetUtcNow()).ToBody(store.Freshness), HeartbeatJson.Default.HeartbeatBody)
            : NoSuchStore(name);

    internal static Store? Find(StoreRegistry stores, string? name) =>
        name is null ? stores.Default : stores.TryGet(name, out var store) ? store : null;

    internal static ProblemHttpResult NoSuchStore(string? name) =>
        TypedResults.Problem(
            name is null ? "There is no default store; name one of /api/stores." : $"There is no store named '{LogText.Printable(name)}'.",
            statusCode: StatusCodes.Status404NotFound);
}
