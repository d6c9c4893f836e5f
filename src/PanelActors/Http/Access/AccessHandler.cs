using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;

namespace PanelActors.Http.Access;

/// <summary>The <see cref="Authenticator"/> in terms of ASP.NET Core.</summary>
internal sealed class AccessHandler(
    Authenticator authenticator, IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logs, UrlEncoder encoder)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, logs, encoder)
{
    public const string SchemeName = "PanelActors";

    private static readonly AuthenticateResult Refused = AuthenticateResult.Fail("The credential is refused.");

    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        var decided = await authenticator.VerifyAsync(Context);
        if (decided.Principal is { } principal)
            return AuthenticateResult.Success(new AuthenticationTicket(principal.User, SchemeName));
        Context.Features.Set(decided.Refusal);
        return Refused;
    }
}
