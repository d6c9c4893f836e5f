using System.Text.Json;
using PanelActors.History;
using PanelActors.Http.Access;
using PanelActors.Stores;

namespace PanelActors.Http;

/// <summary>Numbers over time (specification 10.5).</summary>
internal static class SeriesEndpoints
{
    public static void MapSeries(this IEndpointRouteBuilder routes)
    {
        var answer = new SeriesAnswer(routes.ServiceProvider.GetService<SeriesBook>(), routes.ServiceProvider.GetService<SeriesReader>());
        routes.MapGet("/api/stores/{name}/series", (string name, HttpContext context, StoreRegistry stores) =>
                StoreEndpoints.Find(stores, name) is { } store ? answer.AnswerAsync(store, context)
                    : Task.FromResult<IResult>(StoreEndpoints.NoSuchStore(name)))
            .WithTags("History").WithName("GetStoreSeries").WithSummary("Numbers of the store's panels over time.")
            .Produces<JsonElement>(StatusCodes.Status200OK, StoreEndpoints.JsonType).ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status404NotFound).ProducesProblem(StatusCodes.Status503ServiceUnavailable)
            .Needs(AccessEndpoints.ReadStore);
    }
}
