using Microsoft.IdentityModel.JsonWebTokens;

namespace PanelActors.Http.Access;

/// <summary>What the claims of a valid token allow (specification 8.8). Pure.</summary>
internal static class TokenClaims
{
    private const int MaxNameLength = 64;

    // RFC 7519 section 4.1.2, RFC 9068 section 2.2.
    private static readonly string[] Names = ["sub", "client_id", "azp"];

    public static AccessPrincipal PrincipalOf(JsonWebToken token, TokenTrust trust) => new(
        CredentialKind.Token, NameOf(token),
        AccessGrant.Of(WordsOf(token, trust.Options.MayClaim), WordsOf(token, trust.Options.StoresClaim)))
    {
        Expires = new DateTimeOffset(token.ValidTo, TimeSpan.Zero),
        Grace = trust.Options.ClockSkew,
        Stamp = trust.Stamp,
    };

    private static string NameOf(JsonWebToken token)
    {
        var name = Names.Select(claim => token.TryGetPayloadValue<string>(claim, out var value) ? value : null)
            .FirstOrDefault(static value => !string.IsNullOrEmpty(value)) ?? "token";
        return name.Length > MaxNameLength ? name[..MaxNameLength] : name;
    }

    // A list, or one text of words separated by spaces, as scopes are written.
    private static IEnumerable<string> WordsOf(JsonWebToken token, string claim) => token.Claims.Where(found => found.Type == claim)
        .SelectMany(static found => found.Value.Split(' ', StringSplitOptions.RemoveEmptyEntries));
}
