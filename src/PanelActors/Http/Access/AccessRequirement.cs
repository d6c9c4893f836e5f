using Microsoft.AspNetCore.Authorization;

namespace PanelActors.Http.Access;

/// <summary>What an endpoint needs. Endpoints that state nothing are closed.</summary>
/// <param name="oneOf">The rights, of which one is enough.</param>
/// <param name="ofStore">Whether it is about one store: that of the route's <c>name</c>, else the default one.</param>
internal sealed class AccessRequirement(Rights oneOf, bool ofStore) : IAuthorizationRequirement
{
    public Rights OneOf => oneOf;

    public bool OfStore => ofStore;
}

/// <summary>What an endpoint needs that states nothing. There is none but by mistake.</summary>
internal sealed class UndecidedRequirement : IAuthorizationRequirement;
