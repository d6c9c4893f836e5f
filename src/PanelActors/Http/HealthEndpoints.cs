using Microsoft.AspNetCore.Http.HttpResults;
using PanelActors.Http.Access;
using PanelActors.Protocol;
using PanelActors.Stores;

namespace PanelActors.Http;

/// <summary>The health checks (specification 4.5).</summary>
internal static class HealthEndpoints
{
    /// <summary>Maps <c>/health/live</c> and <c>/health/ready</c>, and the same by the names that orchestrators ask for.</summary>
    public static void MapHealth(this IEndpointRouteBuilder routes)
    {
        var health = routes.MapGroup("").WithTags("Health");
        MapLive(health, "/health/live", "Live");
        MapLive(health, "/healthz", "Healthz");
        MapReady(health, "/health/ready", "Ready");
        MapReady(health, "/readyz", "Readyz");
    }

    private static void MapLive(RouteGroupBuilder health, string path, string name) =>
        health.MapGet(path, () => Answer("ok", [], StatusCodes.Status200OK))
            .WithName(name).WithSummary("Whether the process can answer.").Produces<HealthAnswer>().NeedsNothing();

    private static void MapReady(RouteGroupBuilder health, string path, string name) =>
        health.MapGet(path, (HttpContext context, StoreRegistry stores, TimeProvider time) =>
                Ready(context, stores, time.GetUtcNow()))
            .WithName(name).WithSummary("Whether every required store has a baseline and is not stale.")
            .Produces<HealthAnswer>().Produces<HealthAnswer>(StatusCodes.Status503ServiceUnavailable)
            .Needs(AccessEndpoints.Ready);

    private static JsonHttpResult<HealthAnswer> Ready(HttpContext context, StoreRegistry stores, DateTimeOffset now)
    {
        (Store Store, string Text)[] obstacles =
        [
            .. from store in stores.All
               where store.IsRequired
               let obstacle = Obstacle(store, now)
               where obstacle is not null
               select (store, obstacle),
        ];
        // The daemon is as ready as it is; what keeps it is for those who may know of it.
        var principal = AccessPrincipal.Of(context);
        string[] waiting =
        [
            .. obstacles.Where(obstacle => principal is not null && AccessPolicy.Sees(principal, obstacle.Store))
                .Select(static obstacle => obstacle.Text),
        ];
        return obstacles.Length == 0 ? Answer("ok", waiting, StatusCodes.Status200OK)
            : Answer("unavailable", waiting, StatusCodes.Status503ServiceUnavailable);
    }

    private static JsonHttpResult<HealthAnswer> Answer(string status, IReadOnlyList<string> waiting, int code) =>
        TypedResults.Json(new HealthAnswer(status, waiting), ApiJson.Default.HealthAnswer, statusCode: code);

    private static string? Obstacle(Store store, DateTimeOffset now)
    {
        if (store.Board.Current.State.Status is null) return $"{store.Name}: no baseline yet";
        return store.HeartbeatAt(now).Health == Health.Stale ? $"{store.Name}: stale" : null;
    }
}
