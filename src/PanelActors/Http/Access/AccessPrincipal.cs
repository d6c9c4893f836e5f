using System.Security.Claims;

namespace PanelActors.Http.Access;

/// <summary>Who makes a request, and what he may. Immutable.</summary>
/// <param name="Kind">What was shown.</param>
/// <param name="Name">The name of the credential; null where none was shown.</param>
/// <param name="Grant">What it allows.</param>
internal sealed record AccessPrincipal(CredentialKind Kind, string? Name, AccessGrant Grant)
{
    public static readonly AccessPrincipal Open = new(CredentialKind.Open, null, AccessGrant.Everything);

    private ClaimsPrincipal? _user;

    /// <summary>From when on it is no longer valid.</summary>
    public DateTimeOffset? Expires { get; init; }

    /// <summary>The key; null for other kinds.</summary>
    public KeyHash? Key { get; init; }

    /// <summary>The session by which the key was shown; null where it was shown itself.</summary>
    public Guid? Session { get; init; }

    /// <summary>The configuration that accepted it, for tokens and certificates.</summary>
    public AccessStamp? Stamp { get; init; }

    /// <summary>For the log.</summary>
    public string Display => Name ?? (Kind == CredentialKind.Open ? "everybody" : "anonymous");

    /// <summary>As ASP.NET Core has it. The same one each time.</summary>
    public ClaimsPrincipal User => _user ??= new ClaimsPrincipal(new AccessIdentity(this));

    /// <summary>Who makes the request; null where its credential was refused.</summary>
    public static AccessPrincipal? Of(HttpContext context) => (context.User.Identity as AccessIdentity)?.Principal;
}

/// <summary>A principal as an identity of ASP.NET Core.</summary>
internal sealed class AccessIdentity(AccessPrincipal principal) : ClaimsIdentity(
    principal.Name is { } name ? [new Claim(DefaultNameClaimType, name)] : [],
    principal.Kind is CredentialKind.Open or CredentialKind.Anonymous ? null : principal.Kind.ToString())
{
    public AccessPrincipal Principal => principal;
}
