using Microsoft.AspNetCore.Authorization;
using PanelActors.Stores;

namespace PanelActors.Http.Access;

/// <summary>
/// Lets most requests pass before authentication and authorization of ASP.NET Core see them, which together take more time than an
/// unchanged snapshot: those of keys and sessions, and anonymous ones, to endpoints that state what they need. It refuses what a wrong key
/// asks for. All other requests go the long way, and both ways end at <see cref="AccessPolicy"/>.
/// </summary>
internal sealed class AccessGate(Authenticator authenticator, StoreRegistry stores, AccessAnswers answers)
{
    /// <summary>Decides about a request, or leaves it to <paramref name="next"/>.</summary>
    public Task InvokeAsync(HttpContext context, RequestDelegate next)
    {
        if (context.GetEndpoint() is not RouteEndpoint endpoint) return next(context);
        var decided = authenticator.TryDecide(context);
        if (endpoint.Metadata.GetMetadata<IAllowAnonymous>() is not null)
        {
            if (decided.Principal is { } known) context.User = known.User;
            return next(context);
        }

        if (endpoint.Metadata.GetMetadata<AccessRequirement>() is not { } needed) return next(context);
        if (decided.Refusal is { } refusal) return answers.RefuseAsync(context, refusal);
        if (decided.Principal is not { } principal) return next(context);
        var store = needed.OfStore ? StoreOf(stores, context) : null;
        var decision = needed.OfStore ? AccessPolicy.Decide(principal, needed.OneOf, store) : AccessPolicy.Decide(principal, needed.OneOf);
        if (decision == AccessDecision.NeedsCredential) return answers.RefuseAsync(context, AccessRefusal.Missing);
        if (decision != AccessDecision.Allowed) return next(context);
        context.User = principal.User;
        if (principal.Kind != CredentialKind.Open) AccessAnswers.KeepPrivate(context.Response);
        return next(context);
    }

    /// <summary>Whether a request has been let pass.</summary>
    public static bool HasPassed(HttpContext context) => AccessPrincipal.Of(context) is not null;

    /// <summary>The store that a request is about; null for one that does not exist.</summary>
    public static Store? StoreOf(StoreRegistry stores, HttpContext context) => context.Request.RouteValues["name"] is string name
        ? stores.TryGet(name!, out var store) ? store : null
        : stores.Default;
}
