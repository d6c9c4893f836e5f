namespace PanelActors.Configuration;

/// <summary>Tokens (RFC 7519) that clients may show: <c>Access.Jwt</c> (specification 8.8).</summary>
[Section(KeyEffect.AtOnce)]
internal sealed record JwtOptions
{
    [Key("The address of the identity provider, whose keys are got by OpenID Connect discovery", Allowed = UrlRules.HttpAllowed,
        Pattern = UrlRules.HttpPattern)]
    public string? Authority { get; init; }

    [Key("A file with the keys (a JWKS, RFC 7517) in place of an Authority; read again when it changes",
        Allowed = AccessNames.FileAllowed)]
    public string? KeysFile { get; init; }

    [Key("Who has to have issued a token", Allowed = "an issuer, as in the claim iss", Unset = "the issuer that the Authority names")]
    public string? Issuer { get; init; }

    [Key("Whom a token has to be for", Allowed = "an audience, as in the claim aud")]
    public string? Audience { get; init; }

    [Key("The signature algorithms that are accepted", Allowed = JwtAlgorithms.Allowed, Pattern = JwtAlgorithms.Pattern)]
    public IReadOnlyList<string> Algorithms { get; init; } = JwtAlgorithms.Asymmetric;

    [Key("The claim that says what the token allows: a list, or words separated by spaces",
        Allowed = AccessNames.ClaimAllowed)]
    public string MayClaim { get; init; } = "panelactors_may";

    [Key("The claim that says on which stores; a token without it allows nothing",
        Allowed = AccessNames.ClaimAllowed)]
    public string StoresClaim { get; init; } = "panelactors_stores";

    [Key("How far the clocks of issuer and daemon may differ")]
    public TimeSpan ClockSkew { get; init; } = TimeSpan.FromSeconds(30);
}
