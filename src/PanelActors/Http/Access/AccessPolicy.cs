using PanelActors.Composite;
using PanelActors.Stores;

namespace PanelActors.Http.Access;

/// <summary>The one place that says who may do what on which store (specification 8.6). Pure.</summary>
internal static class AccessPolicy
{
    /// <summary>Whether a principal may do what needs one of some rights.</summary>
    /// <param name="principal">Who.</param>
    /// <param name="oneOf">The rights, of which one is enough.</param>
    public static AccessDecision Decide(AccessPrincipal principal, Rights oneOf) =>
        (principal.Grant.May & oneOf) != 0 ? AccessDecision.Allowed
        : principal.Kind == CredentialKind.Anonymous ? AccessDecision.NeedsCredential
        : AccessDecision.Forbidden;

    /// <summary>Whether a principal may do what needs one of some rights on a store.</summary>
    /// <param name="principal">Who.</param>
    /// <param name="oneOf">The rights, of which one is enough.</param>
    /// <param name="store">The store; null for one that does not exist.</param>
    public static AccessDecision Decide(AccessPrincipal principal, Rights oneOf, Store? store)
    {
        var decision = Decide(principal, oneOf);
        // In this order: the answer to a principal without a credential does not depend on which stores there are.
        if (decision == AccessDecision.NeedsCredential) return decision;
        return store is not null && Sees(principal, store) ? decision : AccessDecision.Hidden;
    }

    /// <summary>Whether a principal may know of a store: of one that is made of others, where it may know of each of them.</summary>
    public static bool Sees(AccessPrincipal principal, Store store) => Sees(principal.Grant.Stores, store);

    /// <summary>Whether a principal may read a store.</summary>
    public static bool MayRead(AccessPrincipal principal, Store store) =>
        (principal.Grant.May & Rights.Read) != 0 && Sees(principal, store);

    private static bool Sees(StoreScope scope, Store store)
    {
        if (scope.IsAll) return true;
        if (!scope.Contains(store.Name)) return false;
        if (store is not CompositeStore composite) return true;
        foreach (var member in composite.Members)
        {
            if (!Sees(scope, member)) return false;
        }

        return true;
    }
}
