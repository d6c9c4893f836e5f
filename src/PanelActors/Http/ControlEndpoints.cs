using System.Text.Json;
using Microsoft.AspNetCore.Http.HttpResults;
using PanelActors.Http.Access;
using PanelActors.Stores;
using PanelActors.Telemetry;

namespace PanelActors.Http;

/// <summary>The calls that change something (specification 4.4).</summary>
internal static class ControlEndpoints
{
    /// <summary>The minimum time between two requests for a baseline of one store.</summary>
    public static readonly TimeSpan RequestFullCooldown = TimeSpan.FromSeconds(2);

    /// <summary>The minimum time between two restarts of one source.</summary>
    public static readonly TimeSpan RestartCooldown = TimeSpan.FromSeconds(5);

    private const int MaxReasonLength = 100;
    private const string DefaultReason = "api_request";

    // The content type of curl's -d where the command line gives none.
    private const string FormType = "application/x-www-form-urlencoded";

    public static void MapControl(this IEndpointRouteBuilder routes)
    {
        var api = routes.MapGroup("/api").WithTags("Stores");
        var fulls = CallOf(routes.ServiceProvider, RequestFullCooldown, static store => $"A baseline of {store.Name} was asked for");
        var restarts = CallOf(routes.ServiceProvider, RestartCooldown, static store => $"{store.Name} was restarted");
        api.MapPost("/stores/{name}/request-full", (string name, HttpContext context, StoreRegistry stores) =>
                RequestFullAsync(name, context, stores, fulls))
            .WithName("RequestFull").WithSummary("Asks the source for a new baseline.")
            .Accepts<FullRequestBody>(isOptional: true, StoreEndpoints.JsonType, FormType)
            .Produces<FullRequestAccepted>(StatusCodes.Status202Accepted).ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status404NotFound).ProducesProblem(StatusCodes.Status409Conflict)
            .ProducesProblem(StatusCodes.Status429TooManyRequests).Needs(AccessEndpoints.ControlStore);
        api.MapPost("/sources/{name}/restart", (string name, HttpContext context, StoreRegistry stores) =>
                RestartAsync(name, context, stores, restarts))
            .WithName("RestartSource").WithSummary("Connects a source afresh, also one that had stopped.")
            .Produces(StatusCodes.Status202Accepted).ProducesProblem(StatusCodes.Status404NotFound)
            .ProducesProblem(StatusCodes.Status409Conflict).ProducesProblem(StatusCodes.Status429TooManyRequests)
            .Needs(AccessEndpoints.ControlStore);
    }

    private static ThrottledCall CallOf(IServiceProvider services, TimeSpan cooldown, Func<Store, string> done) => new(
        new Cooldowns(services.GetRequiredService<TimeProvider>(), cooldown), services.GetRequiredService<RefusalLog>(),
        services.GetRequiredService<AuditLog>(), done);

    private static async Task<IResult> RequestFullAsync(string name, HttpContext context, StoreRegistry stores, ThrottledCall fulls)
    {
        if (StoreEndpoints.Find(stores, name) is not { } store) return StoreEndpoints.NoSuchStore(name);
        string? reason;
        try
        {
            reason = ReasonOf(await RequestBody.ReadAsync(context.Request));
        }
        catch (JsonException)
        {
            return BadRequest("The body must be empty or a JSON object with an optional text \"reason\".");
        }

        if (reason is not null && (reason.Length > MaxReasonLength || !LogText.IsPrintable(reason)))
            return BadRequest($"A reason has at most {MaxReasonLength} printable characters.");

        var why = string.IsNullOrWhiteSpace(reason) ? DefaultReason : reason;
        var accepted = TypedResults.Json(
            new FullRequestAccepted(store.Name.Text, why), ApiJson.Default.FullRequestAccepted, statusCode: StatusCodes.Status202Accepted);
        return fulls.Make(store, context, control => control.RequestResync(why), accepted);
    }

    private static async Task<IResult> RestartAsync(string name, HttpContext context, StoreRegistry stores, ThrottledCall restarts)
    {
        if (StoreEndpoints.Find(stores, name) is not { } store) return StoreEndpoints.NoSuchStore(name);
        // The body is ignored, but a broken one makes a broken request.
        await RequestBody.ReadAsync(context.Request);
        return restarts.Make(store, context, static control => control.Restart(), TypedResults.Accepted((string?)null));
    }

    private static string? ReasonOf(ReadOnlyMemory<byte> body) =>
        body.IsEmpty ? null : JsonSerializer.Deserialize(body.Span, ApiJson.Default.FullRequestBody)?.Reason;

    private static ProblemHttpResult BadRequest(string detail) =>
        TypedResults.Problem(detail, statusCode: StatusCodes.Status400BadRequest);
}
