namespace PanelActors.Configuration;

/// <summary>Signature algorithms of tokens (RFC 7518 section 3.1).</summary>
internal static class JwtAlgorithms
{
    public const string Allowed = "RS, PS, ES or HS with 256, 384 or 512, such as RS256";
    public const string Pattern = "^(RS|PS|ES|HS)(256|384|512)$";

    /// <summary>
    /// The default: those with a public key. A party that can check a symmetric signature can also make one.
    /// </summary>
    public static IReadOnlyList<string> Asymmetric { get; } =
        ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512"];
}
