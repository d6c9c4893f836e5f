using Microsoft.AspNetCore.Http.HttpResults;
using PanelActors.Protocol;
using PanelActors.Stores;

namespace PanelActors.Http;

/// <summary>The health checks (specification 4.5).</summary>
internal static class HealthEndpoints
{
    /// <summary>Maps <c>/health/live</c> and <c>/health/ready</c>.</summary>
    public static void MapHealth(this IEndpointRouteBuilder routes)
    {
        var health = routes.MapGroup("/health").WithTags("Health");
        health.MapGet("/live", () => Answer("ok", [], StatusCodes.Status200OK))
            .WithName("Live").WithSummary("Whether the process can answer.").Produces<HealthAnswer>();
        health.MapGet("/ready", (StoreRegistry stores, TimeProvider time) => Ready(stores, time.GetUtcNow()))
            .WithName("Ready").WithSummary("Whether every required store has a baseline and is not stale.")
            .Produces<HealthAnswer>().Produces<HealthAnswer>(StatusCodes.Status503ServiceUnavailable);
    }

    private static JsonHttpResult<HealthAnswer> Ready(StoreRegistry stores, DateTimeOffset now)
    {
        string[] waiting = [.. stores.All.Where(store => store.IsRequired).Select(store => Obstacle(store, now)).OfType<string>()];
        return waiting.Length == 0 ? Answer("ok", waiting, StatusCodes.Status200OK)
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
