using System.Collections.Frozen;
using System.Text.Json;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Authorization.Policy;
using PanelActors.Telemetry;

namespace PanelActors.Http.Access;

/// <summary>Answers requests that access refuses (specification 8.6), and has them audited.</summary>
internal sealed class AccessAnswers(AuditLog audit, Sessions sessions) : IAuthorizationMiddlewareResultHandler
{
    private const string ProblemType = "application/problem+json";
    private const string Challenge = "Bearer realm=\"PanelActors\"";
    private const string FailedChallenge = $"{Challenge}, error=\"invalid_token\"";
    private const int UnavailableRetrySeconds = 5;

    // Refusals are many while keys are guessed: their answers are made once.
    private static readonly FrozenDictionary<string, byte[]> Unauthorized = new[]
    {
        AccessRefusal.Missing, AccessRefusal.Ambiguous, AccessRefusal.Key, AccessRefusal.Token, AccessRefusal.TokenTime,
        AccessRefusal.Certificate, AccessRefusal.Session,
    }.ToFrozenDictionary(static refusal => refusal.Reason, static refusal => BodyOf(refusal.Detail));

    public Task HandleAsync(
        RequestDelegate next, HttpContext context, AuthorizationPolicy policy, PolicyAuthorizationResult authorizeResult)
    {
        if (authorizeResult.Succeeded)
        {
            if (AccessPrincipal.Of(context)?.Kind is not (null or CredentialKind.Open)) KeepPrivate(context.Response);
            return next(context);
        }

        if (AccessRefusal.Of(context) is { } refusal) return RefuseAsync(context, refusal);
        return context.Features.Get<AccessOutcome>() switch
        {
            { Decision: AccessDecision.NeedsCredential } => RefuseAsync(context, AccessRefusal.Missing),
            { Decision: AccessDecision.Hidden } hidden => HideAsync(context, hidden),
            _ => ForbidAsync(context),
        };
    }

    /// <summary>Says that no cache may keep a copy for others.</summary>
    internal static void KeepPrivate(HttpResponse response) => response.Headers.CacheControl = "private, no-cache";

    public Task RefuseAsync(HttpContext context, AccessRefusal refusal)
    {
        audit.Refused(context, refusal.Reason, store: null);
        var response = context.Response;
        response.Headers.CacheControl = "no-store";
        if (refusal == AccessRefusal.Unavailable)
        {
            response.Headers.RetryAfter = $"{UnavailableRetrySeconds}";
            return TypedResults.Problem(refusal.Detail, statusCode: StatusCodes.Status503ServiceUnavailable).ExecuteAsync(context);
        }

        // One that is refused would be sent again with the next request.
        if (refusal == AccessRefusal.Session) SessionCookie.Remove(context, sessions);
        var body = Unauthorized[refusal.Reason];
        response.StatusCode = StatusCodes.Status401Unauthorized;
        response.ContentType = ProblemType;
        response.ContentLength = body.Length;
        response.Headers.WWWAuthenticate = refusal == AccessRefusal.Missing ? Challenge : FailedChallenge;
        return HttpMethods.IsHead(context.Request.Method) ? Task.CompletedTask : response.Body.WriteAsync(body).AsTask();
    }

    private Task ForbidAsync(HttpContext context)
    {
        audit.Refused(context, AccessDenials.Forbidden, store: null);
        context.Response.Headers.CacheControl = "no-store";
        return TypedResults.Problem(
            $"The credential '{LogText.Printable(AccessPrincipal.Of(context)?.Display ?? "")}' does not allow this. "
            + "Its May in the daemon's configuration says what it allows.",
            statusCode: StatusCodes.Status403Forbidden).ExecuteAsync(context);
    }

    private Task HideAsync(HttpContext context, AccessOutcome hidden)
    {
        // The store that is not there at all is a slip, and no refusal.
        if (hidden.Store is { } store) audit.Refused(context, AccessDenials.Store, store.Name);
        return StoreEndpoints.NoSuchStore(context.Request.RouteValues["name"] as string).ExecuteAsync(context);
    }

    private static byte[] BodyOf(string detail) => JsonSerializer.SerializeToUtf8Bytes(
        new Dictionary<string, object>
        {
            ["type"] = "https://tools.ietf.org/html/rfc9110#section-15.5.2",
            ["title"] = "Unauthorized",
            ["status"] = StatusCodes.Status401Unauthorized,
            ["detail"] = detail,
        });
}
