using System.Security.Claims;

namespace PanelActors.Http.Access;

/// <summary>Who makes a request, and what that allows. Immutable.</summary>
/// <param name="kind">What was shown.</param>
/// <param name="name">The name of the credential; null where none was shown.</param>
/// <param name="grant">What it allows.</param>
internal sealed class AccessPrincipal(CredentialKind kind, string? name, AccessGrant grant)
{
    public static readonly AccessPrincipal Open = new(CredentialKind.Open, null, AccessGrant.Everything);

    private ClaimsPrincipal? _user;

    public CredentialKind Kind => kind;

    public string? Name => name;

    public AccessGrant Grant => grant;

    /// <summary>When its streams end, and from when on it is no longer valid but for <see cref="Grace"/>.</summary>
    public DateTimeOffset? Expires { get; init; }

    /// <summary>For how long requests are answered after <see cref="Expires"/>, since clocks differ.</summary>
    public TimeSpan Grace { get; init; }

    /// <summary>The key; null for other kinds.</summary>
    public KeyHash? Key { get; init; }

    /// <summary>The session by which the key was shown; null where it was shown itself.</summary>
    public Guid? Session { get; init; }

    /// <summary>The configuration that accepted it, for tokens and certificates.</summary>
    public AccessStamp? Stamp { get; init; }

    /// <summary>For the log.</summary>
    public string Display => name ?? (kind == CredentialKind.Open ? "everybody" : "anonymous");

    /// <summary>As ASP.NET Core has it. The same one each time.</summary>
    public ClaimsPrincipal User => _user ??= new ClaimsPrincipal(new AccessIdentity(this));

    /// <summary>Who makes the request; null where its credential was refused.</summary>
    public static AccessPrincipal? Of(HttpContext context) => (context.User.Identity as AccessIdentity)?.Principal;

    /// <summary>The holder of a key by way of a session.</summary>
    public AccessPrincipal In(Guid session, DateTimeOffset expires) =>
        new(kind, name, grant) { Key = Key, Session = session, Expires = expires };
}

/// <summary>A principal as an identity of ASP.NET Core.</summary>
internal sealed class AccessIdentity(AccessPrincipal principal) : ClaimsIdentity(
    principal.Name is { } name ? [new Claim(DefaultNameClaimType, name)] : [],
    principal.Kind is CredentialKind.Open or CredentialKind.Anonymous ? null : principal.Kind.ToString())
{
    public AccessPrincipal Principal => principal;
}
