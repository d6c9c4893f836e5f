using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;

namespace PanelActors.Http.Access;

/// <summary>
/// Finds out who makes a request: by what its headers show, else by the page's session, else by its certificate; else it is anonymous.
/// Tokens and certificates are checked by the handlers of ASP.NET Core.
/// </summary>
internal sealed class AccessHandler(
    AccessControl control, Sessions sessions, TokenCheck tokens, CertificateCheck certificates, TimeProvider time,
    IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logs, UrlEncoder encoder)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, logs, encoder)
{
    public const string SchemeName = "PanelActors";

    private static readonly AuthenticateResult Refused = AuthenticateResult.Fail("The credential is refused.");

    protected override Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        var table = control.Current;
        if (table.IsOpen) return Task.FromResult(Accept(table.Anonymous));
        var shown = ShownCredential.Read(Request.Headers);
        if (shown.IsAmbiguous) return Task.FromResult(Refuse(AccessRefusal.Ambiguous));
        if (shown.Text is { } text)
        {
            var hash = KeyHash.Of(text);
            if (table.FindKey(hash) is { } holder) return Task.FromResult(Accept(holder));
            return table.Tokens is { } trust && TokenCheck.IsToken(text)
                ? DecideAsync(tokens.CheckAsync(Context, trust, text, hash))
                : Task.FromResult(Refuse(AccessRefusal.Key));
        }

        if (sessions.CookieOf(Request) is { } cookie)
        {
            return Task.FromResult(
                sessions.Find(cookie, table, time.GetUtcNow()) is { } member ? Accept(member) : Refuse(AccessRefusal.Session));
        }

        return table.Certificates is { } accepted && Context.Connection.ClientCertificate is { } certificate
            ? DecideAsync(certificates.CheckAsync(Context, accepted, certificate, table.Anonymous))
            : Task.FromResult(Accept(table.Anonymous));
    }

    private async Task<AuthenticateResult> DecideAsync(Task<(AccessPrincipal? Principal, AccessRefusal? Refusal)> check)
    {
        var (principal, refusal) = await check;
        return principal is null ? Refuse(refusal!) : Accept(principal);
    }

    private static AuthenticateResult Accept(AccessPrincipal principal) =>
        AuthenticateResult.Success(new AuthenticationTicket(principal.User, SchemeName));

    private AuthenticateResult Refuse(AccessRefusal refusal)
    {
        Context.Features.Set(refusal);
        return Refused;
    }
}
