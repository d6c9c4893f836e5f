using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.AspNetCore.Http.HttpResults;
using PanelActors.Telemetry;

namespace PanelActors.Http.Access;

/// <summary>The login of the web page (specification 8.14).</summary>
internal static class SessionEndpoints
{
    private const string Path = "/api/session";

    /// <summary>Maps <c>/api/session</c>.</summary>
    public static void MapSession(this IEndpointRouteBuilder routes)
    {
        var services = routes.ServiceProvider;
        var calls = ActivatorUtilities.CreateInstance<SessionCalls>(services);
        var session = routes.MapGroup(Path).WithTags("Session").NeedsNothing();
        session.MapGet("", (HttpContext context) => calls.Show(context))
            .WithName("GetSession").WithSummary("Who makes the request, and what that allows.").Produces<SessionBody>();
        session.MapPost("", (Delegate)((HttpContext context) => calls.BeginAsync(context)))
            .WithName("BeginSession").WithSummary("Logs in with a key; the answer sets a cookie.")
            .Accepts<SessionKey>(StoreEndpoints.JsonType).Produces<SessionBody>()
            .ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status401Unauthorized)
            .ProducesProblem(StatusCodes.Status403Forbidden);
        session.MapDelete("", (HttpContext context) => calls.End(context))
            .WithName("EndSession").WithSummary("Logs out: the cookie is worth nothing from then on.")
            .Produces(StatusCodes.Status204NoContent);
    }
}

/// <summary>The calls of <c>/api/session</c>.</summary>
internal sealed class SessionCalls(AccessControl control, Sessions sessions, AuditLog audit, ILogger<Sessions> log)
{
    private const string BadBody = "The body is a JSON object with the text \"key\".";

    public IResult Show(HttpContext context) => Body(context, AccessPrincipal.Of(context) ?? control.Current.Anonymous);

    public async Task<IResult> BeginAsync(HttpContext context)
    {
        string? key;
        try
        {
            var body = await RequestBody.ReadAsync(context.Request);
            key = JsonSerializer.Deserialize(body.Span, SessionJson.Default.SessionKey)?.Key?.Trim();
        }
        catch (JsonException)
        {
            return TypedResults.Problem(BadBody, statusCode: StatusCodes.Status400BadRequest);
        }

        if (string.IsNullOrEmpty(key)) return TypedResults.Problem(BadBody, statusCode: StatusCodes.Status400BadRequest);
        context.Response.Headers.CacheControl = "no-store";
        var table = control.Current;
        if (table.IsOpen) return Body(context, table.Anonymous);
        if (table.FindKey(KeyHash.Of(key)) is not { } holder)
        {
            audit.Refused(context, AccessDenials.Key, store: null);
            return TypedResults.Problem(AccessRefusal.Key.Detail, statusCode: StatusCodes.Status401Unauthorized);
        }

        try
        {
            var (cookie, member) = sessions.Begin(holder);
            SessionCookie.Set(context, sessions, cookie);
            audit.Session(context, member, "begun");
            return Body(context, member);
        }
        catch (Exception fault) when (fault is CryptographicException or IOException or UnauthorizedAccessException)
        {
            log.LogError("No session can begin, since the keys that sign them cannot be kept: {Fault:l}", LogText.Line(fault.Message));
            return TypedResults.Problem(
                "No session can begin at the moment: the daemon's log says why.", statusCode: StatusCodes.Status503ServiceUnavailable);
        }
    }

    public IResult End(HttpContext context)
    {
        if (AccessPrincipal.Of(context) is { Session: not null } member)
        {
            sessions.End(member);
            audit.Session(context, member, "ended");
        }

        SessionCookie.Remove(context, sessions);
        return TypedResults.NoContent();
    }

    private JsonHttpResult<SessionBody> Body(HttpContext context, AccessPrincipal principal)
    {
        context.Response.Headers.CacheControl = "no-store";
        return TypedResults.Json(SessionBody.Of(principal, control.Current.HasKeys), SessionJson.Default.SessionBody);
    }
}
