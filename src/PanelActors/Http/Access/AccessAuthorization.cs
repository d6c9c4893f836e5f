using Microsoft.AspNetCore.Authorization;
using PanelActors.Stores;

namespace PanelActors.Http.Access;

/// <summary>Asks <see cref="AccessPolicy"/> about each request, in terms of ASP.NET Core.</summary>
internal sealed class AccessAuthorization(StoreRegistry stores) : IAuthorizationHandler
{
    public Task HandleAsync(AuthorizationHandlerContext context)
    {
        if (context.Resource is not HttpContext http) return Task.CompletedTask;
        foreach (var requirement in context.PendingRequirements)
        {
            if (IsMet(requirement, http)) context.Succeed(requirement);
        }

        return Task.CompletedTask;
    }

    private bool IsMet(IAuthorizationRequirement requirement, HttpContext http)
    {
        if (requirement is not AccessRequirement needed)
        {
            // Routing itself answers for paths and methods that there are none of.
            return requirement is UndecidedRequirement && http.GetEndpoint() is not RouteEndpoint;
        }

        if (AccessPrincipal.Of(http) is not { } principal) return false;
        var store = needed.OfStore ? AccessGate.StoreOf(stores, http) : null;
        var decision = needed.OfStore ? AccessPolicy.Decide(principal, needed.OneOf, store) : AccessPolicy.Decide(principal, needed.OneOf);
        if (decision == AccessDecision.Allowed) return true;
        http.Features.Set(new AccessOutcome(decision, store));
        return false;
    }
}

/// <summary>What was decided about a request that is not allowed.</summary>
/// <param name="Decision">Why not.</param>
/// <param name="Store">The store that it is about; null without one.</param>
internal sealed record AccessOutcome(AccessDecision Decision, Store? Store);
