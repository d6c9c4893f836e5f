using System.Globalization;
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
    private const int MaxBodyBytes = 64 * 1024;
    private const string DefaultReason = "api_request";

    // The content type of curl's -d where the command line gives none.
    private const string FormType = "application/x-www-form-urlencoded";

    public static void MapControl(this IEndpointRouteBuilder routes)
    {
        var api = routes.MapGroup("/api").WithTags("Stores");
        var services = routes.ServiceProvider;
        var (refusals, time) = (services.GetRequiredService<RefusalLog>(), services.GetRequiredService<TimeProvider>());
        var (fulls, restarts) = (new Cooldowns(time, RequestFullCooldown), new Cooldowns(time, RestartCooldown));
        api.MapPost("/stores/{name}/request-full", (string name, HttpContext context, StoreRegistry stores) =>
                RequestFullAsync(name, context, stores, fulls, refusals))
            .WithName("RequestFull").WithSummary("Asks the source for a new baseline.")
            .Accepts<FullRequestBody>(isOptional: true, StoreEndpoints.JsonType, FormType)
            .Produces<FullRequestAccepted>(StatusCodes.Status202Accepted).ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status404NotFound).ProducesProblem(StatusCodes.Status409Conflict)
            .ProducesProblem(StatusCodes.Status429TooManyRequests);
        api.MapPost("/sources/{name}/restart", (string name, HttpContext context, StoreRegistry stores) =>
                RestartAsync(name, context, stores, restarts, refusals))
            .WithName("RestartSource").WithSummary("Connects a source afresh, also one that had stopped.")
            .Produces(StatusCodes.Status202Accepted).ProducesProblem(StatusCodes.Status404NotFound)
            .ProducesProblem(StatusCodes.Status409Conflict).ProducesProblem(StatusCodes.Status429TooManyRequests);
    }

    private static async Task<IResult> RequestFullAsync(
        string name, HttpContext context, StoreRegistry stores, Cooldowns cooldowns, RefusalLog refusals)
    {
        if (StoreEndpoints.Find(stores, name) is not { } store) return StoreEndpoints.NoSuchStore(name);
        string? reason;
        try
        {
            reason = await ReadReasonAsync(context.Request);
        }
        catch (JsonException)
        {
            return Problem("The body must be empty or a JSON object with an optional text \"reason\".", StatusCodes.Status400BadRequest);
        }

        if (reason is not null && (reason.Length > MaxReasonLength || !LogText.IsPrintable(reason)))
            return Problem($"A reason has at most {MaxReasonLength} printable characters.", StatusCodes.Status400BadRequest);

        var why = string.IsNullOrWhiteSpace(reason) ? DefaultReason : reason;
        if (!cooldowns.TryBegin(store.Name, out var wait))
            return TooSoon(context, refusals, $"A baseline of {store.Name} was asked for", wait);
        if (store.Control.RequestResync(why) is { } refusal)
        {
            cooldowns.Forget(store.Name);
            return Problem(refusal, StatusCodes.Status409Conflict);
        }

        return TypedResults.Json(
            new FullRequestAccepted(store.Name.Text, why), ApiJson.Default.FullRequestAccepted, statusCode: StatusCodes.Status202Accepted);
    }

    private static async Task<string?> ReadReasonAsync(HttpRequest request)
    {
        using var buffer = await ReadBodyAsync(request);
        var body = buffer.GetBuffer().AsSpan(0, (int)buffer.Length);
        return body.IsEmpty ? null : JsonSerializer.Deserialize(body, ApiJson.Default.FullRequestBody)?.Reason;
    }

    private static async Task<MemoryStream> ReadBodyAsync(HttpRequest request)
    {
        var buffer = new MemoryStream();
        var piece = new byte[4096];
        while (await request.Body.ReadAsync(piece, request.HttpContext.RequestAborted) is var read and > 0)
        {
            // The web server's bound may be configured away.
            if (buffer.Length + read > MaxBodyBytes)
                throw new BadHttpRequestException("Request body too large.", StatusCodes.Status413PayloadTooLarge);
            buffer.Write(piece, 0, read);
        }

        return buffer;
    }

    private static async Task<IResult> RestartAsync(
        string name, HttpContext context, StoreRegistry stores, Cooldowns cooldowns, RefusalLog refusals)
    {
        if (StoreEndpoints.Find(stores, name) is not { } store) return StoreEndpoints.NoSuchStore(name);
        // The body is ignored, but a broken one makes a broken request.
        (await ReadBodyAsync(context.Request)).Dispose();
        if (!cooldowns.TryBegin(store.Name, out var wait)) return TooSoon(context, refusals, $"{store.Name} was restarted", wait);
        if (store.Control.Restart() is not { } refusal) return TypedResults.Accepted((string?)null);
        cooldowns.Forget(store.Name);
        return Problem(refusal, StatusCodes.Status409Conflict);
    }

    private static ProblemHttpResult Problem(string detail, int status) => TypedResults.Problem(detail, statusCode: status);

    private static ProblemHttpResult TooSoon(HttpContext context, RefusalLog refusals, string what, TimeSpan wait)
    {
        refusals.Note(HttpRefusals.Cooldown, "a call that came too soon after the one before");
        var seconds = Math.Max(1, (int)Math.Ceiling(wait.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
        context.Response.Headers.RetryAfter = seconds;
        return Problem($"{what} a moment ago. Try again in {seconds} s.", StatusCodes.Status429TooManyRequests);
    }
}
