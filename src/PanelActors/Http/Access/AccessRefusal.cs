using PanelActors.Telemetry;

namespace PanelActors.Http.Access;

/// <summary>Why a credential is refused.</summary>
/// <param name="Reason">One of <see cref="AccessDenials.Reasons"/>.</param>
/// <param name="Detail">What the client is answered, with what to do.</param>
internal sealed record AccessRefusal(string Reason, string Detail)
{
    public static readonly AccessRefusal Missing = new(
        AccessDenials.Missing,
        "This needs a credential: a key or token in Authorization: Bearer, a key in X-Api-Key, a client certificate, or the page's login.");

    public static readonly AccessRefusal Ambiguous = new(
        AccessDenials.Ambiguous, "The request shows more than one credential. Send one, in one header.");

    public static readonly AccessRefusal Key = new(AccessDenials.Key, "This key is none of the daemon's. Ask who runs it for one.");

    public static readonly AccessRefusal Token = new(
        AccessDenials.Token, "This token is not valid here: check its signature, algorithm, issuer and audience.");

    public static readonly AccessRefusal TokenTime = new(
        AccessDenials.TokenTime, "This token has expired, or is not valid yet. Get a new one, and check the clock.");

    public static readonly AccessRefusal Unavailable = new(
        AccessDenials.Unavailable, "The keys that tokens are checked by cannot be had at the moment. Try again soon, or use a key.");

    public static readonly AccessRefusal Certificate = new(
        AccessDenials.Certificate, "This client certificate is not valid here: check who signed it, and its time.");

    public static readonly AccessRefusal Session = new(
        AccessDenials.Session, "This session has ended. Log in again.");

    /// <summary>Where a request keeps why its credential was refused.</summary>
    public static AccessRefusal? Of(HttpContext context) => context.Features.Get<AccessRefusal>();
}
